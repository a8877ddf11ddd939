package dev.onset.workflows;

import dev.onset.contracts.PinRequest;
import dev.onset.contracts.StageRoute;
import io.temporal.activity.ActivityInterface;

/** What any worker of a queue does at once, whatever else it is busy with. */
@ActivityInterface
public interface WorkerActivities {
    /**
     * Pins a stage of a study to this worker's numeric profile, unless it is pinned or was begun under another.
     *
     * @return where its work goes from now on
     */
    StageRoute pin(PinRequest request);

    /** Nothing: that it is answered shows that somebody serves the queue. */
    void here();
}
