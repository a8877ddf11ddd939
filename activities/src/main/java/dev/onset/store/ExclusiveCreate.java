package dev.onset.store;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The outcome of creating a small object exclusively, with doubt resolved where it can be.
 *
 * <p>A create that fails may have taken effect: the answer was lost, or a gateway gave up after the store had committed. So
 * after such a failure the object is read back. Ours is there: {@link Confirmed}. Nothing is there: create again, which is
 * safe because it is conditional and a late first request can only lose or be the same content. The store does not answer:
 * {@link Unknown}, and whoever retries later asks again.
 */
public sealed interface ExclusiveCreate {
    /** Created by this call. */
    record Created() implements ExclusiveCreate {}

    /** A failed create turned out to have taken effect: what is there equals what was sent. */
    record Confirmed() implements ExclusiveCreate {}

    /** Taken before this call, by the same content. */
    record Same() implements ExclusiveCreate {}

    /** Taken by other content. */
    record Other(byte[] found) implements ExclusiveCreate {}

    /** The store could not be asked. */
    record Unknown(OnsetException cause) implements ExclusiveCreate {}

    /** Creates {@code key}; failures that are certain (disk full, a defect) are thrown. */
    static ExclusiveCreate make(ObjectStore store, ObjectKey key, byte[] content) {
        return new Claimant(store, key, content).run();
    }

    /** Tries again after failures of unknown effect, remembering that an earlier attempt may have succeeded. */
    final class Claimant {
        private static final int ATTEMPTS = 4;
        private static final long FIRST_PAUSE_MILLIS = 20;
        private static final int READ_CAP = 4 << 20;

        private final ObjectStore store;
        private final ObjectKey key;
        private final byte[] content;
        private boolean doubt;

        private Claimant(ObjectStore store, ObjectKey key, byte[] content) {
            this.store = store;
            this.key = key;
            this.content = content;
        }

        private ExclusiveCreate run() {
            for (int attempt = 1; ; attempt++) {
                try {
                    return once();
                } catch (OnsetException e) {
                    if (!ambiguous(e) && !doubt) {
                        throw e;
                    }
                    if (attempt >= ATTEMPTS || !pause(FIRST_PAUSE_MILLIS << (2 * (attempt - 1)))) {
                        return new Unknown(e);
                    }
                }
            }
        }

        private ExclusiveCreate once() {
            if (doubt) {
                Optional<byte[]> found = SmallObjects.read(store, key, READ_CAP);
                if (found.isPresent()) {
                    return compare(found.get());
                }
            }
            try {
                if (store.create(key, ObjectStore.Content.of(content)) == ObjectStore.Creation.CREATED) {
                    return new Created();
                }
            } catch (OnsetException e) {
                doubt |= ambiguous(e);
                throw e;
            }
            return compare(SmallObjects.read(store, key, READ_CAP)
                    .orElseThrow(() -> new OnsetException(
                            ErrorCode.STORE_UNAVAILABLE,
                            key + " in " + store.describe() + " is taken but cannot be read")));
        }

        private ExclusiveCreate compare(byte[] found) {
            if (!Arrays.equals(found, content)) {
                return new Other(found);
            }
            return doubt ? new Confirmed() : new Same();
        }

        private static boolean ambiguous(OnsetException e) {
            return e.code() == ErrorCode.STORE_UNAVAILABLE || e.code() == ErrorCode.COMMIT_UNKNOWN;
        }

        private static boolean pause(long millis) {
            try {
                Thread.sleep(millis);
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
