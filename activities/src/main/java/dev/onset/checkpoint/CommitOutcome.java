package dev.onset.checkpoint;

import dev.onset.contracts.OnsetException;

/** What became of a commit. Nothing is lost in any case: blobs stay, manifests are never overwritten. */
public sealed interface CommitOutcome {
    /**
     * The checkpoint is in the log by this attempt's doing.
     *
     * @param readBack the store's answer was lost and the log was read to learn this
     */
    record Committed(CommittedCheckpoint checkpoint, boolean readBack) implements CommitOutcome {}

    /**
     * The log already holds this step with this content.
     *
     * @param byAnother another attempt committed it since this one opened the log: this attempt is a zombie or has one, and
     *     the one that is behind should yield
     */
    record AlreadyCommitted(CommittedCheckpoint checkpoint, boolean byAnother) implements CommitOutcome {}

    /**
     * Another attempt took the number; this attempt must yield and commits no more.
     *
     * @param winner what took the place
     * @param divergent the log holds this very step with other content: training is not deterministic, stop with
     *     {@code CHECKPOINT_DIVERGED}
     */
    record Fenced(String winner, boolean divergent) implements CommitOutcome {}

    /** The store could not be asked; committing the same again resolves it. */
    record Unknown(OnsetException cause) implements CommitOutcome {}
}
