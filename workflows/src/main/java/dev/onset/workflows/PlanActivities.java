package dev.onset.workflows;

import dev.onset.contracts.ExtendRequest;
import dev.onset.contracts.RepinRequest;
import dev.onset.contracts.RunPlan;
import dev.onset.contracts.RunRef;
import dev.onset.contracts.StudyPlan;
import dev.onset.contracts.StudyRef;
import io.temporal.activity.ActivityInterface;

/** Reads the study from the store and says what it will do. */
@ActivityInterface
public interface PlanActivities {
    StudyPlan planStudy(StudyRef study);

    RunPlan planRun(RunRef run);

    /** Publishes a revision of the study that trains longer; writing the same revision again changes nothing. */
    StudyRef extend(ExtendRequest request);

    /** Publishes a revision of the study that ends at an earlier checkpoint of its schedule. */
    StudyRef shorten(ExtendRequest request);

    /** Begins the next generation of pins, without that of a stage; asked again, it answers the same. */
    StudyRef repin(RepinRequest request);
}
