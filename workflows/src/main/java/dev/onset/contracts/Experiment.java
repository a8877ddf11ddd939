package dev.onset.contracts;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * What a study trains, observes and fits. Each kind brings a record of its own, named by {@code @JsonTypeName}, and registers
 * it on the activities' side, where the JSON mappers learn it. Workflows never look inside.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
public interface Experiment {
    /** The name that selects the implementation, as the study file writes it. */
    String kind();

    /** The steps at which every run commits and is observed. */
    CheckpointSpec checkpoints();
}
