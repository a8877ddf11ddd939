package dev.onset.grokking.cubic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.OnsetException;
import dev.onset.contracts.StudySpec;
import dev.onset.grid.Observations;
import dev.onset.grokking.ReportText;
import dev.onset.grokking.cubic.LangevinSettings.Start;
import dev.onset.report.Check;
import dev.onset.report.FigureReport;
import dev.onset.studyfile.Overrides;
import dev.onset.studyfile.StudyFile;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Sentences follow from the checks: no page claims what its own table denies. */
@Tag("unit")
class CubicReportTest {
    private static final double SCALE = 2000;

    /** Networks that are as the theory says. */
    private static final BiFunction<CubicCell, CubicSolution, MemberObservation> GOOD =
            (cell, theory) -> new MemberObservation(10, theory.b(), theory.c(), 1, counts(theory::density));

    /** From the prior b is far from the theory, and no neuron leaves q = 0. */
    private static final BiFunction<CubicCell, CubicSolution, MemberObservation> BAD =
            (cell, theory) -> cell.settings().start() == Start.ALIGNED
                    ? GOOD.apply(cell, theory)
                    : new MemberObservation(
                            10, theory.b() + 0.4, theory.c(), 1, counts(q -> 4 * Math.exp(-50 * q * q)));

    private static OverlapHistogram counts(java.util.function.DoubleUnaryOperator density) {
        long[] counts = new long[OverlapHistogram.BINS];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = Math.round(SCALE * density.applyAsDouble(OverlapHistogram.centre(i)));
        }
        return new OverlapHistogram(counts);
    }

    private static FigureReport report(
            BiFunction<CubicCell, CubicSolution, MemberObservation> networks, String... sets) {
        StudySpec spec = StudyFile.load("grokking-cubic", new Overrides(List.of(sets), OptionalLong.empty()))
                .spec();
        Map<String, List<?>> observed = new TreeMap<>();
        Map<Double, CubicSolution> theory = new TreeMap<>();
        for (CubicCell cell : CubicCell.of(spec)) {
            MemberObservation one = networks.apply(
                    cell,
                    theory.computeIfAbsent(
                            cell.noise(),
                            noise -> new AdaptiveKernel().solve(cell.settings().problem())));
            observed.put(
                    cell.name(),
                    List.of(new CubicCell.Observation(
                            6000, Collections.nCopies(cell.settings().members(), one))));
        }
        return new CubicReport(spec, new Observations() {
                    @Override
                    public <T> List<T> of(String cell, Class<T> type) {
                        return observed.get(cell).stream().map(type::cast).toList();
                    }
                })
                .write();
    }

    @Test
    void networksAsTheTheorySays_passEveryCheck_andThePageSaysSo() throws IOException {
        FigureReport report = report(GOOD);
        assertThat(ReportText.failed(report)).isEmpty();
        assertThat(report.checks()).hasSize(41);
        assertThat(ReportText.of(report))
                .contains(
                        "none was found where it was looked for: at \u03c3\u00b2 = 0.1 b is",
                        "a mixed phase",
                        "Of 15 comparisons of the runs with the theory all hold; of 5 bounds on their side peaks all hold",
                        "all 15 of their comparisons with the theory hold",
                        "three peaks at \u03c3\u00b2 = 0.05",
                        "\u03c3\u00b2 = 0.05: theory mixed (GMFL-I)")
                .doesNotContain("did not meet", "failed", "bear it out", "one peak at every noise");
        assertThat(ReportText.page(report)).contains("theory: mixed (GMFL-I)");
    }

    @Test
    void negativeControl_networksFarFromTheTheory_areNotSaidToAgree() throws IOException {
        FigureReport report = report(BAD);
        assertThat(ReportText.failed(report))
                .contains("runs: b at sigma2 = 0.3", "starts: b aligned less b prior at sigma2 = 0.1");
        assertThat(ReportText.of(report))
                .contains(
                        "two starts did not meet: at \u03c3\u00b2 = 0.1 b is",
                        "one peak at every noise",
                        "At no noise of these runs does a share",
                        "Of 15 comparisons of the runs with the theory 10 failed; of 5 bounds on their side peaks 3 failed",
                        "do not bear it out")
                .doesNotContain("none was found", "a mixed phase", "all hold", "theory hold", "three peaks");
        assertThat(ReportText.page(report)).isNotEmpty();
    }

    @Test
    void theQuantileOfResampledNetworks_saysForHowManyItIsMeant_andIsJudgedWithFewerToo() {
        assertThat(quantile(report(GOOD)).words()).startsWith("only 16 networks here");
        assertThat(quantile(report(GOOD, "training.networks=16")).words()).isEqualTo("of 64 networks");
        assertThat(quantile(report(BAD)).pass()).isFalse();
        assertThat(quantile(report(BAD, "training.networks=16")).pass()).isFalse();
    }

    private static Check quantile(FigureReport report) {
        return report.checks().stream()
                .filter(check ->
                        check.name().endsWith("at sigma2 = 0.1, 5 % quantile of resampled networks (meant for 64)"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void withoutAnAlignedStart_hysteresisIsSaidToBeUntested_andTheEvidenceFails() {
        FigureReport report = report(GOOD, "grid.aligned=[]");
        assertThat(ReportText.of(report)).contains("nothing here tests for it").doesNotContain("none was found");
        assertThat(ReportText.failed(report))
                .containsExactly("evidence: networks from an aligned start at each noise, fewest");
    }

    @Test
    void fewerNoisesSeedsOrNetworks_failTheEvidence() {
        FigureReport report = report(GOOD, "grid.noise=[0.3,0.1]", "grid.seed=[0,1,2]");
        assertThat(ReportText.failed(report))
                .containsExactly(
                        "evidence: noises of .30, .20, .15, .10, .05 that were run",
                        "evidence: seeds",
                        "evidence: networks from the prior at each noise, fewest",
                        "evidence: networks from an aligned start at each noise, fewest");
    }

    @Test
    void otherSizes_areNotJudgedByBoundsThatAreNotTheirs() {
        FigureReport report = report(BAD, "problem.eps=-0.5");
        assertThat(report.checks()).extracting(Check::name).noneMatch(name -> name.startsWith("runs"));
        assertThat(ReportText.of(report))
                .contains("The bounds for runs belong to", "No bounds exist for runs of these sizes", "did not meet");
    }

    /** At the end of what numbers hold, the lowest noise still has a theory and the figure's margin below it has none. */
    @Test
    void pointsOfALineThatCannotBeSolved_areLeftOutAndSaidToBe() {
        CubicSettings sizes = CubicSettings.eighth(-0.3, 1);
        double last = new AdaptiveKernel().follow(sizes, List.of(1e-170)).lost().orElseThrow();
        String noise = "grid.noise=[0.3," + 1.1 * last + "]";
        BiFunction<CubicCell, CubicSolution, MemberObservation> any =
                (cell, theory) -> new MemberObservation(10, 0.5, -0.3, 1, counts(q -> 4 * Math.exp(-50 * q * q)));
        assertThat(ReportText.of(report(any, noise, "grid.aligned=[]"))).contains("Lines of the theory end at");
        assertThat(ReportText.of(report(any, "grid.noise=[0.3,0.2]", "grid.aligned=[]")))
                .doesNotContain("Lines of the theory end at");
    }

    @Test
    void whereTheTheoryCannotBeSolved_theStudyIsRefusedBeforeAnythingRuns() {
        CubicKind driver = new CubicKind();
        assertThatThrownBy(() -> driver.check(study("grid.noise=[0.3,1e-170]", "grid.aligned=[]")))
                .isInstanceOf(OnsetException.class)
                .hasMessageContaining("grid.noise")
                .hasMessageContaining("nothing was run");
        driver.check(study("problem.eps=-1", "grid.noise=[0.3,0.005]", "grid.aligned=[]"));
    }

    private static GrokkingCubic study(String... sets) {
        return (GrokkingCubic) StudyFile.load("grokking-cubic", new Overrides(List.of(sets), OptionalLong.empty()))
                .spec()
                .experiment();
    }
}
