package dev.onset.store;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * Asks a store, before anything is entrusted to it, whether it refuses to create a key twice. Commit logs rest on that; a
 * store that ignores the condition would let two workers overwrite each other in silence.
 *
 * <p>A crash leaves one small object below {@code probe/}, which nothing reads.
 */
public final class StoreProbe {
    private static final ObjectKey ROOT = new ObjectKey("probe");

    private StoreProbe() {}

    /** @throws OnsetException {@code STORE_UNSAFE} when the store overwrites, loses or alters what was created */
    public static void require(ObjectStore store) {
        ObjectKey key = ROOT.resolve(UUID.randomUUID().toString());
        byte[] first = "first".getBytes(StandardCharsets.US_ASCII);
        byte[] second = "second".getBytes(StandardCharsets.US_ASCII);
        try {
            require(
                    store,
                    store.create(key, ObjectStore.Content.of(first)) == ObjectStore.Creation.CREATED,
                    "said that a new key existed");
            require(
                    store,
                    store.create(key, ObjectStore.Content.of(second)) == ObjectStore.Creation.EXISTED,
                    "accepted a second conditional create of one key");
            byte[] found = SmallObjects.read(store, key, 64).orElse(new byte[0]);
            require(store, Arrays.equals(found, first), "did not return what was created first");
            require(store, store.list(ROOT).contains(key), "does not list a key it has just created");
        } finally {
            deleteQuietly(store, key);
        }
    }

    private static void require(ObjectStore store, boolean holds, String fault) {
        if (!holds) {
            throw new OnsetException(
                    ErrorCode.STORE_UNSAFE,
                    store.describe() + " " + fault + "; two workers could overwrite each other's checkpoints, so it"
                            + " is not used; " + ErrorCode.STORE_UNSAFE.nextAction());
        }
    }

    private static void deleteQuietly(ObjectStore store, ObjectKey key) {
        try {
            store.delete(key);
        } catch (OnsetException e) {
            // the verdict stands; the leftover is harmless
        }
    }
}
