package dev.onset.supervised;

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
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a process wrote to its standard output and error: kept in a file, which makes place for the next when it is full, so that
 * no more than two of them lie there; its last lines at hand. Lines are cut where they are long. Safe for several threads.
 */
final class ProcessLog {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessLog.class);
    private static final int LONGEST_LINE = 2_000;
    private static final int LAST = 12;

    private final Path file;
    private final long cap;
    private final UnaryOperator<String> mask;
    private final Deque<String> last = new ArrayDeque<>();
    private boolean failed;

    /** @param cap bytes of one file */
    ProcessLog(Path file, long cap, UnaryOperator<String> mask) {
        this.file = file;
        this.cap = cap;
        this.mask = mask;
    }

    /** Takes everything a process writes until it ends, on a thread of its own. */
    Thread follow(InputStream output) {
        Thread thread = new Thread(() -> read(output), "onset-trainer-log");
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
                } else if (line.length() < LONGEST_LINE) {
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
    synchronized void line(String text) {
        String masked = mask.apply(text);
        last.addLast(masked);
        if (last.size() > LAST) {
            last.removeFirst();
        }
        try {
            write(masked + "\n");
        } catch (IOException e) {
            if (!failed) {
                LOG.warn("the log of a training cannot be kept, its last lines only: {}", e.toString());
            }
            failed = true; // a full disk shows where the training itself is written
        }
    }

    private void write(String text) throws IOException {
        if (Files.exists(file) && Files.size(file) > cap) {
            Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Its last lines, for a message. */
    synchronized String lastLines() {
        return last.isEmpty() ? "it wrote nothing" : "its last lines: " + String.join(" | ", last);
    }

    synchronized boolean isEmpty() {
        return last.isEmpty();
    }

    /** Its end, of so many bytes at most. */
    synchronized byte[] end(int most) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Path part : List.of(file.resolveSibling(file.getFileName() + ".1"), file)) {
            if (Files.exists(part)) {
                Files.copy(part, all);
            }
        }
        byte[] bytes = all.toByteArray();
        return Arrays.copyOfRange(bytes, Math.max(0, bytes.length - most), bytes.length);
    }
}
