package dev.onset.checkpoint;

import dev.onset.contracts.OnsetException;

/** What became of a resume point. */
public sealed interface ResumeOutcome {
    /** It is in the log by this attempt's doing. */
    record Written(ResumePoint point) implements ResumeOutcome {}

    /**
     * Another attempt at the same training is at work, and this one should yield; what it wrote is as good as what this one
     * would have.
     *
     * @param winner what took the place
     */
    record Fenced(String winner) implements ResumeOutcome {}

    /** The store could not be asked; the next resume point resolves it. */
    record Unknown(OnsetException cause) implements ResumeOutcome {}
}
