package dev.onset.infra.store;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.pulse.Pulse;
import dev.onset.store.CrashPoints;
import dev.onset.store.LocalFiles;
import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Objects as files below one folder, for one machine or a file system with hard links that several machines mount.
 *
 * <h2>How a put becomes durable</h2>
 *
 * <p>The content is written to a file in {@code .tmp}, which no key can name, and synced. Create gives it its final name by a
 * hard link, which fails when the name is taken, in any process; replace renames over it. Then the folder is synced, and the
 * temporary name removed. So a name leads either to nothing or to the whole, durable content. Being told {@code EXISTED} also
 * waits for the folder: whoever created it may not have synced it yet.
 *
 * <p>A crash leaves at most a file in {@code .tmp}. Such leftovers are removed at open when they are older than an hour;
 * should their writer be merely asleep, it fails to link and says so, and nothing incomplete appears.
 *
 * <p>A file system that cannot hard-link is refused at open with {@code STORE_UNSAFE}. The root may be a symbolic link;
 * links below it are refused.
 */
public final class FileSystemObjectStore implements ObjectStore {
    private static final Logger log = LoggerFactory.getLogger(FileSystemObjectStore.class);
    private static final Duration LEFTOVER_AGE = Duration.ofHours(1);
    private static final String TEMPORARY = ".tmp";

    private final Path root;
    private final Path temporary;
    private final StoreFolders folders;

    /** Opens the store, creating its folder where missing, and checks that it can keep its promises. */
    public FileSystemObjectStore(Path root) {
        try {
            Files.createDirectories(root);
            this.root = root.toRealPath();
            this.temporary = this.root.resolve(TEMPORARY);
            this.folders = new StoreFolders(this.root);
            syncUpwards(this.root);
            folders.ensure(temporary);
            sweep(Instant.now().minus(LEFTOVER_AGE));
        } catch (IOException e) {
            throw notWritable(root, e);
        }
        requireHardLinks();
    }

    private FileSystemObjectStore(Path root, StoreFolders folders) {
        this.root = root;
        this.temporary = root.resolve(TEMPORARY);
        this.folders = folders;
    }

    /**
     * Opens an existing store for looking at it, which takes no more than the right to read: nothing is created, swept or
     * tried. Writing fails where the folder does not allow it.
     */
    public static FileSystemObjectStore reading(Path root) {
        try {
            Path real = root.toRealPath();
            return new FileSystemObjectStore(real, new StoreFolders(real));
        } catch (IOException e) {
            throw LocalFiles.failure("opening the store " + root, root, e);
        }
    }

    @Override
    public Creation create(ObjectKey key, Content content) {
        Path target = path(key);
        Path file = temporaryFile();
        try {
            if (isObject(target)) {
                DurableFiles.syncFolder(folder(target));
                return Creation.EXISTED;
            }
            write(file, content);
            CrashPoints.BEFORE_LINK.pass();
            return link(key, file, target);
        } catch (IOException e) {
            throw LocalFiles.failure("creating " + key + " in " + describe(), file, e);
        } finally {
            DurableFiles.deleteQuietly(file);
        }
    }

    private Creation link(ObjectKey key, Path file, Path target) throws IOException {
        Creation creation = Creation.CREATED;
        try {
            place(target, () -> Files.createLink(target, file));
        } catch (FileAlreadyExistsException e) {
            if (!isObject(target)) {
                throw e;
            }
            creation = Creation.EXISTED;
        }
        CrashPoints.AFTER_LINK.pass();
        try {
            DurableFiles.syncFolder(folder(target));
        } catch (IOException e) {
            throw new OnsetException(
                    ErrorCode.COMMIT_UNKNOWN,
                    key + " is in " + describe() + " but may not survive a loss of power: " + e.getMessage(),
                    e);
        }
        return creation;
    }

    private interface Placing {
        void run() throws IOException;
    }

    private void place(Path target, Placing placing) throws IOException {
        folders.ensure(folder(target));
        try {
            placing.run();
        } catch (NoSuchFileException e) {
            // someone removed empty folders behind us
            folders.forget();
            folders.ensure(folder(target));
            placing.run();
        }
    }

    @Override
    public void replace(ObjectKey key, Content content) {
        Path target = path(key);
        Path file = temporaryFile();
        try {
            write(file, content);
            place(
                    target,
                    () -> Files.move(
                            file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING));
            DurableFiles.syncFolder(folder(target));
        } catch (IOException e) {
            throw LocalFiles.failure("replacing " + key + " in " + describe(), file, e);
        } finally {
            DurableFiles.deleteQuietly(file);
        }
    }

