package dev.onset.kind;

import dev.onset.numeric.Profile;
import dev.onset.store.Fingerprint;
import dev.onset.workflows.Queues;
import java.io.IOException;

/** How the checkpoints of one study come to be. Safe for several threads; opens as many trainings as it has slots. */
public interface Trainer {
    /** Trainings that one process can carry at once; more than one only where they share no native state or thread. */
    default int slots() {
        return 1;
    }

    /** Where its segments wait for a worker. */
    default String queue() {
        return Queues.TRAIN;
    }

    /** How long a training segment goes on before it ends at a commit or resume point, in seconds. */
    int segmentSeconds();

    /** Between two resume points, in seconds; 0 spaces them by what they cost. */
    default int commitSeconds() {
        return 0;
    }

    /** What decides the bits of a training in this process, besides its settings; libraries are loaded to find out. */
    Profile profile(StageContext context);

    /**
     * The profile by whose name workers serve it: one that {@link Kind#profiles} lists. Another than its own where a worker can
     * tell its own only from the study; the worker that gets the work checks then whether it may do it.
     */
    default Profile served(Profile profile) {
        return profile;
    }

    /**
     * What determines the bits of a run's checkpoints up to any step: not how long it goes on, not when it is observed.
     *
     * @param profile identity of the one under which the run is trained, here or elsewhere
     */
    Fingerprint trajectory(RunPoint point, String profile);

    /** Opens the training of a run at step 0. */
    ResumableTraining open(StageContext context, RunPoint point) throws IOException;

    /** What training a run costs, about. */
    Cost cost(RunPoint point);

    /**
     * A training's cost.
     *
     * @param checkpointBytes bytes of one checkpoint
     * @param secondsPerThousandSteps training time on one core
     */
    record Cost(long checkpointBytes, double secondsPerThousandSteps) {
        /** Of a training that only its own program knows. */
        public static final Cost UNKNOWN = new Cost(0, 0);
    }
}
