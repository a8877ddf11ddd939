package dev.onset.grid;

import java.util.function.LongConsumer;

/** A training whose whole state is one vector of doubles and a step. Confined to one thread. */
public interface VectorTraining {
    long step();

    void advance(long step, LongConsumer each);

    /** A copy of the state; counts are exact up to 2^53. */
    double[] state();

    /**
     * Takes up a state.
     *
     * @throws dev.onset.contracts.OnsetException STORE_CORRUPT when it is of another shape
     */
    void restore(long step, double[] state);

    /** What the present state shows; a record with a JSON form. */
    Object observe();
}
