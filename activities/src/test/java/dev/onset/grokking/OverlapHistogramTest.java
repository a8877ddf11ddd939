package dev.onset.grokking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

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
        assertThat(wide.sidePeak().ratio()).isEqualTo(1);
        assertThat(narrow.sidePeak().ratio()).isGreaterThan(4);
        assertThat(narrow.sidePeak().q()).isCloseTo(1.285, within(0.1));
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

    @Test
    void summary_hasTheStandardErrorOfTheMean_andNoPeakThatOneNetworkAloneMakes() {
        CubicSolution solution = new AdaptiveKernel().solve(CubicSettings.eighth(-0.3, 0.2));
        long[] odd = of(solution, 1000).counts();
        odd[OverlapHistogram.bin(1.2)] += 2000;
        List<MemberObservation> networks = new ArrayList<>();
        networks.add(new MemberObservation(10, 0.4, -0.3, 1, new OverlapHistogram(odd)));
        for (int i = 0; i < 3; i++) {
            networks.add(new MemberObservation(10, 0.2, -0.3, 1, of(solution, 1000)));
        }
        EnsembleSummary summary = EnsembleSummary.of(networks);
        assertThat(summary.b()).isCloseTo(0.25, within(1e-12));
        assertThat(summary.bError()).isCloseTo(0.05, within(1e-12));
        assertThat(summary.overlaps().sidePeak().ratio()).isGreaterThan(CubicChecks.UNIMODAL);
        assertThat(summary.sidePeakLow()).isLessThan(CubicChecks.UNIMODAL);
    }
}
