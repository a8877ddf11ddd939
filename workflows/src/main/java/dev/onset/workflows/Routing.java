package dev.onset.workflows;

import dev.onset.contracts.PinRequest;
import dev.onset.contracts.StageRoute;
import dev.onset.contracts.StudyRef;
import io.temporal.workflow.Workflow;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where the work of each stage goes: to the workers of the numeric profile that the stage is pinned to. A stage that is not is
 * pinned, once, by the first worker that serves it.
 */
final class Routing {
    private final StudyRef study;
    private final Presence presence;
    private final Map<String, StageRoute> pinned = new TreeMap<>();
    private final Set<String> pinning = new HashSet<>();

    Routing(StudyRef study, Presence presence) {
        this.study = study;
        this.presence = presence;
    }

    /**
     * Where a stage's work goes; waits for a worker to pin it, where nobody has.
     *
     * @param planned as planning knew it
     * @throws io.temporal.failure.ActivityFailure where it could not be pinned
     */
    StageRoute of(String stage, StageRoute planned) {
        if (planned.pinned()) {
            return planned;
        }
        Workflow.await(() -> !pinning.contains(stage));
        StageRoute known = pinned.get(stage);
        return known != null ? known : pin(stage, planned);
    }

    private StageRoute pin(String stage, StageRoute unpinned) {
        WorkerActivities worker =
                Workflow.newActivityStub(WorkerActivities.class, StageOptions.pin(unpinned.queue(), stage));
        pinning.add(stage);
        try {
            StageRoute route = presence.during(stage, unpinned, () -> worker.pin(new PinRequest(study, stage)));
            pinned.put(stage, route);
            return route;
        } finally {
            pinning.remove(stage);
        }
    }
}
