package dev.onset.phases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The detector on mean orders: their own scale, their own threshold. */
@Tag("unit")
class MeanOrdersTest {
    private static final int PLAYERS = 784;
    private static final long[] STEPS = Synthetic.schedule(14, 3000);
    private static final double[][] LOSSES = new double[STEPS.length][8];

    /** Two samples .1 apart around a path that falls by .4 and rises by .25. */
    private static OptionalDouble[][] path(boolean reversedHalf) {
        return IntStream.range(0, STEPS.length)
                .mapToObj(t -> {
                    double x = (double) t / (STEPS.length - 1);
                    double m = x < 0.5 || reversedHalf ? 1.45 - 0.8 * Math.min(x, 0.5) : 1.05 + 0.5 * (x - 0.5);
                    return IntStream.range(0, 24)
                            .mapToObj(i -> OptionalDouble.of(m + (i % 2 == 0 ? 0.05 : -0.05)))
                            .toArray(OptionalDouble[]::new);
                })
                .toArray(OptionalDouble[][]::new);
    }

    private static PhaseSeries series(OptionalDouble[][] orders) {
        return MeanOrders.series(STEPS, orders, PLAYERS, LOSSES, new double[0][]);
    }

    @Test
    void theCentroidIsTheMeanOfTheSamples_belowOneToo_andConstantGamesDoNotCount() {
        OptionalDouble[][] orders = path(false);
        orders[0][0] = OptionalDouble.of(0.9);
        orders[0][1] = OptionalDouble.empty();
        double mean = Arrays.stream(orders[0])
                .flatMapToDouble(OptionalDouble::stream)
                .average()
                .orElseThrow();
        double[] centroid = CentroidTurn.measure(series(orders), 50, 1).centroid();
        assertThat(centroid[0]).isCloseTo(mean, within(1e-12));
        assertThat(centroid[1]).isBetween(1.2, 1.45);
    }

    @Test
    void aFallAndRiseOfTheirScaleAreTwoPhases_withTheirThreshold_notWithThatOfCentroids() {
        PhaseSeries series = series(path(false));
        DetectorSpec own = DetectorSpec.reference().withMinimumChange(0.1);
        assertThat(PhaseDetector.detect(series, own, 0, 1).verdict()).isNotEqualTo(PhaseVerdict.Verdict.NONE);
        assertThat(PhaseDetector.detect(series, DetectorSpec.reference(), 0, 1).verdict())
                .isEqualTo(PhaseVerdict.Verdict.NONE);
        assertThat(PhaseDetector.detect(series(path(true)), own, 0, 1).verdict())
                .as("a path that only falls")
                .isEqualTo(PhaseVerdict.Verdict.NONE);
    }

    @Test
    void theLiveVerdictReadsThem() {
        LiveVerdict live = new LiveVerdict(
                DetectorSpec.reference().withMinimumChange(0.1), 1, Optional.of(MeanOrders.orders(PLAYERS)));
        OptionalDouble[][] orders = path(false);
        Phase phase = Phase.BEFORE;
        for (int t = 0; t < STEPS.length; t++) {
            double[][] strengths = Arrays.stream(orders[t])
                    .map(order -> MeanOrders.strengths(order, PLAYERS))
                    .toArray(double[][]::new);
            phase = live.observe(STEPS[t], strengths, 1, OptionalDouble.empty()).phase();
        }
        assertThat(phase).isEqualTo(Phase.SECOND);
    }
}
