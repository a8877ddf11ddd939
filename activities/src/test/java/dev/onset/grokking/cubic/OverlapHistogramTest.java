package dev.onset.grokking.cubic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class OverlapHistogramTest {
    private static OverlapHistogram of(CubicSolution solution, double scale) {
        long[] counts = new long[OverlapHistogram.BINS];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = Math.round(scale * solution.density(OverlapHistogram.centre(i)));
        }
        return new OverlapHistogram(counts);
    }

    @Test
    void theoryDensity_isUnimodalAtLargeNoiseAndTrimodalAtSmall() {
        AdaptiveKernel kernel = new AdaptiveKernel();
        OverlapHistogram wide = of(kernel.solve(CubicSettings.eighth(-0.3, 0.2)), 1e5);
        OverlapHistogram narrow = of(kernel.solve(CubicSettings.eighth(-0.3, 0.05)), 1e5);
        assertThat(SidePeak.of(List.of(wide, wide))).isEqualTo(SidePeak.NONE);
        SidePeak peak = SidePeak.of(List.of(narrow, narrow));
        assertThat(peak.ratio()).isGreaterThan(4);
        assertThat(peak.q()).isCloseTo(1.285, within(0.1));
    }

    @Test
    void farShare_isTheTheorys() {
        CubicSolution solution = new AdaptiveKernel().solve(CubicSettings.eighth(-0.3, 0.1));
        assertThat(of(solution, 1e7).far()).isCloseTo(solution.far(), within(0.001));
    }

    @Test
    void overlapsBeyondTheRange_countInTheOutermostBins() {
        assertThat(OverlapHistogram.bin(-9)).isZero();
        assertThat(OverlapHistogram.bin(9)).isEqualTo(OverlapHistogram.BINS - 1);
        assertThat(OverlapHistogram.bin(0)).isEqualTo(OverlapHistogram.BINS / 2);
    }

    /** Sixteen networks of a Gaussian of sd .1, 225,000 counts in all. */
    private static List<long[]> gaussian() {
        List<long[]> networks = new ArrayList<>();
        for (int n = 0; n < 16; n++) {
            long[] counts = new long[OverlapHistogram.BINS];
            for (int i = 0; i < counts.length; i++) {
                double z = OverlapHistogram.centre(i) / 0.1;
                counts[i] = Math.round(225_000 / 16.0 * 0.5 * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI));
            }
            networks.add(counts);
        }
        return networks;
    }

    private static SidePeak peak(List<long[]> networks) {
        return SidePeak.of(networks.stream().map(OverlapHistogram::new).toList());
    }

    @Test
    void negativeControl_strayCountsInAnEmptyTailAreNoPeak() {
        for (int strays : new int[] {1, 20}) {
            List<long[]> networks = gaussian();
            networks.get(0)[OverlapHistogram.bin(0.9)] += strays;
            assertThat(peak(networks)).as("%s counts", strays).isEqualTo(SidePeak.NONE);
        }
    }

    @Test
    void onePercentOfTheNeurons_isAPeakWhenFourNetworksHaveIt_andNoneWhenThreeDo() {
        for (int holders : new int[] {3, 4}) {
            List<long[]> networks = gaussian();
            for (int n = 0; n < holders; n++) {
                networks.get(n)[OverlapHistogram.bin(0.9)] += 2250 / holders;
            }
            if (holders == 3) {
                assertThat(peak(networks)).isEqualTo(SidePeak.NONE);
            } else {
                assertThat(peak(networks).ratio()).isGreaterThan(4);
                assertThat(peak(networks).q()).isCloseTo(0.9, within(0.15));
            }
        }
    }

    @Test
    void summary_hasTheStandardErrorOfTheMean_andAPeakThatIsWeakWhenFewNetworksHaveIt() {
        CubicSolution solution = new AdaptiveKernel().solve(CubicSettings.eighth(-0.3, 0.2));
        long[] odd = of(solution, 1000).counts();
        odd[OverlapHistogram.bin(1.2)] += 2000;
        List<MemberObservation> networks = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            networks.add(new MemberObservation(
                    10, i == 0 ? 0.4 : 0.2, -0.3, 1, i < 2 ? new OverlapHistogram(odd) : of(solution, 1000)));
        }
        EnsembleSummary summary = EnsembleSummary.of(networks);
        assertThat(summary.b()).isCloseTo(0.25, within(1e-12));
        assertThat(summary.bError()).isCloseTo(0.05, within(1e-12));
        assertThat(summary.sidePeak().stands()).isTrue();
        assertThat(summary.sidePeakLow()).isLessThan(CubicChecks.UNIMODAL);
    }
}
