package dev.onset.spectrum;

/** A game that answers on any masks, for one or more outputs at once. Not thread-safe. */
public interface MaskValues {
    /** Number of players n. */
    int players();

    /** Scalar outputs that one evaluation gives. */
    int outputs();

    /** Masks that it is best asked about at once, by who has many; any other number is answered too. */
    default int batch() {
        return 1024;
    }

    /**
     * Evaluates masks.
     *
     * @param masks [count x words], words = ceil(n / 64): bit i of a mask is set when player i is present
     * @param values receives [output][count], from index 0
     */
    void evaluate(long[] masks, int count, double[][] values);
}
