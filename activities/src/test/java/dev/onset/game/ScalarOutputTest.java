package dev.onset.game;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.game.ObservationSpec.Output;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Scalar outputs of a network. */
@Tag("unit")
class ScalarOutputTest {
    /** How many of some random rows have log-odds that are the margins over the runner-up, and over the mean, to the last bit. */
    private static long same(int classes) {
        Random random = new Random(7);
        long same = 0;
        for (int row = 0; row < 1_000; row++) {
            float[] logits = new float[classes];
            for (int c = 0; c < classes; c++) {
                logits[c] = (float) (20 * random.nextGaussian());
            }
            int label = row % classes;
            int runnerUp = ScalarOutput.runnerUp(logits, 0, classes, label);
            double odds = ScalarOutput.of(Output.LOG_ODDS, logits, 0, classes, label, runnerUp);
            same += odds == ScalarOutput.of(Output.RUNNER_UP_MARGIN, logits, 0, classes, label, runnerUp)
                            && odds == ScalarOutput.of(Output.MEAN_MARGIN, logits, 0, classes, label, runnerUp)
                    ? 1
                    : 0;
        }
        return same;
    }

    @Test
    void logOddsOfOneOfTwoClasses_areItsMargin_soTheyAreLinear() {
        assertThat(same(2)).isEqualTo(1_000);
        assertThat(Output.LOG_ODDS.isLinear(2)).isTrue();
    }

    @Test
    void negativeControl_amongThreeClassesTheyAreNot() {
        assertThat(same(3)).isZero();
        assertThat(Output.LOG_ODDS.isLinear(3)).isFalse();
        assertThat(Output.RUNNER_UP_MARGIN.isLinear(3)).isTrue();
    }
}
