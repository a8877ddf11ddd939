package dev.onset.contracts;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * What a study trains, observes and fits. Each kind names its trainer, its observable and its phase model; what
 * implements a kind registers under its name on the activities' side. Workflows never look inside.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = TwoPhase.class, name = TwoPhase.KIND),
    @JsonSubTypes.Type(value = GrokkingCubic.class, name = GrokkingCubic.KIND),
    @JsonSubTypes.Type(value = GrokkingModular.class, name = GrokkingModular.KIND)
})
public sealed interface Experiment permits TwoPhase, GrokkingCubic, GrokkingModular {
    /** The name that selects the implementation, as the study file writes it. */
    String kind();

    /** The steps at which every run commits and is observed. */
    CheckpointSpec checkpoints();
}
