package dev.onset.phases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.OnsetException;
import dev.onset.phases.OutputSensitivity.Output;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What stands beside a verdict: other outputs, other settings, other runs. */
@Tag("unit")
final class EvidenceTest {
    private static final DetectorSpec SPEC = DetectorSpec.reference();

    @Test
    void riseOfTheLogOddsAlone_isSaidToBeCarriedByTheirNonlinearity() {
        Output odds = output("LOG_ODDS", "log-odds", false, Synthetic::vee);
        Output flat = output("RUNNER_UP_MARGIN", "runner-up margin", true, x -> Math.max(3.2, 6 - x));
        Output rising = output("RUNNER_UP_MARGIN", "runner-up margin", true, Synthetic::vee);
        assertThat(new OutputSensitivity(List.of(odds, flat)).sentence().orElseThrow())
                .matches(
                        "the rise is carried by the log-odds nonlinearity: [12]\\.\\d\\d orders with log-odds, 0\\.\\d\\d"
                                + " with runner-up margin");
        assertThat(new OutputSensitivity(List.of(odds, rising)).sentence()).isEmpty();
        assertThat(new OutputSensitivity(List.of(odds)).sentence()).isEmpty();
        Output still = output("LOG_ODDS", "log-odds", false, x -> Math.max(3.2, 6 - x));
        assertThat(new OutputSensitivity(List.of(still, flat)).sentence())
                .as("no rise to carry")
                .isEmpty();
    }

    private static Output output(String id, String name, boolean linear, java.util.function.DoubleUnaryOperator path) {
        return new Output(id, name, linear, CentroidTurn.measure(new Synthetic().run(path), 100, 1));
    }

    @Test
    void clearRun_keepsItsVerdictUnderOtherSettings_exceptWhereItIsCutBeforeTheRise() {
        PhaseSeries s = new Synthetic().run(Synthetic::vee);
        List<Sensitivity> rows = Sensitivities.of(s, SPEC, 0, 1);
        assertThat(rows).hasSize(9).extracting(Sensitivity::setting).doesNotHaveDuplicates();
        assertThat(rows)
                .filteredOn(r -> !r.setting().equals("run cut to a third"))
                .allSatisfy(r -> {
                    assertThat(r.verdict()).startsWith("two-phase");
                    assertThat(Math.log10(r.tStar().getAsDouble())).isBetween(2.3, 2.7);
                });
        double cut = rows.stream()
                .filter(r -> r.setting().equals("run cut to a third"))
                .findFirst()
                .orElseThrow()
                .rise()
                .getAsDouble();
        assertThat(cut).isLessThan(rows.get(0).rise().getAsDouble() - 0.5);
    }

    @Test
    void onsetsThatFollowTheTurnBeyondTheHalvingStep_areLinked_andThoseDrivenByItAreNot() {
        Random random = new Random(2);
        int runs = 60;
        double[] halving = random.doubles(runs, 2, 3).toArray();
        double[] turn = new double[runs];
        double[] follows = new double[runs];
        double[] confounded = new double[runs];
        for (int i = 0; i < runs; i++) {
            turn[i] = halving[i] + 0.2 * random.nextGaussian();
            follows[i] = turn[i] + 0.05 * random.nextGaussian();
            confounded[i] = halving[i] + 0.2 * random.nextGaussian();
        }
        PartialRankCorrelation linked = correlate(turn, follows, halving);
        assertThat(linked.linked()).isTrue();
        assertThat(linked.value()).isGreaterThan(0.8);
        assertThat(linked.low()).isLessThan(linked.value());
        PartialRankCorrelation driven = correlate(turn, confounded, halving);
        assertThat(driven.linked()).isFalse();
        assertThat(correlate(turn, follows, halving)).isEqualTo(linked);
    }

    @Test
    void correlationThatDoesNotExist_isEmpty_andBadNumbersAreRefused() {
        double[] x = {1, 2, 3, 4, 5, 6, 7};
        assertThat(PartialRankCorrelation.of(x, x, x, 50, 1)).isEmpty();
        assertThat(PartialRankCorrelation.of(x, new double[7], x, 50, 1)).isEmpty();
        double[] few = {1, 2, 3};
        assertThat(PartialRankCorrelation.of(few, few, few, 50, 1)).isEmpty();
        double[] bad = {1, 2, Double.NaN, 4, 5, 6, 7};
        assertThatThrownBy(() -> PartialRankCorrelation.of(x, bad, x, 50, 1)).isInstanceOf(OnsetException.class);
        assertThatThrownBy(() -> PartialRankCorrelation.of(x, few, x, 50, 1)).isInstanceOf(OnsetException.class);
    }

    private static PartialRankCorrelation correlate(double[] turn, double[] onset, double[] halving) {
        return PartialRankCorrelation.of(turn, onset, halving, 300, 1).orElseThrow();
    }
}
