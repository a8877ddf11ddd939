package dev.onset.workflows;

import dev.onset.contracts.RunPlan;
import dev.onset.contracts.RunRef;
import dev.onset.contracts.StudyPlan;
import dev.onset.contracts.StudyRef;
import io.temporal.activity.ActivityInterface;

/** Reads the study from the store and says what it will do. Reads only. */
@ActivityInterface
public interface PlanActivities {
    StudyPlan planStudy(StudyRef study);

    RunPlan planRun(RunRef run);
}
