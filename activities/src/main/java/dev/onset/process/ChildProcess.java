package dev.onset.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process that was started from here, with everything it starts. Its standard input is a pipe from this process: when this
 * process ends in whatever way, the pipe closes, which tells the child to end too. What it says on standard error is kept, its
 * last lines, for messages. Safe for several threads.
 */
public final class ChildProcess implements AutoCloseable {
    private static final int LINES = 20;
    private static final int LONGEST_LINE = 400;
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final int SIGNALLED = 128;

    private final Process process;
    private final ProcessTree tree;
    private final Secrets secrets;
    private final Deque<String> last = new ArrayDeque<>();
    private final Thread listener;

    private ChildProcess(Process process, Secrets secrets) {
        this.process = process;
        this.tree = new ProcessTree(process);
        this.secrets = secrets;
        this.listener = new Thread(this::listen, "child-" + process.pid());
        listener.setDaemon(true);
        listener.start();
    }

    /**
     * Starts a program.
     *
     * @param command the program and its arguments; a program that lies in the folder is found there, others by PATH
     * @param environment what it sees, and what its words must not repeat
     * @throws IOException where it cannot be started
     */
    public static ChildProcess start(List<String> command, Path folder, ChildEnvironment environment)
            throws IOException {
        return new ChildProcess(builder(command, folder, environment).start(), environment.secrets());
    }

    /** A program to be started in a folder: one that lies there is found there, others by PATH; it sees the environment alone. */
    public static ProcessBuilder builder(List<String> command, Path folder, ChildEnvironment environment) {
        List<String> resolved = new ArrayList<>(command);
        Path beside = folder.resolve(command.get(0)).normalize();
        if (beside.startsWith(folder) && beside.toFile().isFile()) {
            resolved.set(0, beside.toString());
        }
        ProcessBuilder builder = new ProcessBuilder(resolved).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment.variables());
        return builder;
    }

    /** What it reads. */
    public OutputStream input() {
        tree.look();
        return process.getOutputStream();
    }

    /** What it writes. */
    public InputStream output() {
        return process.getInputStream();
    }

    public boolean isAlive() {
        tree.look();
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    private void listen() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            StringBuilder line = new StringBuilder();
            for (int next = lines.read(); next >= 0; next = lines.read()) {
                if (next == '\n') {
                    keep(line);
                } else if (line.length() < LONGEST_LINE) {
                    line.append((char) next);
                }
            }
            keep(line);
        } catch (IOException e) {
            // its end
        }
    }

    private void keep(StringBuilder line) {
        if (!line.toString().isBlank()) {
            synchronized (last) {
                last.addLast(line.toString());
                if (last.size() > LINES) {
                    last.removeFirst();
                }
            }
        }
        line.setLength(0);
    }

    /** Its last lines on standard error, secrets hidden; says so where there are none. */
    public String lastLines() {
        synchronized (last) {
            if (last.isEmpty()) {
                return "it said nothing on standard error";
            }
            return "its last lines on standard error: " + masked(String.join(" | ", last));
        }
    }

    /** A text of its own for a message: secrets hidden, in one line. */
    public String masked(String text) {
        return secrets.masked(text).replaceAll("\\p{Cntrl}", " ");
    }

    /** How it ended, in words; waits a moment for its end and its last lines. */
    public String ending() {
        try {
            if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                return "closed its standard output and goes on";
            }
            listener.join(GRACE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "ended";
        }
        int status = process.exitValue();
        return status > SIGNALLED ? "was killed by signal " + (status - SIGNALLED) : "ended with exit status " + status;
    }

    /** Ends it at once, with everything it has started. */
    public void kill() {
        tree.end(0);
    }

    /** Closes its standard input, gives it a moment to end, and kills what is left. */
    @Override
    public void close() {
        tree.remember();
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // it has ended
        }
        try {
            process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kill();
    }
}
