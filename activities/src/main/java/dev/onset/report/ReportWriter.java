package dev.onset.report;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Writes a report's folder: {@code index.html}, {@code outcome.json} and {@code csv/*.csv}.
 *
 * <p>Everything is rendered in memory, written to a folder beside the target and then renamed over it. A crash leaves the
 * old report or the new one, whole; between the two renames, for which no file system offers one step, the old report
 * stands under {@code .NAME.old} and the next write restores or removes it.
 */
public final class ReportWriter {
    private ReportWriter() {}

    /** The files of a report by relative path: what a store keeps, and what {@link #write} puts on disk. */
    public static Map<String, byte[]> render(TwoPhaseReport report) {
        Map<String, byte[]> files = new TreeMap<>();
        try {
            String outcome = OutcomeJson.of(report);
            CsvTables.of(report)
                    .forEach((name, text) -> files.put("csv/" + name, text.getBytes(StandardCharsets.UTF_8)));
            files.put("outcome.json", outcome.getBytes(StandardCharsets.UTF_8));
            files.put("index.html", new Page(report).render().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new OnsetException(ErrorCode.INTERNAL, "report: rendering in memory failed: " + e.getMessage(), e);
        }
        return files;
    }

    /**
     * Writes the folder, replacing an older report.
     *
     * @return the digest over all numbers, as in {@code outcome.json}
     * @throws OnsetException DISK_FULL or STORE_UNAVAILABLE when the folder cannot be written; the older report stays
     */
    public static String write(TwoPhaseReport report, Path folder) {
        Map<String, byte[]> files = render(report);
        Path target = folder.toAbsolutePath().normalize();
        Path parent = target.getParent();
        if (parent == null) {
            throw new OnsetException(ErrorCode.STUDY_INVALID, "report: " + folder + " is no folder a report can go to");
        }
        Path fresh = parent.resolve("." + target.getFileName() + ".new");
        Path old = parent.resolve("." + target.getFileName() + ".old");
        try {
            recover(target, old);
            delete(fresh);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
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
        return ReportDigest.of(report);
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
        boolean full;
        try {
            full = Files.getFileStore(parent).getUsableSpace() < 1 << 20;
        } catch (IOException unknown) {
            full = false;
        }
        return new OnsetException(
                full ? ErrorCode.DISK_FULL : ErrorCode.STORE_UNAVAILABLE,
                "report: writing " + target + " failed (" + e
                        + "); an older report stays; give another folder or free space",
                e);
    }
}
