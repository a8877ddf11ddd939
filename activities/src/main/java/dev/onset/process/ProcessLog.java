package dev.onset.process;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a process says, secrets hidden: its last lines at hand, and all of it in a file if one is given, which makes place for the next
 * when it is full, so that no more than two of them lie there. Lines are cut where they are long. Safe for several threads.
 */
public final class ProcessLog {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessLog.class);
    private static final int LONGEST_LINE = 2_000;

    /** More of a line is read than is kept, since half of a secret is no longer known for what it is. */
    private static final int READ_LINE = 3 * LONGEST_LINE;

    private static final int LONGEST_LAST = 400;
    private static final int LAST = 12;

    private final Optional<Path> file;
    private final long cap;
    private final UnaryOperator<String> mask;
    private final Deque<String> last = new ArrayDeque<>();
    private boolean failed;

    /** Of last lines alone. */
    public ProcessLog(UnaryOperator<String> mask) {
        this(Optional.empty(), 0, mask);
    }

    /**
     * @param cap bytes of one file
     * @param mask hides secrets
     */
    public ProcessLog(Path file, long cap, UnaryOperator<String> mask) {
        this(Optional.of(file), cap, mask);
    }

    private ProcessLog(Optional<Path> file, long cap, UnaryOperator<String> mask) {
        this.file = file;
        this.cap = cap;
        this.mask = mask;
    }

    /** Takes everything a process writes until it ends, on a thread of its own. */
    Thread follow(InputStream output) {
        Thread thread = new Thread(() -> read(output), "onset-process-log");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void read(InputStream output) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
            StringBuilder line = new StringBuilder();
            for (int c = lines.read(); c >= 0; c = lines.read()) {
                if (c == '\n' || c == '\r') { // progress bars end their lines with the latter
                    add(line);
                } else if (line.length() < READ_LINE) {
                    line.append((char) c);
                }
            }
            add(line);
        } catch (IOException e) {
            LOG.debug("the output of a process ended: {}", e.toString());
        }
    }

    private void add(StringBuilder line) {
        String text = line.toString().stripTrailing();
        line.setLength(0);
        if (!text.isEmpty()) {
            line(text);
        }
    }

    /** Adds a line. */
    public synchronized void line(String text) {
        String masked = cut(mask.apply(text), LONGEST_LINE);
        last.addLast(cut(masked, LONGEST_LAST).replaceAll("\\p{Cntrl}", " "));
        if (last.size() > LAST) {
            last.removeFirst();
        }
        try {
            if (file.isPresent()) {
                write(file.get(), masked + "\n");
            }
        } catch (IOException e) {
            if (!failed) {
                LOG.warn("the log of a process cannot be kept, its last lines only: {}", e.toString());
            }
            failed = true; // a full disk shows where its work is written
        }
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }

    private void write(Path file, String text) throws IOException {
        if (Files.exists(file) && Files.size(file) > cap) {
            Files.move(file, before(file), StandardCopyOption.REPLACE_EXISTING);
        }
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static Path before(Path file) {
        return file.resolveSibling(file.getFileName() + ".1");
    }

    /** Its last lines, for a message. */
    public synchronized String lastLines() {
        return last.isEmpty() ? "it said nothing" : "its last lines: " + String.join(" | ", last);
    }

    public synchronized boolean isEmpty() {
        return last.isEmpty();
    }

    /** The end of what is in its file, of so many bytes at most. */
    public synchronized byte[] end(int most) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Path part : file.map(now -> List.of(before(now), now)).orElse(List.of())) {
            if (Files.exists(part)) {
                Files.copy(part, all);
            }
        }
        byte[] bytes = all.toByteArray();
        return Arrays.copyOfRange(bytes, Math.max(0, bytes.length - most), bytes.length);
    }
}
