package dev.onset.kind;

import dev.onset.numeric.JavaProfile;
import dev.onset.numeric.Profile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What is fitted to the observations of one study, and what is read of them while training goes on. */
public interface PhaseModel {
    /** Version of the fit's code, changed whenever its results change. */
    String version();

    /** What the fit depends on besides the observations; a record or a map. */
    Object parameters();

    /** What decides the bits of a fit in this process, besides its parameters. */
    default Profile profile() {
        return JavaProfile.current();
    }

    /** Fits the model to all runs, in the order of the study's points. */
    StageProduct fit(StageContext context, List<ObservedRun> runs, Path folder, StageProgress progress)
            throws IOException;

    /** Reads a run while it goes on; empty where there is nothing to read. */
    default Optional<LiveReader> reader(RunPoint point) {
        return Optional.empty();
    }
}
