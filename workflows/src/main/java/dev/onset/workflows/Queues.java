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

    private static final String PIN = ".p-";
    private static final String PRESENCE = ".here";

    /** Those that serve activities, before anything is pinned. */
    public static final List<String> ACTIVITIES = List.of(PLAN, TRAIN, OBSERVE, OBSERVE_GPU, FIT);

    private Queues() {}

    /**
     * Where work waits for workers of one numeric profile.
     *
     * @param queue of the stage, such as {@code train}
     * @param tag of the profile, such as {@code 1a2b3c4d}
     */
    public static String pinned(String queue, String tag) {
        return queue + PIN + tag;
    }

    /** The queue of the stage that a queue belongs to, such as {@code train} of {@code train.p-1a2b3c4d}. */
    public static String base(String queue) {
        int pin = queue.indexOf(PIN);
        return pin < 0 ? queue : queue.substring(0, pin);
    }

    /**
     * Where a worker of a queue answers at once, though it is busy. A stage's own queue carries nothing that lasts.
     */
    public static String presence(String queue) {
        return queue.contains(PIN) || queue.equals(PLAN) ? queue + PRESENCE : queue;
    }
}
