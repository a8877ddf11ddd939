package dev.onset.grokking;

/** Phases of feature learning, by where the neurons' overlaps lie (arXiv 2310.03789, section 3). */
public enum CubicPhase {
    /** All neurons fluctuate about q = 0 (GFL). */
    GAUSSIAN,
    /** Some neurons, the droplets, align with the teacher (GMFL-I). */
    MIXED,
    /** All neurons align (GMFL-II). */
    SPECIALISED
}
