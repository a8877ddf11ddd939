package dev.onset.interactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("unit")
class CentroidRangeTest {
    private static final SparseExtractor TEN = new SparseExtractor(10);

    static Stream<String> networks() {
        return Fixtures.NETWORKS.stream();
    }

    private static CentroidRange range(SparseExtractor extractor, double[] v, double noiseBound, double slack) {
        ExtractionWorkspace workspace = extractor.newWorkspace();
        Extraction best = extractor.extract(v, noiseBound, ExtractionSettings.DEFAULT.withTolerance(1e-5), workspace);
        return CentroidRange.of(extractor, v, best, slack, workspace);
    }

    /** Linear programs on the same game, solved by an independent code, found centroids from 2.65 to 2.88. */
    @Test
    void theRangeHoldsTheCentroidsThatLinearProgramsFound() {
        CentroidRange range = range(TEN, Fixtures.network("digits_mlp_0").v(), 0, CentroidRange.DEFAULT_SLACK);
        assertThat(range.low()).isBetween(2.5, 2.65);
        assertThat(range.high()).isBetween(2.88, 3.05);
        assertThat(range.lowest()).isCloseTo(2.65, within(0.03));
        assertThat(range.highest()).isCloseTo(2.88, within(0.03));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void theCertifiedRangeEnclosesWhatWasFound_andIsNotMuchWider(String name) {
        double[] v = Fixtures.network(name).v();
        for (double noise : new double[] {0, Fixtures.objectives(name).noiseBound()}) {
            CentroidRange range = range(TEN, v, noise, CentroidRange.DEFAULT_SLACK);
            assertThat(range.low()).isLessThanOrEqualTo(range.lowest());
            assertThat(range.high()).isGreaterThanOrEqualTo(range.highest());
            assertThat(range.width() - range.widthFound()).isBetween(0.0, 0.25);
        }
    }

    @Test
    void moreSlackNeverNarrowsWhatIsPossible() {
        double[] v = Fixtures.network("bc_mlp_1").v();
        CentroidRange tight = range(TEN, v, 0, 1e-3);
        CentroidRange loose = range(TEN, v, 0, 1e-2);
        assertThat(loose.low()).isLessThan(tight.lowest());
        assertThat(loose.high()).isGreaterThan(tight.highest());
        assertThat(loose.widthFound()).isGreaterThan(tight.widthFound());
    }

    /** The control: where one interaction of order 2 is all there is, the range shrinks to it. */
    @Test
    void aGameWithOneAnswerHasNoRange() {
        double[] and = new double[32];
        and[0b00110] = 3;
        CentroidRange range = range(
                new SparseExtractor(5), Transforms.reconstruct(and, new double[32]), 0, CentroidRange.DEFAULT_SLACK);
        assertThat(range.lowest()).isCloseTo(2, within(0.01));
        assertThat(range.width()).isLessThan(0.05);
    }

    @Test
    void theSameBits_onEveryRun() {
        double[] v = Fixtures.network("bc_mlp_0").v();
        assertThat(range(TEN, v, 0, 1e-3)).isEqualTo(range(new SparseExtractor(10), v, 0, 1e-3));
    }

    @Test
    void noEffectsOrNoSlack_isRefused() {
        double[] constant = {2, 2, 2, 2};
        SparseExtractor two = new SparseExtractor(2);
        assertThatThrownBy(() -> range(two, constant, 0, 1e-3)).hasMessageContaining("no centroid");
        assertThatThrownBy(() -> range(two, new double[] {0, 1, 2, 4}, 0, 0)).hasMessageContaining("slack is 0.0");
    }
}