    @Override
    public Optional<InputStream> open(ObjectKey key) {
        Path file = path(key);
        try {
            return isObject(file)
                    ? Optional.of(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw LocalFiles.failure("opening " + key + " in " + describe(), file, e);
        }
    }

    @Override
    public Optional<Long> size(ObjectKey key) {
        Path file = path(key);
        try {
            return isObject(file) ? Optional.of(Files.size(file)) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw LocalFiles.failure("looking at " + key + " in " + describe(), file, e);
        }
    }

    @Override
    public List<ObjectKey> list(ObjectKey prefix) {
        Path start = path(prefix);
        if (!Files.isDirectory(start, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        List<ObjectKey> keys = new ArrayList<>();
        try {
            Files.walkFileTree(start, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    Pulse.current().tick(); // a network file system may take minutes
                    if (attributes.isRegularFile()) {
                        key(file).ifPresent(keys::add);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                    if (e instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw e;
                }
            });
        } catch (IOException e) {
            throw LocalFiles.failure("listing " + prefix + " in " + describe(), start, e);
        }
        keys.sort(null);
        return keys;
    }

    @Override
    public void delete(ObjectKey key) {
        Path file = path(key);
        try {
            if (isObject(file) && Files.deleteIfExists(file)) {
                DurableFiles.syncFolder(folder(file));
            }
        } catch (IOException e) {
            throw LocalFiles.failure("deleting " + key + " in " + describe(), file, e);
        }
    }

    @Override
    public String describe() {
        return "folder " + root;
    }

    @Override
    public void close() {
        // nothing is held open
    }

    private static void write(Path file, Content content) throws IOException {
        long written;
        try (InputStream in = content.open()) {
            written = DurableFiles.write(file, in);
        }
        if (written != content.size()) {
            throw new OnsetException(
                    ErrorCode.DATA_INVALID,
                    "content announced with " + content.size() + " bytes had " + written
                            + "; nothing was stored; leave the file alone meanwhile");
        }
    }

    /** Removes what crashed writers left. Safe beside live ones: only old files, and a writer that lost one fails to link. */
    void sweep(Instant before) throws IOException {
        int swept = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(temporary)) {
            for (Path file : files) {
                try {
                    if (Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
                                    .toInstant()
                                    .isBefore(before)
                            && Files.deleteIfExists(file)) {
                        swept++;
                    }
                } catch (NoSuchFileException e) {
                    log.debug("{} was removed by its writer meanwhile", file);
                }
            }
        }
        if (swept > 0) {
            log.info("removed {} leftover(s) of crashed writers from {}", swept, temporary);
        }
    }

    private void requireHardLinks() {
        Path file = temporaryFile();
        Path linked = temporaryFile();
        try {
            Files.createFile(file);
        } catch (IOException e) {
            throw notWritable(root, e);
        }
        try {
            Files.createLink(linked, file);
            requireRefusal(linked, file);
        } catch (UnsupportedOperationException | IOException e) {
            if (e instanceof IOException io) {
                OnsetException failure = LocalFiles.failure("linking in " + describe(), file, io);
                if (failure.code() == ErrorCode.DISK_FULL) {
                    throw failure;
                }
            }
            throw new OnsetException(
                    ErrorCode.STORE_UNSAFE,
                    describe() + " is on a file system without hard links, so it cannot create a file exclusively: " + e
                            + "; nothing was stored; use a local disk or an S3 store",
                    e);
        } finally {
            DurableFiles.deleteQuietly(file);
            DurableFiles.deleteQuietly(linked);
        }
    }

    private static OnsetException notWritable(Path root, IOException e) {
        if (!LocalFiles.isForbidden(e)) {
            return LocalFiles.failure("opening the store " + root, root, e);
        }
        return new OnsetException(
                ErrorCode.STORE_REFUSED,
                "the store " + root + " is not writable for this process: " + e
                        + "; nothing was stored; what is there can be looked at (status, report, why, verify);"
                        + " give --data a folder that may be written",
                e);
    }

    private void requireRefusal(Path linked, Path file) throws IOException {
        try {
            Files.createLink(linked, file);
        } catch (FileAlreadyExistsException e) {
            return;
        }
        throw new IOException("a second link of one name was accepted");
    }

    /** The folders above a new root must be durable too; those of others are not ours to open. */
    private static void syncUpwards(Path root) {
        for (Path at = root; at != null; at = at.getParent()) {
            try {
                DurableFiles.syncFolder(at);
            } catch (IOException e) {
                return;
            }
        }
    }

    private boolean isObject(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    private Path path(ObjectKey key) {
        Path path = root.resolve(key.value());
        if (!path.normalize().equals(path) || !path.startsWith(root)) {
            throw new IllegalStateException("key " + key + " leaves the store");
        }
        folders.refuseLinks(path);
        return path;
    }

    private Optional<ObjectKey> key(Path file) {
        String name = root.relativize(file).toString().replace('\\', '/');
        try {
            return Optional.of(new ObjectKey(name));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Path folder(Path file) {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IllegalStateException(file + " has no folder");
        }
        return parent;
    }

    private Path temporaryFile() {
        return temporary.resolve(ProcessHandle.current().pid() + "-" + UUID.randomUUID());
    }
}
