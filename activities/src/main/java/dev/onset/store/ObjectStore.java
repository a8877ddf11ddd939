package dev.onset.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Object storage as Onset needs it. Every method may be called from any thread.
 *
 * <p><b>Durability.</b> When a put returns, the object survives loss of power. A put that throws
 * {@link dev.onset.contracts.OnsetException} with {@code STORE_UNAVAILABLE} or {@code COMMIT_UNKNOWN} may or may not have
 * taken effect; readers never see part of an object. A crash leaves at most temporary files that no key names.
 *
 * <p>No object lies below another: where {@code a/b} is an object, {@code a} and {@code a/b/c} are not.
 */
public interface ObjectStore extends AutoCloseable {
    /** Content of known size that can be read again, so that a store can retry. */
    interface Content {
        long size();

        InputStream open() throws IOException;

        static Content of(byte[] bytes) {
            return new BytesContent(bytes);
        }

        static Content of(Path file) throws IOException {
            return new FileContent(file, java.nio.file.Files.size(file));
        }
    }

    /** What a conditional create did. */
    enum Creation {
        CREATED,
        /** The key was taken; what it holds is unchanged. */
        EXISTED
    }

    /** Creates an object exclusively: of any number of callers, in any processes, exactly one is told {@code CREATED}. */
    Creation create(ObjectKey key, Content content);

    /** Writes an object whatever was there. Only for content-addressed blobs under repair and for hints. */
    void replace(ObjectKey key, Content content);

    /** Opens an object, or empty when there is none. The caller closes the stream. */
    Optional<InputStream> open(ObjectKey key);

    /** Size in bytes, or empty when there is no such object. */
    Optional<Long> size(ObjectKey key);

    /** Keys below {@code prefix} (a whole-segment prefix), ascending. */
    List<ObjectKey> list(ObjectKey prefix);

    /** Removes an object; removing an absent one is no error. */
    void delete(ObjectKey key);

    /** One line for messages and provenance, without secrets. */
    String describe();

    @Override
    void close();
}
