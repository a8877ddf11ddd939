package dev.onset.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process that was started from here, with everything it starts. Its standard input is a pipe from this process: when this
 * process ends in whatever way, the pipe closes, which tells the child to end too. What it says goes to a log. Safe for several
 * threads.
 */
public final class ChildProcess implements AutoCloseable {
    /** Exit statuses above are those of processes that a signal ended. */
    private static final int SIGNALS = 128;

    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Process process;
    private final ProcessTree tree;
    private final ProcessLog log;
    private final Thread listener;

    private ChildProcess(Process process, InputStream said, ProcessLog log) {
        this.process = process;
        this.tree = new ProcessTree(process);
        this.log = log;
        this.listener = log.follow(said);
    }

    /**
     * Starts a program whose standard output is for whoever starts it; what it says is its standard error.
     *
     * @param command the program and its arguments; a program that lies in the folder is found there, others by PATH
     * @param environment all that it sees
     * @throws IOException where it cannot be started
     */
    public static ChildProcess answering(
            List<String> command, Path folder, ChildEnvironment environment, ProcessLog log) throws IOException {
        Process process = builder(command, folder, environment).start();
        return new ChildProcess(process, process.getErrorStream(), log);
    }

    /**
     * Starts a program that says things on its standard output and error alike.
     *
     * @param command as for {@link #answering}
     * @throws IOException where it cannot be started
     */
    public static ChildProcess talking(List<String> command, Path folder, ChildEnvironment environment, ProcessLog log)
            throws IOException {
        Process process =
                builder(command, folder, environment).redirectErrorStream(true).start();
        return new ChildProcess(process, process.getInputStream(), log);
    }

    private static ProcessBuilder builder(List<String> command, Path folder, ChildEnvironment environment) {
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
        return process.getOutputStream();
    }

    /** What it writes, if it is an answering one. */
    public InputStream output() {
        return process.getInputStream();
    }

    /** Gives an order, a line on its standard input; one that has ended hears none, which its end shows. */
    public void order(String order) {
        try {
            input().write((order + "\n").getBytes(StandardCharsets.US_ASCII));
            input().flush();
        } catch (IOException e) {
            log.line("[onset] order " + order + " was not heard: " + e.getMessage());
        }
    }

    public boolean isAlive() {
        tree.look();
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** Waits for its end; false when it goes on. */
    public boolean ends(long millis) throws InterruptedException {
        return process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    /** Its exit status, once it has ended; what it said is in the log then. */
    public int exit() {
        try {
            int status = process.waitFor();
            listener.join(GRACE.toMillis()); // what it started may hold its output open
            return status;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return process.isAlive() ? -1 : process.exitValue();
        }
    }

    /** Whether an exit status is that of a process which a signal ended. */
    public static boolean isKilled(int status) {
        return status > SIGNALS;
    }

    /** An exit status in words. */
    public static String words(int status) {
        return isKilled(status) ? "was killed by signal " + (status - SIGNALS) : "ended with exit status " + status;
    }

    /** How it ended, in words; waits a moment for its end and its last lines. */
    public String ending() {
        try {
            return ends(GRACE.toMillis()) ? words(exit()) : "closed its standard output and goes on";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "ended";
        }
    }

    /** Asks it and everything it has started to end, and kills what is left after a while. */
    public void end(Duration grace) {
        tree.end(grace.toMillis());
        closeInput();
    }

    /** Ends it at once, with everything it has started. */
    public void kill() {
        tree.end(0);
    }

    /** Closes its standard input, gives it a moment to end, and kills what is left. */
    @Override
    public void close() {
        tree.remember();
        closeInput();
        try {
            ends(GRACE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kill();
    }

    private void closeInput() {
        try {
            input().close();
        } catch (IOException e) {
            // it has ended
        }
    }
}
