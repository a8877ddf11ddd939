package dev.onset.checkpoint;

import dev.onset.store.BlobRef;
import dev.onset.store.Digest;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A checkpoint that the commit log names.
 *
 * @param run fingerprint of the training trajectory
 * @param number place in the log, from 1, in the order of commit
 * @param step training step
 * @param parts part name to blob
 * @param manifest SHA-256 of the manifest's bytes
 */
public record CommittedCheckpoint(
        String run, long number, long step, SortedMap<String, BlobRef> parts, String manifest) {
    public CommittedCheckpoint {
        Digest.require(run);
        Digest.require(manifest);
        parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
    }

    /** Whether other parts hold the same network, by what both say of it; where they do not, only their bytes tell. */
    boolean isSameNetwork(Map<String, BlobRef> others) {
        BlobRef identity = parts.get(CheckpointFormat.IDENTITY);
        return identity != null && identity.equals(others.get(CheckpointFormat.IDENTITY));
    }

    /** The named part; a checkpoint that lacks it was not written by this version. */
    public BlobRef part(String name) {
        BlobRef ref = parts.get(name);
        if (ref == null) {
            throw new IllegalArgumentException(
                    "checkpoint at step " + step + " has no part '" + name + "' but " + parts.keySet());
        }
        return ref;
    }
}
