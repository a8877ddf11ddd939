package dev.onset.infra.study;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.infra.store.S3Files;
import dev.onset.kind.Sources;
import dev.onset.store.OwnedFolder;
import dev.onset.studyfile.StudyFile;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** The files around a study file: beside it, or in S3, whence they are fetched once a process. */
final class StudySources implements Sources {
    private static final int MOST = 100_000;
    private static final int DEEPEST = 8;

    private final StudyFile study;
    private final Map<String, String> environment;
    private final List<String> notes = new ArrayList<>();
    private final Map<String, Path> fetched = new HashMap<>();
    private @Nullable Path copies;

    StudySources(StudyFile study, Map<String, String> environment) {
        this.study = study;
        this.environment = environment;
    }

    List<String> notes() {
        return notes;
    }

    @Override
    public List<String> list(String folder) throws IOException {
        if (S3Files.isAddress(folder)) {
            try (S3Files files = S3Files.open(folder, environment)) {
                return files.list();
            }
        }
        Path path = study.resolve(folder);
        if (!Files.isDirectory(path)) {
            throw new OnsetException(
                    ErrorCode.DATA_INVALID,
                    study.origin() + ": folder " + folder + " does not exist (looked for " + path
                            + "); nothing was written");
        }
        try (Stream<Path> all = Files.walk(path, DEEPEST, FileVisitOption.FOLLOW_LINKS)) {
            List<String> names = all.filter(Files::isRegularFile)
                    .limit(MOST + 1L)
                    .map(file -> path.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
            if (names.size() > MOST) {
                throw new OnsetException(
                        ErrorCode.DATA_INVALID,
                        study.origin() + ": folder " + folder + " holds more than " + MOST
                                + " files; name one that holds the checkpoints alone; nothing was written");
            }
            return names;
        }
    }

    @Override
    public Path file(String role, String source) throws IOException {
        if (S3Files.isAddress(source)) {
            return copy(source);
        }
        Path path = study.resolve(source);
        if (Files.isDirectory(path)) {
            return packed(path);
        }
        if (!Files.isRegularFile(path)) {
            throw new OnsetException(
                    ErrorCode.DATA_INVALID,
                    study.origin() + ": " + role + " file " + source + " does not exist (looked for " + path + ")");
        }
        return path;
    }

    /** A folder travels as one archive; the same files give the same bytes. */
    private Path packed(Path folder) throws IOException {
        Path known = fetched.get(folder.toString());
        if (known != null) {
            return known;
        }
        List<String> names = list(folder.toString());
        if (names.stream().noneMatch(name -> name.matches("(?i).+/[^/]+\\.(png|jpe?g|bmp|gif)"))) {
            throw new OnsetException(
                    ErrorCode.DATA_INVALID,
                    study.origin() + ": " + folder
                            + " is a folder, and holds no images in folders named by their class;"
                            + " give a file; nothing was written");
        }
        Path target = Files.createTempDirectory(OwnedFolder.ofProcess(), "packed")
                .resolve(folder.toAbsolutePath().normalize().getFileName() + ".zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(target))) {
            zip.setLevel(Deflater.NO_COMPRESSION);
            for (String name : names) {
                ZipEntry entry = new ZipEntry(name);
                entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
                zip.putNextEntry(entry);
                Files.copy(folder.resolve(name), zip);
                zip.closeEntry();
            }
        }
        fetched.put(folder.toString(), target);
        return target;
    }

    /** Beneath one folder by its own name, so that files that belong together lie as they do there. */
    private Path copy(String source) throws IOException {
        Path known = fetched.get(source);
        if (known != null) {
            return known;
        }
        Path folder = copies == null ? Files.createTempDirectory(OwnedFolder.ofProcess(), "s3") : copies;
        copies = folder;
        Path target = folder.resolve(source.substring("s3://".length())).normalize();
        if (!target.startsWith(folder)) {
            throw new OnsetException(
                    ErrorCode.DATA_INVALID,
                    study.origin() + ": " + source + " is no name of a file; nothing was written");
        }
        try (S3Files files = S3Files.open(source, environment)) {
            files.fetch(target);
        }
        fetched.put(source, target);
        return target;
    }

    @Override
    public void note(String line) {
        if (!notes.contains(line)) { // the points of a grid share files
            notes.add(line);
        }
    }
}
