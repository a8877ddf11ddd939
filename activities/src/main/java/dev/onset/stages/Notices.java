package dev.onset.stages;

import dev.onset.contracts.Milestone;

/** Tells somebody outside that a run has reached a milestone. */
public interface Notices {
    /** Nobody is to be told. */
    Notices NOBODY = (study, run, fingerprint, milestone) -> "nobody is told: the workers have no notice address";

    /**
     * @param fingerprint of the study
     * @return what was done, in words
     * @throws dev.onset.contracts.OnsetException NOTICE_FAILED where nobody took it
     */
    String tell(String study, String run, String fingerprint, Milestone milestone);
}
