package dev.onset.report;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.store.LocalFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Puts a rendered report where people open it.
 *
 * <p>Files are written to a folder beside the target, which is then renamed over it. A crash leaves the old report or the new
 * one, whole; between the two renames, for which no file system offers one step, the old report stands under {@code
 * .NAME.old} and the next write restores or removes it. Nothing is forced to disk: a report can always be copied again from
 * the store.
 */
public final class ReportFolder {
    /** What a report consists of, with what desktops leave in folders. */
    private static final Pattern OWN = Pattern.compile(
            "(cells/[a-z0-9-]+/)?(index\\.html|outcome\\.json|csv|csv/[a-z0-9-]+\\.csv|(csv/)?(\\.DS_Store|desktop\\.ini))"
                    + "|cells|cells/[a-z0-9-]+(\\.html)?|cells/(\\.DS_Store|desktop\\.ini)");

    /** What a report wrote lies no deeper, so what lies there it did not write. */
    private static final int DEEPEST = 5;

    private ReportFolder() {}

    /**
     * Refuses a folder that {@link #write} would not replace, before any work is done for it: a file, the root, or a folder
     * that holds something no report wrote. Reads only.
     *
     * @throws OnsetException STUDY_INVALID
     */
    public static void check(Path folder) {
        Path target = target(folder);
        if (target.getParent() == null || Files.exists(target) && !Files.isDirectory(target)) {
            throw refused(folder + " is not a folder that a report can go to");
        }
        try (Stream<Path> inside = Files.isDirectory(target) ? Files.walk(target, DEEPEST) : Stream.empty()) {
            inside.filter(p -> !p.equals(target)
                            && !OWN.matcher(target.relativize(p).toString().replace('\\', '/'))
                                    .matches())
                    .findFirst()
                    .ifPresent(p -> {
                        throw refused(p + " was not written by a report, and the whole folder would be replaced");
                    });
        } catch (IOException | UncheckedIOException e) {
            throw refused(folder + " cannot be read (" + e + ")");
        }
    }

    /** Where links lead: the folder itself is replaced, a link to it stays. */
    private static Path target(Path folder) {
        try {
            return Files.exists(folder, LinkOption.NOFOLLOW_LINKS)
                    ? folder.toRealPath()
                    : folder.toAbsolutePath().normalize();
        } catch (IOException e) {
            throw refused(folder + " is a link that leads nowhere");
        }
    }

    private static OnsetException refused(String what) {
        return new OnsetException(
                ErrorCode.STUDY_INVALID, "report: " + what + "; nothing was changed; give another folder");
    }

    /**
     * Writes the folder, replacing an older report.
     *
     * @param files content by relative path
     * @throws OnsetException STUDY_INVALID as in {@link #check}; DISK_FULL or FOLDER_UNUSABLE when the folder cannot be
     *     written; the older report stays
     */
    public static void write(Map<String, byte[]> files, Path folder) {
        check(folder);
        Path target = target(folder);
        Path parent = Objects.requireNonNull(target.getParent(), "a checked folder has a parent");
        Path fresh = parent.resolve("." + target.getFileName() + ".new");
        Path old = parent.resolve("." + target.getFileName() + ".old");
        try {
            recover(target, old);
            delete(fresh);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                if (!OWN.matcher(file.getKey()).matches()) {
                    throw refused("it names a file '" + file.getKey().replaceAll("[^\\x20-\\x7e]", "?")
                            + "' that no report has");
                }
                Path path = fresh.resolve(file.getKey());
                Files.createDirectories(path.getParent() == null ? fresh : path.getParent());
                Files.write(path, file.getValue());
            }
            if (Files.exists(target)) {
                Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
            }
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
            delete(old);
        } catch (IOException e) {
            throw failed(target, parent, e);
        }
    }

    /** Undoes or completes what a crash left: a report that stands only under its old name comes back. */
    private static void recover(Path target, Path old) throws IOException {
        if (Files.exists(old) && !Files.exists(target)) {
            Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
        }
        delete(old);
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            List<Path> paths;
            try (Stream<Path> walk = Files.walk(folder)) {
                paths = walk.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path path : paths) {
                Files.delete(path);
            }
        }
    }

    private static OnsetException failed(Path target, Path parent, IOException e) {
        return new OnsetException(
                LocalFiles.isFull(parent.resolve("any"), e) ? ErrorCode.DISK_FULL : ErrorCode.FOLDER_UNUSABLE,
                "report: writing " + target + " failed (" + e
                        + "); an older report stays; give another folder or free space",
                e);
    }
}
