package dev.onset.grokking.cubic;

/** Phases of feature learning, by where the neurons' overlaps lie (arXiv 2310.03789, section 3). */
public enum CubicPhase {
    /** All neurons fluctuate about q = 0 (GFL). */
    GAUSSIAN("Gaussian (GFL)"),
    /** Some neurons, the droplets, align with the teacher (GMFL-I). */
    MIXED("mixed (GMFL-I)"),
    /** All neurons align (GMFL-II). */
    SPECIALISED("specialised (GMFL-II)");

    private final String words;

    CubicPhase(String words) {
        this.words = words;
    }

    /** The phase with the paper's name for it. */
    public String words() {
        return words;
    }
}
