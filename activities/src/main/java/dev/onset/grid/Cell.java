package dev.onset.grid;

import java.io.IOException;

/** One run of a grid: what determines its bits, and how its training opens. */
public interface Cell {
    /** Name within the study, part of messages and reports. */
    String name();

    /** A record or map with everything that determines the training's bits. */
    Object identity();

    /** The training at step 0. */
    VectorTraining open(CellInputs inputs) throws IOException;

    /** Seconds of a step on one core, about. */
    double secondsPerStep();

    /** Seconds on one core, about, to take up a checkpoint and observe it. */
    double secondsPerObservation();

    /** Bytes of an observation's document, about. */
    default long observationBytes() {
        return 2_000;
    }

    /** Numbers that the open training keeps in memory, besides the copies of its state. */
    long workLength();

    /** Bytes of memory, about: the open training, and its state as arrays, as one vector and as a file. */
    default long bytes() {
        return 8 * (workLength() + 3 * stateLength());
    }

    /** Numbers in a checkpoint. */
    long stateLength();
}
