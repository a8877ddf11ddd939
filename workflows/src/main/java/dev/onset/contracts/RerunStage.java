package dev.onset.contracts;

/** What an operator can have done again. */
public enum RerunStage {
    /** Every observation, then fit and report. */
    OBSERVE,
    /** Fit and report. */
    FIT,
    /** The report alone. */
    REPORT;

    /** Whether doing this stage again does another one again, too. */
    public boolean covers(RerunStage other) {
        return compareTo(other) <= 0;
    }
}
