package dev.onset.workflows;

import java.util.List;

/**
 * Task queues, one per resource. Workflows know of two: their own, and the one on which they plan and read, which is quick
 * and must never wait behind work that is not. Whoever plans names the others.
 */
public final class Queues {
    /** Workflow tasks; every worker polls it. */
    public static final String WORKFLOWS = "onset";

    /** Planning, readings of where a run stands, and notices. */
    public static final String PLAN = "plan";

    public static final String TRAIN = "train";
    public static final String OBSERVE = "observe";
    /** Observations on a GPU. */
    public static final String OBSERVE_GPU = "observe-gpu";

    public static final String FIT = "fit";

    /** Those that serve activities. */
    public static final List<String> ACTIVITIES = List.of(PLAN, TRAIN, OBSERVE, OBSERVE_GPU, FIT);

    private Queues() {}
}
