package dev.onset.phases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.OnsetException;
import dev.onset.phases.LiveVerdict.State;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
final class LiveVerdictTest {
    private final PhaseSeries run = new Synthetic().run(Synthetic::vee);

    @Test
    void phases_areEnteredInOrder_andTheSecondSoonAfterTheTurn() {
        List<State> states = states(run, run.checkpoints());
        assertThat(states).extracting(State::phase).isSorted();
        assertThat(states.get(0).phase()).isEqualTo(Phase.BEFORE);
        State entered = states.stream()
                .filter(s -> s.phase() == Phase.SECOND)
                .findFirst()
                .orElseThrow();
        assertThat(entered.step()).isBetween(316L, 1000L);
        assertThat(entered.words()).startsWith("phase 2: over-fitted features are being learned since about step 3");
    }

    @Test
    void gap_isOpenSinceTheCheckpointFromWhichItExceedsTwoPercentOfTheInitialLoss() {
        State last = states(run, run.checkpoints()).get(run.checkpoints() - 1);
        double[] train = LossCurves.means(run.trainLosses());
        double[] test = LossCurves.means(run.testLosses());
        int since = 0;
        while (test[since] - train[since] <= 0.02 * train[0]) {
            since++;
        }
        assertThat(last.gapOpenSince()).hasValue(run.steps()[since]);
        assertThat(last.words()).endsWith("the loss gap is open since step " + run.steps()[since]);
    }

    @Test
    void everyState_dependsOnItsPrefixOnly() {
        List<State> whole = states(run, run.checkpoints());
        for (int points = 1; points < run.checkpoints(); points++) {
            assertThat(states(run, points)).isEqualTo(whole.subList(0, points));
        }
    }

    @Test
    void recalledCheckpoints_countAsObservedOnes() {
        List<State> whole = states(run, run.checkpoints());
        double[] train = LossCurves.means(run.trainLosses());
        double[] test = LossCurves.means(run.testLosses());
        LiveVerdict live = new LiveVerdict(DetectorSpec.reference(), 1);
        for (int t = 0; t < run.checkpoints() - 1; t++) {
            live.recall(run.steps()[t], run.strengths()[t], train[t], OptionalDouble.of(test[t]));
        }
        int last = run.checkpoints() - 1;
        assertThat(live.observe(run.steps()[last], run.strengths()[last], train[last], OptionalDouble.of(test[last])))
                .isEqualTo(whole.get(last));
    }

    @Test
    void fallingPath_neverEntersTheSecondPhase() {
        PhaseSeries falling = new Synthetic().run(x -> 6 - x);
        assertThat(states(falling, falling.checkpoints())).noneMatch(s -> s.phase() == Phase.SECOND);
    }

    @Test
    void refusedObservation_leavesTheStateAsItWas() {
        LiveVerdict live = new LiveVerdict(DetectorSpec.reference(), 1);
        live.observe(0, run.strengths()[0], 2.3, OptionalDouble.empty());
        assertThatThrownBy(() -> live.observe(0, run.strengths()[0], 2.3, OptionalDouble.empty()))
                .isInstanceOf(OnsetException.class);
        assertThatThrownBy(() -> live.observe(10, run.strengths()[1], Double.NaN, OptionalDouble.empty()))
                .isInstanceOf(OnsetException.class);
        State next = live.observe(10, run.strengths()[1], 2.3, OptionalDouble.empty());
        assertThat(next.checkpoints()).isEqualTo(2);
        assertThat(next.gapOpenSince()).isEmpty();
    }

    private static List<State> states(PhaseSeries s, int points) {
        double[] train = LossCurves.means(s.trainLosses());
        double[] test = LossCurves.means(s.testLosses());
        LiveVerdict live = new LiveVerdict(DetectorSpec.reference(), 1);
        List<State> out = new ArrayList<>();
        for (int t = 0; t < points; t++) {
            out.add(live.observe(s.steps()[t], s.strengths()[t], train[t], OptionalDouble.of(test[t])));
        }
        return out;
    }
}
