package dev.onset.stages;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.Experiment;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.StudySpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The experiment drivers a worker has, by the record each serves. */
public final class Drivers {
    private final Map<Class<? extends Experiment>, ExperimentDriver> byKind = new HashMap<>();

    public Drivers(List<ExperimentDriver> drivers) {
        for (ExperimentDriver driver : drivers) {
            if (byKind.put(driver.kind(), driver) != null) {
                throw new IllegalArgumentException(
                        "two drivers serve " + driver.kind().getSimpleName());
            }
        }
    }

    public ExperimentDriver of(StudySpec spec) {
        ExperimentDriver driver = byKind.get(spec.experiment().getClass());
        if (driver == null) {
            throw new OnsetException(
                    ErrorCode.STUDY_INVALID,
                    "kind: no driver of this worker serves experiment kind "
                            + spec.experiment().kind() + "; nothing was written");
        }
        return driver;
    }
}
