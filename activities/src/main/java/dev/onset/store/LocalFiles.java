package dev.onset.store;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;

/** What a failed write to a local disk means. */
public final class LocalFiles {
    private LocalFiles() {}

    /**
     * A coded failure of a store that lies on a disk: {@code DISK_FULL} when space or quota ran out, {@code STORE_REFUSED} where
     * rights or a read-only file system stand against it, else {@code STORE_UNAVAILABLE}.
     */
    public static OnsetException failure(String what, Path where, IOException cause) {
        return failure(what, where, cause, isForbidden(cause) ? ErrorCode.STORE_REFUSED : ErrorCode.STORE_UNAVAILABLE);
    }

    /**
     * A coded failure of a temporary file of this worker's own: {@code DISK_FULL} when space or quota ran out, else
     * {@code FOLDER_UNUSABLE}.
     */
    public static OnsetException scratchFailure(String what, Path where, IOException cause) {
        return failure(what, where, cause, ErrorCode.FOLDER_UNUSABLE);
    }

    private static OnsetException failure(String what, Path where, IOException cause, ErrorCode otherwise) {
        boolean full = isFull(where, cause);
        return new OnsetException(
                full ? ErrorCode.DISK_FULL : otherwise,
                what + " failed: " + (full ? "no space is left on the disk" : cause.toString())
                        + "; nothing incomplete is visible",
                cause);
    }

    /** Removes a folder with everything in it, links as links; a missing one is no error. */
    public static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    public static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // a leftover is overwritten or swept later
        }
    }

    /** Whether rights, or a read-only file system, stand against it: no retry can help. */
    public static boolean isForbidden(IOException cause) {
        String text = String.valueOf(cause.getMessage());
        return cause instanceof AccessDeniedException
                || text.contains("Read-only file system")
                || text.contains("Operation not permitted");
    }

    /** Whether a write failed because space or quota ran out. */
    public static boolean isFull(Path where, IOException cause) {
        String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (text.contains("no space left") || text.contains("quota exceeded") || text.contains("not enough space")) {
            return true;
        }
        // the message is localised on some systems: ask the disk
        try {
            Path parent = where.toAbsolutePath().getParent();
            return parent != null && Files.getFileStore(parent).getUsableSpace() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
