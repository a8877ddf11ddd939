package dev.onset.workflows;

import dev.onset.contracts.Device;

/** Task queues, one per resource. */
public final class Queues {
    /** Workflow tasks; every worker polls it. */
    public static final String WORKFLOWS = "onset";

    public static final String TRAIN = "train";
    public static final String OBSERVE = "observe";
    /** Observations on a GPU. */
    public static final String OBSERVE_GPU = "observe-gpu";

    public static final String FIT = "fit";

    /** Where observations on a device wait. */
    public static String observe(Device device) {
        return device == Device.CPU ? OBSERVE : OBSERVE_GPU;
    }

    private Queues() {}
}
