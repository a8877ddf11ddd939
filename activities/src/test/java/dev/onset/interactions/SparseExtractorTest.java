package dev.onset.interactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("unit")
class SparseExtractorTest {
    private static final SparseExtractor TEN = new SparseExtractor(10);

    static Stream<String> networks() {
        return Fixtures.NETWORKS.stream();
    }

    static Stream<String> analytic() {
        return Fixtures.analytic();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void withoutNoise_objectiveAndBoundEncloseTheIndependentOptimum(String name) {
        Extraction e = TEN.extract(Fixtures.network(name).v(), 0, ExtractionSettings.DEFAULT);
        enclose(e, Fixtures.objectives(name).optimum());
    }

    @ParameterizedTest
    @MethodSource("networks")
    void withNoise_objectiveAndBoundEncloseTheIndependentOptimum(String name) {
        Fixtures.Objectives objectives = Fixtures.objectives(name);
        Extraction e = TEN.extract(Fixtures.network(name).v(), objectives.noiseBound(), ExtractionSettings.DEFAULT);
        enclose(e, objectives.optimumWithNoise());
    }

    private static void enclose(Extraction e, double optimum) {
        assertThat(e.converged()).isTrue();
        assertThat(e.gap()).isLessThanOrEqualTo(1e-3);
        assertThat(e.lowerBound()).isLessThanOrEqualTo(optimum * (1 + 1e-6));
        assertThat(e.objective()).isBetween(optimum * (1 - 1e-6), optimum * (1 + 1e-3));
        assertThat(e.matchingResidual()).isLessThanOrEqualTo(1e-11 * e.objective());
    }

    @Test
    void tightTolerance_isReached() {
        Extraction e =
                TEN.extract(Fixtures.network("digits_mlp_0").v(), 0, ExtractionSettings.DEFAULT.withTolerance(1e-6));
        assertThat(e.objective()).isCloseTo(88.38855, within(2e-4));
        assertThat(e.converged()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("analytic")
    void analyticGames_reachTheirOptimum(String name) {
        double[] v = Fixtures.analytic(name).v();
        Extraction e = new SparseExtractor(Transforms.players(v)).extract(v, 0, ExtractionSettings.DEFAULT);
        assertThat(e.converged()).isTrue();
        assertThat(e.matchingResidual()).isLessThanOrEqualTo(1e-11 * Math.max(1, e.objective()));
        assertThat(e.lowerBound()).isLessThanOrEqualTo(e.objective() * (1 + 1e-12));
        double optimum = Fixtures.analyticOptimum(name);
        if (optimum >= 0) {
            // the fixtures count v(empty), as an AND of nothing
            assertThat(e.objective() + Math.abs(v[0])).isCloseTo(optimum, within(1.5e-3 * optimum));
        }
    }

    @Test
    void singlePlayersAndTheEmptySet_areFolded() {
        Extraction e = TEN.extract(Fixtures.network("bc_mlp_0").v(), 0, ExtractionSettings.DEFAULT);
        assertThat(e.and()[0]).isZero();
        assertThat(e.or()[0]).isZero();
        for (int i = 0; i < 10; i++) {
            assertThat(e.or()[1 << i]).isZero();
        }
        assertThat(e.valueOfEmpty()).isEqualTo(Fixtures.network("bc_mlp_0").v()[0]);
    }

    @Test
    void sameGame_givesTheSameBits_whateverTheWorkspaceHeldBefore() {
        double[] v = Fixtures.network("digits_mlp_1").v();
        ExtractionWorkspace used = TEN.newWorkspace();
        TEN.extract(Fixtures.network("bc_mlp_1").v(), 0.7, ExtractionSettings.DEFAULT, used);
        Extraction first = TEN.extract(v, 0, ExtractionSettings.DEFAULT, used);
        Extraction second = new SparseExtractor(10).extract(v, 0, ExtractionSettings.DEFAULT);
        assertThat(first.and()).isEqualTo(second.and());
        assertThat(first.or()).isEqualTo(second.or());
        assertThat(first.lowerBound()).isEqualTo(second.lowerBound());
        Extraction noisy = TEN.extract(v, 0.7, ExtractionSettings.DEFAULT, used);
        assertThat(noisy.and())
                .isEqualTo(TEN.extract(v, 0.7, ExtractionSettings.DEFAULT).and());
    }

    /** Its weight would be 0, and the length of a step no number: the iteration would never restart in time. */
    @Test
    void noiseBelowRounding_isAsGoodAsNone() {
        double[] v = Fixtures.network("digits_mlp_0").v();
        ExtractionSettings settings = ExtractionSettings.DEFAULT.withTolerance(1e-6);
        Extraction none = TEN.extract(v, 0, settings);
        Extraction least = TEN.extract(v, 1e-300, settings);
        assertThat(least.converged()).isTrue();
        assertThat(least.iterations()).isEqualTo(none.iterations());
        assertThat(least.objective()).isCloseTo(none.objective(), within(1e-6 * none.objective()));
    }

    @Test
    void iterationLimit_returnsTheBestResultWithItsGap() {
        Extraction e =
                TEN.extract(Fixtures.network("bc_mlp_0").v(), 0, ExtractionSettings.DEFAULT.withMaxIterations(25));
        assertThat(e.iterations()).isEqualTo(25);
        assertThat(e.converged()).isFalse();
        assertThat(e.gap()).isGreaterThan(1e-3);
        assertThat(e.lowerBound()).isLessThan(25.5815);
        assertThat(e.objective()).isGreaterThan(25.5814);
        assertThat(e.matchingResidual()).isLessThan(1e-9);
    }

    @Test
    void warmStartFromTheEnd_needsFewerIterations() {
        double[] v = Fixtures.network("digits_mlp_0").v();
        ExtractionWorkspace workspace = TEN.newWorkspace();
        Extraction cold = TEN.extract(v, 0, ExtractionSettings.DEFAULT, workspace);
        Extraction warm = TEN.extract(v, 0, ExtractionSettings.DEFAULT, workspace, Optional.of(workspace.state()));
        assertThat(warm.iterations()).isLessThan(cold.iterations() / 2);
        assertThat(warm.objective()).isCloseTo(88.38855, within(0.09));
    }

    @Test
    void harsanyi_isTheFullTransform() {
        Fixtures.Game game = Fixtures.network("digits_mlp_0");
        Extraction e = TEN.extract(game.v(), 0, ExtractionSettings.DEFAULT.withMode(ExtractionMode.HARSANYI));
        assertThat(e.and()).isEqualTo(Transforms.and(game.u()));
        assertThat(Arrays.stream(e.or()).allMatch(x -> x == 0)).isTrue();
        assertThat(e.objective()).isCloseTo(Fixtures.objectives("digits_mlp_0").andOnly(), within(1e-6));
        assertThat(e.lowerBound()).isPositive().isLessThanOrEqualTo(e.objective());
        assertThat(e.converged()).isTrue();
    }

    @Test
    void publishedOptimiser_endsWhereItsAuthorsCodeEnds_farAboveTheOptimum() {
        Fixtures.Objectives objectives = Fixtures.objectives("digits_mlp_0");
        Extraction e = TEN.extract(
                Fixtures.network("digits_mlp_0").v(),
                objectives.noiseBound(),
                ExtractionSettings.DEFAULT.withMode(ExtractionMode.AUTHORS_SGD));
        assertThat(e.objective()).isCloseTo(objectives.authors(), within(0.1 * objectives.authors()));
        assertThat(e.objective()).isGreaterThan(1.5 * objectives.optimumWithNoise());
        assertThat(e.matchingResidual()).isLessThan(1e-9);
        assertThat(e.lowerBound()).isLessThan(objectives.optimumWithNoise());
    }

    @Test
    void badInput_isRefusedWithOneClearLine() {
        double[] v = new double[1024];
        v[7] = Double.NaN;
        assertThatThrownBy(() -> TEN.extract(v, 0, ExtractionSettings.DEFAULT))
                .isInstanceOfSatisfying(
                        OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_INVALID))
                .hasMessageContaining("coalition 7");
        assertThatThrownBy(() -> TEN.extract(new double[512], 0, ExtractionSettings.DEFAULT))
                .hasMessageContaining("512");
        assertThatThrownBy(() -> TEN.extract(new double[1024], -1, ExtractionSettings.DEFAULT))
                .hasMessageContaining("-1");
        assertThatThrownBy(() -> new SparseExtractor(17)).hasMessageContaining("17");
        assertThatThrownBy(() -> ExtractionSettings.DEFAULT.withTolerance(0)).hasMessageContaining("0.0");
    }
}
