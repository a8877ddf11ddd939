package dev.onset.workflows;

/** Task queues, one per resource. */
public final class Queues {
    /** Workflow tasks; every worker polls it. */
    public static final String WORKFLOWS = "onset";

    public static final String TRAIN = "train";
    public static final String OBSERVE = "observe";
    public static final String FIT = "fit";

    private Queues() {}
}
