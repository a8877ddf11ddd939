package dev.onset.grokkingstudy;

/** One run of a grid: what determines its bits, and how its training opens. */
interface Cell {
    /** Name within the study, part of messages and reports. */
    String name();

    /** A record or map with everything that determines the training's bits. */
    Object identity();

    /** The training at step 0. */
    VectorTraining open();

    /** Seconds of a step on one core, about. */
    double secondsPerStep();

    /** Numbers in a checkpoint. */
    long stateLength();
}
