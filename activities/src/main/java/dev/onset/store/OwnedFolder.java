package dev.onset.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A temporary folder that belongs to this process: a lock of the operating system in it, which ends with the process however
 * that ends, says that its owner lives. So what a killed process left can be told from what an idle one keeps, however old
 * either is and whatever the clocks say. A crash leaves the folder, which the next {@link #sweep} removes.
 */
public final class OwnedFolder implements AutoCloseable {
    /** For an owner that has made its folder and not yet locked it. */
    static final Duration YOUNG = Duration.ofHours(1);

    /** Without a lock: of a process that was killed at once, or of a version that had none. */
    static final Duration LOCKLESS = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(OwnedFolder.class);
    private static final String LOCK = "owner.lock";

    /** Folders of this process, whose locks it must not open: closing them again would release them. Guards itself. */
    private static final Set<Path> OWN = new HashSet<>();

    private static final String PROCESS = "onset-process-";
    private static @Nullable OwnedFolder process;

    private final Path path;
    private final FileChannel lock;

    private OwnedFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Makes a folder of this name, and something behind it, in a parent that exists. */
    public static OwnedFolder create(Path parent, String prefix) throws IOException {
        synchronized (OWN) {
            Path path = Files.createTempDirectory(parent.toRealPath(), prefix);
            FileChannel lock =
                    FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            OWN.add(path);
            if (lock.tryLock() == null) {
                LOG.debug("somebody looks at the fresh {}", path);
            }
            return new OwnedFolder(path, lock);
        }
    }

    /**
     * A folder of this process among the machine's temporary files, made when first asked for and again when somebody cleaned
     * it away; it goes with the process, or is swept by the next one after a kill.
     */
    public static Path ofProcess() throws IOException {
        synchronized (OWN) {
            OwnedFolder folder = process;
            if (folder == null || !Files.isDirectory(folder.path)) {
                endProcess();
                Path temporary = Files.createDirectories(Path.of(System.getProperty("java.io.tmpdir", ".")));
                sweep(temporary, PROCESS, Instant.now());
                OwnedFolder fresh = create(temporary, PROCESS);
                process = fresh;
                if (folder == null) {
                    atEnd();
                }
                folder = fresh;
            }
            return folder.path;
        }
    }

    private static void atEnd() {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(OwnedFolder::endProcess, "onset-temporary-files"));
        } catch (IllegalStateException e) {
            LOG.debug("the process is ending: another sweeps its folder");
        }
    }

    private static void endProcess() {
        synchronized (OWN) {
            OwnedFolder folder = process;
            try {
                if (folder != null) {
                    folder.close();
                }
            } catch (IOException e) {
                LOG.debug("{} stays until another process sweeps it", folder.path);
            }
        }
    }

    public Path path() {
        return path;
    }

    /** Removes the folders of this name whose owner is dead. Safe beside live ones, in this process and in others. */
    public static void sweep(Path parent, String prefix, Instant now) throws IOException {
        synchronized (OWN) {
            try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent.toRealPath(), prefix + "*")) {
                for (Path folder : folders) {
                    try {
                        if (!OWN.contains(folder)) {
                            sweepOne(folder, Duration.between(modified(folder), now));
                        }
                    } catch (IOException e) {
                        LOG.debug("{} is not ours to remove: {}", folder, e.getMessage());
                    }
                }
            }
        }
    }

    private static Instant modified(Path folder) throws IOException {
        return Files.getLastModifiedTime(folder).toInstant();
    }

    private static void sweepOne(Path folder, Duration age) throws IOException {
        if (age.compareTo(YOUNG) < 0) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE);
                FileLock free = channel.tryLock()) {
            if (free != null) {
                LocalFiles.deleteTree(folder);
            }
        } catch (NoSuchFileException e) {
            if (age.compareTo(LOCKLESS) >= 0) {
                LocalFiles.deleteTree(folder);
            }
        }
    }

    /** Removes the folder with everything in it; removing twice is no error. */
    @Override
    public void close() throws IOException {
        synchronized (OWN) {
            try (lock) {
                LocalFiles.deleteTree(path);
            } finally {
                OWN.remove(path);
            }
        }
    }
}
