package dev.onset.checkpoint;

import dev.onset.store.BlobRef;
import dev.onset.store.Digest;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The state of a training between two checkpoints, as the resume log names it.
 *
 * @param run fingerprint of the training trajectory
 * @param number place in the resume log, from 1
 * @param step training step
 * @param parts part name to content
 */
public record ResumePoint(String run, long number, long step, SortedMap<String, BlobRef> parts) {
    public ResumePoint {
        Digest.require(run);
        parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
    }
}
