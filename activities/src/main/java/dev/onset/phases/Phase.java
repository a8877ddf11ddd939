package dev.onset.phases;

/** How far a run has come. */
public enum Phase {
    /** The orders of interactions have not fallen yet. */
    BEFORE("before"),
    /** They have fallen and do not rise yet. */
    FIRST("phase 1"),
    /** They have fallen and rise: over-fitted features are being learned. */
    SECOND("phase 2");

    private final String shown;

    Phase(String shown) {
        this.shown = shown;
    }

    /** As lists of studies show it. */
    public String shown() {
        return shown;
    }
}
