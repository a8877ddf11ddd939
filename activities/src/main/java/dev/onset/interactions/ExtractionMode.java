package dev.onset.interactions;

/** How the interactions of a game are extracted. */
public enum ExtractionMode {
    /** AND and OR interactions of least absolute sum, with a certified bound. The default. */
    SPARSE,
    /** AND interactions alone, by the exact transform; nothing is minimised. */
    HARSANYI,
    /**
     * The published optimiser (momentum subgradient descent at its authors' settings), for comparison. It stops far above
     * the optimum; {@link Extraction#gap()} says how far at most.
     */
    AUTHORS_SGD
}
