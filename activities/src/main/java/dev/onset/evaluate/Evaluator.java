package dev.onset.evaluate;

import java.util.List;

/** Answers what a classifier says about rows of features. Not thread-safe; one for each thread. */
public interface Evaluator extends AutoCloseable {
    /** What {@link #batch} is where an evaluator does not care. */
    int USUAL_BATCH = 1024;

    /** Features of one row. */
    int features();

    /** Shape of one row as the network takes it; its features alone where that is not told. */
    default List<Integer> shape() {
        return List.of(features());
    }

    /** Classes, the logits of one row. */
    int classes();

    /** Where it runs, for operators: one short word. */
    default String device() {
        return "cpu";
    }

    /** Rows that it is best asked about at once, by who has many; any other number is answered too, to the same bits. */
    default int batch() {
        return USUAL_BATCH;
    }

    /**
     * Evaluates rows. The bits of a row's logits depend neither on the rows beside it nor on its place nor on how many there
     * are.
     *
     * @param rows at least [count x features], row-major
     * @param count rows to evaluate; 0 is allowed
     * @param out receives [count x classes], row-major; the rest stays
     * @throws dev.onset.contracts.OnsetException {@code MODEL_INVALID} when an output is not finite or the model fails; what
     *     {@code out} then holds is undefined
     */
    void logits(float[] rows, int count, float[] out);

    /**
     * Evaluates a sample under masks, as {@link #logits} does the rows that they stand for. Whoever is far from here expands
     * the masks there.
     *
     * @param masks bit-packed, {@link MaskedSample#words} longs each
     * @param count masks to evaluate, from the first; 0 is allowed
     * @param out receives [count x classes], row-major; the rest stays
     */
    default void masked(MaskedSample sample, long[] masks, int count, float[] out) {
        logits(sample.rows(masks, count), count, out);
    }

    /** Frees native memory; closing twice is no error. */
    @Override
    void close();
}
