package dev.onset.infra.store;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.store.LocalFiles;
import dev.onset.store.ObjectKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One owner for each study of a data directory: a lock of the operating system, which ends with its process however that
 * ends, so a crash leaves nothing to clean up.
 *
 * <p>Who holds it is written beside the lock, not into it: on POSIX systems closing any other handle of the locked file would
 * release the lock.
 */
public final class StudyLock implements AutoCloseable {
    /** Locks of this process; guards itself. */
    private static final Set<Path> HELD = new HashSet<>();

    private final Path file;
    private final FileChannel channel;
    private final FileLock lock;

    private StudyLock(Path file, FileChannel channel, FileLock lock) {
        this.file = file;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes the lock or fails at once.
     *
     * @throws OnsetException {@code STUDY_LOCKED}, naming process, host and since when
     */
    public static StudyLock acquire(Path dataDirectory, String study) {
        ObjectKey name = new ObjectKey(study);
        if (study.contains("/")) {
            throw new IllegalArgumentException("a study is one name, not '" + study + "'");
        }
        Path folder = dataDirectory.resolve("locks");
        try {
            Files.createDirectories(folder);
            synchronized (HELD) {
                return acquire(folder.toRealPath().resolve(name + ".lock"), dataDirectory, study);
            }
        } catch (IOException e) {
            throw LocalFiles.failure("locking study " + study + " in " + dataDirectory, folder, e);
        }
    }

    /**
     * Whether some process owns the study now; writes nothing. For its brief moment the question itself counts as an owner to
     * a process that starts just then.
     */
    public static boolean isHeld(Path dataDirectory, String study) {
        Path file = dataDirectory.resolve("locks").resolve(new ObjectKey(study) + ".lock");
        synchronized (HELD) {
            try {
                if (!Files.exists(file)) {
                    return false;
                }
                // never open the file while this process holds it: closing it again would release the lock
                if (HELD.contains(file.toRealPath())) {
                    return true;
                }
                // shared, for which the right to read is enough
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                        FileLock probe = tryLock(channel, true)) {
                    return probe == null;
                }
            } catch (AccessDeniedException e) {
                // another user's, closed to us: what stands beside it tells, unless its process was killed
                return Files.exists(holderFile(file));
            } catch (IOException e) {
                throw LocalFiles.failure("asking who holds study " + study + " in " + dataDirectory, file, e);
            }
        }
    }

    /**
     * Who says that they own the study, without asking for the lock, so that a start is never in the way of whoever only looks
     * again and again. A process that was killed still says so.
     */
    public static Optional<Holder> holder(Path dataDirectory, String study) {
        Path file = dataDirectory.resolve("locks").resolve(new ObjectKey(study) + ".lock");
        try {
            return Holder.of(Files.readString(holderFile(file)).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Who owns a study.
     *
     * @param here whether it is a process of this machine
     */
    public record Holder(long process, boolean here) {
        private static final Pattern WORDS = Pattern.compile("process (\\d{1,18}) on (.+) since \\S+");

        private static Optional<Holder> of(String words) {
            Matcher holder = WORDS.matcher(words);
            return holder.matches()
                    ? Optional.of(new Holder(
                            Long.parseLong(holder.group(1)), holder.group(2).equals(host())))
                    : Optional.empty();
        }

        /** Whether a process of this machine with that number is alive. */
        public boolean lives() {
            return here && ProcessHandle.of(process).map(ProcessHandle::isAlive).orElse(false);
        }
    }

    private static StudyLock acquire(Path file, Path dataDirectory, String study) throws IOException {
        if (!HELD.add(file)) {
            throw locked(file, dataDirectory, study);
        }
        FileChannel channel = null;
        boolean kept = false;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel, false);
            if (lock == null) {
                throw locked(file, dataDirectory, study);
            }
            Files.writeString(holderFile(file), holder());
            StudyLock held = new StudyLock(file, channel, lock);
            kept = true;
            return held;
        } finally {
            if (!kept) {
                HELD.remove(file);
                if (channel != null) {
                    channel.close();
                }
            }
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel, boolean shared) throws IOException {
        try {
            return channel.tryLock(0, Long.MAX_VALUE, shared);
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** Releases the lock; releasing twice is no error and touches no later owner's. */
    @Override
    public void close() {
        synchronized (HELD) {
            if (!lock.isValid()) {
                return;
            }
            try (channel) {
                Files.deleteIfExists(holderFile(file));
                lock.release();
            } catch (IOException e) {
                throw LocalFiles.failure("releasing " + file, file, e);
            } finally {
                HELD.remove(file);
            }
        }
    }

    private static OnsetException locked(Path file, Path dataDirectory, String study) {
        String holder;
        try {
            holder = Files.readString(holderFile(file)).strip();
        } catch (IOException e) {
            holder = "a process that has not yet said who it is";
        }
        return new OnsetException(
                ErrorCode.STUDY_LOCKED,
                "study " + study + " in " + dataDirectory + " is in use by " + holder + "; nothing was changed; "
                        + ErrorCode.STUDY_LOCKED.nextAction());
    }

    private static Path holderFile(Path file) {
        return file.resolveSibling(file.getFileName() + ".holder");
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "this host";
        }
    }

    private static String holder() {
        return "process " + ProcessHandle.current().pid() + " on " + host() + " since "
                + Instant.now().truncatedTo(ChronoUnit.SECONDS) + "\n";
    }
}
