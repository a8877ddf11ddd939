package dev.onset.store;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Whole reads of small objects, capped so that a damaged or hostile store cannot exhaust the heap. */
public final class SmallObjects {
    private SmallObjects() {}

    /**
     * The object's bytes, or empty when there is none.
     *
     * @throws OnsetException {@code STORE_CORRUPT} when it is larger than {@code cap} bytes, {@code STORE_UNAVAILABLE} when
     *     reading fails
     */
    public static Optional<byte[]> read(ObjectStore store, ObjectKey key, int cap) {
        try {
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
            }
        } catch (IOException e) {
            throw new OnsetException(
                    ErrorCode.STORE_UNAVAILABLE,
                    "reading " + key + " from " + store.describe() + " failed: " + e.getMessage(),
                    e);
        }
    }
}
