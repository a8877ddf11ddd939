package dev.onset.evaluate;

/** Answers what a classifier says about rows of features. Not thread-safe; one for each thread. */
public interface Evaluator extends AutoCloseable {
    /** Features of one row. */
    int features();

    /** Classes, the logits of one row. */
    int classes();

    /**
     * Evaluates rows. A row's logits depend neither on the rows beside it nor on its place.
     *
     * @param rows [count x features], row-major
     * @param out receives [count x classes]
     * @throws dev.onset.contracts.OnsetException MODEL_INVALID when an output is not finite
     */
    void logits(float[] rows, int count, float[] out);

    @Override
    void close();
}
