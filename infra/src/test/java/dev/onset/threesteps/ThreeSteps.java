package dev.onset.threesteps;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.onset.contracts.CheckpointSpec;
import dev.onset.contracts.Experiment;

/**
 * A study that no product needs: it shows that a kind is one package.
 *
 * @param start the number that training begins with
 */
@JsonTypeName(ThreeSteps.KIND)
record ThreeSteps(int start, CheckpointSpec checkpoints) implements Experiment {
    static final String KIND = "three-steps";

    @Override
    public String kind() {
        return KIND;
    }
}
