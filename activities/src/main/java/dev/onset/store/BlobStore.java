package dev.onset.store;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.pulse.Pulse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Content-addressed blobs under {@code blobs/sha256/<2 hex>/<hex>}.
 *
 * <p>Content is streamed. What {@link #fetch} or {@link #bytes} hands out has been hashed in full: damage is found before
 * use. A crash during {@link #put} leaves either the whole blob or nothing; a crash during {@link #fetch} leaves a
 * {@code .part} file beside the target, which the next fetch overwrites.
 */
public final class BlobStore {
    /** What is known of a blob. */
    public enum State {
        INTACT,
        MISSING,
        CORRUPT
    }

    private static final Logger log = LoggerFactory.getLogger(BlobStore.class);
    private static final int READ_ATTEMPTS = 3;

    private final ObjectStore store;
    private final Function<BlobRef, ObjectKey> keys;
    private final boolean looking;

    public BlobStore(ObjectStore store) {
        this(store, BlobRef::key);
    }

    /**
     * Blobs that are kept elsewhere, such as those that one owner may delete.
     *
     * @param keys where a blob is
     */
    public BlobStore(ObjectStore store, Function<BlobRef, ObjectKey> keys) {
        this(store, keys, false);
    }

    private BlobStore(ObjectStore store, Function<BlobRef, ObjectKey> keys, boolean looking) {
        this.store = store;
        this.keys = keys;
        this.looking = looking;
    }

    /** Whether these are the blobs of one who only looks. */
    public boolean isLooking() {
        return looking;
    }

    /**
     * The same blobs for one who shows them and keeps nothing that is made of them: archives are not hashed, which is most of
     * what a look costs; see {@link #fetchArchive}.
     */
    public BlobStore looking() {
        return new BlobStore(store, keys, true);
    }

    /**
     * Stores content durably. When the blob is already there it is hashed, and rewritten if its content is not what its
     * name says.
     */
    public BlobRef put(ObjectStore.Content content) {
        BlobRef ref = refOf(content);
        ObjectStore.Content checked = new CheckedContent(content, ref);
        CrashPoints.BEFORE_BLOB.pass();
        if (store.create(keys.apply(ref), checked) == ObjectStore.Creation.EXISTED && inspect(ref) != State.INTACT) {
            log.warn("{} in {} did not hold what its name says; rewriting it", keys.apply(ref), store.describe());
            store.replace(keys.apply(ref), checked);
        }
        CrashPoints.AFTER_BLOB.pass();
        return ref;
    }

    public BlobRef put(byte[] bytes) {
        return put(ObjectStore.Content.of(bytes));
    }

    /** The name that content would have, without storing it. */
    public static BlobRef refOf(ObjectStore.Content content) {
        try (InputStream in = new TickingStream(content.open(), Pulse.current())) {
            return new BlobRef(Digest.sha256(in), content.size());
        } catch (IOException e) {
            throw new OnsetException(
                    ErrorCode.FOLDER_UNUSABLE, "content to be stored cannot be read: " + e + "; nothing was stored", e);
        }
    }

    /** Copies a blob to a file, which appears under its name only after its hash was found right. */
    public void fetch(BlobRef ref, Path target) {
        fetch(ref, target, true);
    }

    /**
     * As {@link #fetch}, of an archive whose entries have checksums that its reader compares: of a store that is only looked at,
     * its size alone is checked here.
     */
    public void fetchArchive(BlobRef ref, Path target) {
        fetch(ref, target, !looking);
    }

    private void fetch(BlobRef ref, Path target, boolean hashed) {
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try {
            read(ref, hashed, () -> Files.newOutputStream(part));
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw LocalFiles.scratchFailure("writing " + target, part, e);
        } finally {
            LocalFiles.deleteQuietly(part);
        }
    }

    /**
     * A small blob in memory, hashed.
     *
     * @param maxSize the most bytes the caller is prepared to hold; a larger blob is refused before reading
     */
    public byte[] bytes(BlobRef ref, int maxSize) {
        if (ref.size() > maxSize) {
            throw new OnsetException(
                    ErrorCode.STORE_CORRUPT,
                    keys.apply(ref) + " is said to have " + ref.size() + " bytes; at most " + maxSize
                            + " are expected here, so it was not read");
        }
        ByteArrayOutputStream[] last = new ByteArrayOutputStream[1];
        try {
            read(ref, true, () -> last[0] = new ByteArrayOutputStream((int) ref.size()));
        } catch (IOException e) {
            throw new OnsetException(ErrorCode.INTERNAL, "memory cannot fail: " + e.getMessage(), e);
        }
        return last[0].toByteArray();
    }

    /** Existence and size only: cheap, and enough to decide what to read; reading then verifies. */
    public State glance(BlobRef ref) {
        Optional<Long> size = store.size(keys.apply(ref));
        if (size.isEmpty()) {
            return State.MISSING;
        }
        return size.get() == ref.size() ? State.INTACT : State.CORRUPT;
    }

    /** Reads the whole blob and hashes it. */
    public State inspect(BlobRef ref) {
        try {
            read(ref, true, OutputStream::nullOutputStream);
            return State.INTACT;
        } catch (OnsetException e) {
            if (e.code() == ErrorCode.STORE_CORRUPT) {
                return State.CORRUPT;
            }
            if (e.code() == ErrorCode.STORE_MISSING) {
                return State.MISSING;
            }
            throw e;
        } catch (IOException e) {
            throw new OnsetException(ErrorCode.INTERNAL, "the null stream cannot fail: " + e.getMessage(), e);
        }
    }

    private interface Sink {
        OutputStream open() throws IOException;
    }

    /** An exception while writing to the sink; it is the caller's business, not the store's. */
    private void read(BlobRef ref, boolean hashed, Sink sink) throws IOException {
        for (int attempt = 1; ; attempt++) {
            InputStream opened = store.open(keys.apply(ref))
                    .orElseThrow(() -> new OnsetException(
                            ErrorCode.STORE_MISSING,
                            keys.apply(ref) + " is not in " + store.describe()
                                    + "; whoever needs it must recompute it"));
            try (InputStream in = opened;
                    OutputStream out = sink.open()) {
                String problem = copy(ref, hashed, in, out);
                if (problem.isEmpty()) {
                    return;
                }
                throw new OnsetException(
                        ErrorCode.STORE_CORRUPT,
                        keys.apply(ref) + " in " + store.describe() + " " + problem + "; it was not used");
            } catch (SourceFailure e) {
                if (attempt >= READ_ATTEMPTS) {
                    throw unreadable(ref, e);
                }
            }
        }
    }

    /** A server whose disk lost a byte cuts the stream without saying why; one that still answers is not down. */
    private OnsetException unreadable(BlobRef ref, SourceFailure failure) {
        if (glance(ref) == State.MISSING) {
            return new OnsetException(ErrorCode.STORE_MISSING, keys.apply(ref) + " vanished while it was read");
        }
        return new OnsetException(
                ErrorCode.STORE_CORRUPT,
                keys.apply(ref) + " in " + store.describe() + " broke off " + READ_ATTEMPTS
                        + " times while the store answers otherwise: " + failure.getMessage() + "; it was not used",
                failure);
    }

    private static String copy(BlobRef ref, boolean hashed, InputStream in, OutputStream out) throws IOException {
        Digest.Running digest = new Digest.Running();
        byte[] buffer = new byte[Digest.BUFFER];
        long seen = 0;
        for (int n = next(in, buffer); n >= 0; n = next(in, buffer)) {
            seen += n;
            if (seen > ref.size()) {
                return "has more than the " + ref.size() + " bytes it should have";
            }
            if (hashed) {
                digest.update(buffer, 0, n);
            }
            out.write(buffer, 0, n);
        }
        if (seen != ref.size()) {
            return "has " + seen + " bytes instead of " + ref.size();
        }
        if (!hashed) {
            return "";
        }
        String found = digest.finish();
        return found.equals(ref.sha256()) ? "" : "has content of digest " + found;
    }

    private static int next(InputStream in, byte[] buffer) throws SourceFailure {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw new SourceFailure(e);
        }
    }

    /** A failed read of the store, kept apart from a failed write of the target. */
    private static final class SourceFailure extends IOException {
        private static final long serialVersionUID = 1L;

        SourceFailure(IOException cause) {
            super(String.valueOf(cause.getMessage()), cause);
        }
    }
}
