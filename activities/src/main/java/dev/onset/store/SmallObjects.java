package dev.onset.store;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Whole reads of small objects, capped so that a damaged or hostile store cannot exhaust the heap. */
public final class SmallObjects {
    private SmallObjects() {}

    private static final int ATTEMPTS = 3;

    /**
     * The object's bytes, or empty when there is none.
     *
     * @throws OnsetException {@code STORE_CORRUPT} when it is larger than {@code cap} bytes, or breaks off again and again
     *     while the store answers otherwise; {@code STORE_UNAVAILABLE} when the store does not answer
     */
    public static Optional<byte[]> read(ObjectStore store, ObjectKey key, int cap) {
        for (int attempt = 1; ; attempt++) {
            Optional<InputStream> opened = store.open(key);
            if (opened.isEmpty()) {
                return Optional.empty();
            }
            try (InputStream in = opened.get()) {
                byte[] bytes = in.readNBytes(cap + 1);
                if (bytes.length > cap) {
                    throw new OnsetException(
                            ErrorCode.STORE_CORRUPT,
                            key + " in " + store.describe() + " is larger than " + cap + " bytes; it was not read");
                }
                return Optional.of(bytes);
            } catch (IOException e) {
                if (attempt >= ATTEMPTS) {
                    throw brokenOff(store, key, e);
                }
            }
        }
    }

    /** A server whose disk lost a byte cuts the stream without saying why; one that still answers is not down. */
    private static OnsetException brokenOff(ObjectStore store, ObjectKey key, IOException cause) {
        boolean there = store.size(key).isPresent();
        return new OnsetException(
                there ? ErrorCode.STORE_CORRUPT : ErrorCode.STORE_UNAVAILABLE,
                "reading " + key + " from " + store.describe() + " broke off " + ATTEMPTS + " times: "
                        + cause.getMessage() + "; it was not used",
                cause);
    }
}
