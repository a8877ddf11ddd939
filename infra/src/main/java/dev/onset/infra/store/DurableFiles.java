package dev.onset.infra.store;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** Writes and directory entries that survive loss of power, whatever the thread's interrupt status. */
final class DurableFiles {
    private static final boolean WINDOWS =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
    private static final int BUFFER = 1 << 16;

    private DurableFiles() {}

    /**
     * Copies a stream to a new file and syncs it. A stream and not a channel: a channel would be closed by an interrupt, and
     * cancelled activities are interrupted.
     *
     * @return bytes written
     */
    static long write(Path file, InputStream in) throws IOException {
        try (FileOutputStream out = new FileOutputStream(file.toFile())) {
            byte[] buffer = new byte[BUFFER];
            long written = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
                written += n;
            }
            out.getFD().sync();
            return written;
        }
    }

    /** Makes the entries of a folder durable. Windows has no such call and journals them itself. */
    static void syncFolder(Path folder) throws IOException {
        if (WINDOWS) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                    channel.force(true);
                    return;
                } catch (ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // what is left over is removed once it is old
        }
    }
}
