package dev.onset.stages;

import dev.onset.contracts.LiveReading;

/** Tells somebody outside that a run has entered another phase. */
public interface Notices {
    /** Nobody is to be told. */
    Notices NOBODY = (study, run, fingerprint, reading) -> "nobody is told: the workers have no notice address";

    /**
     * @param fingerprint of the study
     * @return what was done, in words
     * @throws dev.onset.contracts.OnsetException NOTICE_FAILED where nobody took it
     */
    String tell(String study, String run, String fingerprint, LiveReading reading);
}
