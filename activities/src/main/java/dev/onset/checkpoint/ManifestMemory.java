package dev.onset.checkpoint;

import dev.onset.store.ObjectKey;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The manifests of one run that were read before. They never change, so whoever reads the log again asks for the new ones
 * only. Damaged ones are not remembered. Safe for several threads.
 */
public final class ManifestMemory {
    private final ConcurrentMap<ObjectKey, byte[]> manifests = new ConcurrentHashMap<>();

    Optional<byte[]> find(ObjectKey key) {
        return Optional.ofNullable(manifests.get(key));
    }

    /** Forgets all of them: who trains builds on what the store has now. */
    public void forget() {
        manifests.clear();
    }

    void remember(ObjectKey key, byte[] manifest) {
        manifests.put(key, manifest);
    }
}
