package dev.onset.phases.control;

import ai.onnxruntime.OrtEnvironment;
import dev.onset.store.ObjectStore;
import io.temporal.workflow.Workflow;
import org.nd4j.linalg.factory.Nd4j;

/** Science that knows too much; the rules have to catch each. */
public final class ImpureScience {
    public String measure(ObjectStore store) {
        return store.describe() + Workflow.currentTimeMillis() + OrtEnvironment.getEnvironment() + Nd4j.ones(1);
    }
}
