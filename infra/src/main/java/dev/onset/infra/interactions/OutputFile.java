package dev.onset.infra.interactions;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.store.LocalFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Where a result is written when a file is named for it. A file is replaced as a whole, by a fresh one renamed over it, so
 * that a crash leaves the old or the new; where the name is a symbolic link, the file it leads to is. What is no file (a
 * device, a pipe, one of the process's own streams) is written to and stays what it is.
 */
public final class OutputFile {
    private static final int MAX_LINKS = 40;

    /** Folders whose entries stand for open streams or devices: even a file reached through them is somebody's stream. */
    private static final Set<Path> STREAMS = Set.of(Path.of("/dev"), Path.of("/proc"));

    /** Writes the content. */
    @FunctionalInterface
    public interface Content {
        void write(OutputStream out) throws IOException;
    }

    private final Path name;
    private final Path target;
    private final boolean stream;

    private OutputFile(Path name, Path target, boolean stream) {
        this.name = name;
        this.target = target;
        this.stream = stream;
    }

    /**
     * Follows links and refuses, before anything is computed, what cannot be written. Writes nothing.
     *
     * @throws OnsetException STUDY_INVALID naming the folder that is missing or may not be written
     */
    public static OutputFile at(Path name) {
        try {
            Path at = name.toAbsolutePath();
            boolean stream = isStream(at);
            for (int links = 0; !stream && Files.isSymbolicLink(at); links++) {
                if (links == MAX_LINKS) {
                    throw invalid(name, "is a circle of links");
                }
                at = at.resolveSibling(Files.readSymbolicLink(at)).normalize();
                stream = isStream(at);
            }
            OutputFile file = new OutputFile(name, at, stream || Files.exists(at) && !Files.isRegularFile(at));
            file.check();
            return file;
        } catch (IOException e) {
            throw invalid(name, "cannot be looked at: " + e);
        }
    }

    private static boolean isStream(Path at) throws IOException {
        Path folder = at.getParent();
        return folder != null
                && Files.isDirectory(folder)
                && STREAMS.stream().anyMatch(folder.normalize()::startsWith)
                && !folder.normalize().startsWith("/dev/shm");
    }

    private void check() {
        if (stream) {
            if (Files.isDirectory(target) || !Files.exists(target) || !Files.isWritable(target)) {
                throw invalid(name, "is nothing that can be written to");
            }
            return;
        }
        Path folder = folder();
        if (!Files.isDirectory(folder)) {
            throw invalid(name, "lies in a folder that does not exist: " + folder + "; create it");
        }
        if (!Files.isWritable(folder)) {
            throw invalid(name, "lies in a folder that may not be written: " + folder);
        }
    }

    private Path folder() {
        Path folder = target.getParent();
        if (folder == null) {
            throw invalid(name, "is no file");
        }
        return folder;
    }

    /** Whether it is no file, so that what else is printed may end up in it. */
    public boolean isStream() {
        return stream;
    }

    /** A hidden file beside the target, for what is computed on the way; none beside a stream. */
    public Optional<Path> beside(String suffix) {
        return stream ? Optional.empty() : Optional.of(target.resolveSibling("." + target.getFileName() + suffix));
    }

    /**
     * Writes.
     *
     * @throws OnsetException DISK_FULL or STUDY_INVALID; a file that was there is what it was
     */
    public void write(Content content) {
        try {
            if (stream) {
                try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.APPEND)) {
                    content.write(out);
                }
                return;
            }
            Path fresh = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
            try {
                try (OutputStream out = Files.newOutputStream(fresh, StandardOpenOption.CREATE_NEW)) {
                    keepPermissions(fresh);
                    content.write(out);
                }
                Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException e) {
            throw failure("--out " + name, target, "; an older file there is as it was", e);
        }
    }

    private void keepPermissions(Path fresh) throws IOException {
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)
                && Files.getFileStore(target).supportsFileAttributeView("posix")) {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(target);
            Files.setPosixFilePermissions(fresh, permissions);
        }
    }

    /** A failure to write, with what stays. */
    static OnsetException failure(String what, Path file, String stays, IOException e) {
        return LocalFiles.isFull(file, e)
                ? new OnsetException(
                        ErrorCode.DISK_FULL, what + " cannot be written: no space is left on the disk" + stays, e)
                : new OnsetException(ErrorCode.STUDY_INVALID, what + " cannot be written: " + e + stays, e);
    }

    private static OnsetException invalid(Path name, String what) {
        return new OnsetException(
                ErrorCode.STUDY_INVALID, "--out " + name + " " + what + "; nothing was computed or written");
    }
}
