package dev.onset.springblock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.contracts.StudySpec;
import dev.onset.grid.Observations;
import dev.onset.grokking.ReportText;
import dev.onset.report.Figure;
import dev.onset.report.FigureReport;
import dev.onset.studyfile.Overrides;
import dev.onset.studyfile.StudyFile;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Sentences and checks follow from what the networks showed. */
@Tag("unit")
class SpringReportTest {
    private static final Map<List<Double>, Double> CHAINS = new HashMap<>();

    /** A parabola of 8 layers with this c. */
    private static double[] curve(double c) {
        double[] d = new double[8];
        for (int l = 0; l < 8; l++) {
            d[l] = 2 - 0.6 * l - c / 12 * l * (7 - l);
        }
        return d;
    }

    private static double dropout(SpringCell cell) {
        return cell.settings().dropout() + cell.settings().dataNoise() / 2;
    }

    /** c as a chain would have it, accuracy falling with noise. */
    private static SpringObservation good(SpringCell cell) {
        double noise = cell.axis()
                .filter(axis -> axis == Axis.LEARNING_RATE)
                .map(axis -> Math.log10(cell.settings().learningRate() / 1e-4) / 10)
                .orElse(dropout(cell));
        double alpha = cell.settings().alpha();
        double chain = CHAINS.computeIfAbsent(
                List.of(alpha, noise),
                key -> Mapping.FROZEN.curve(alpha, noise, 6).convexity());
        double c = noise == 0 ? -0.9 * (1 - alpha) : noise < 0.15 ? 0 : 2 * chain + 0.2 * (1 - alpha);
        return new SpringObservation(100, curve(c), curve(c), Optional.of(0.1), 1, 0.97 - 0.1 * noise - 0.01 * alpha);
    }

    private static FigureReport report(Function<SpringCell, SpringObservation> seen, String... sets) {
        StudySpec spec = StudyFile.load("spring-block", new Overrides(List.of(sets), OptionalLong.empty()))
                .spec();
        Map<String, SpringObservation> observed = new TreeMap<>();
        SpringCell.of(spec).forEach(cell -> observed.put(cell.name(), seen.apply(cell)));
        return new SpringReport(spec, new Observations() {
                    @Override
                    public <T> List<T> of(String cell, Class<T> type) {
                        return Optional.ofNullable(observed.get(cell)).map(type::cast).stream()
                                .toList();
                    }
                })
                .write();
    }

    @Test
    void networksThatFollowTheChain_passTheirChecks_andThePageHasEveryFigure() throws IOException {
        FigureReport report = report(SpringReportTest::good);
        assertThat(ReportText.failed(report))
                .noneMatch(name -> name.startsWith("chain") || name.startsWith("networks:"));
        assertThat(report.figures())
                .extracting(Figure::id)
                .containsExactly("phases", "curves", "diagrams", "convexity", "agreement", "accuracy", "regimes");
        assertThat(ReportText.of(report)).contains("at alpha 0 c is \u22120.90 without noise");
        assertThat(ReportText.page(report)).contains("Phase diagrams side by side", "Symbols");
    }

    @Test
    void negativeControl_networksWithTheOppositeSign_failTheLinesOfTheNetworks() {
        FigureReport report = report(cell -> {
            SpringObservation o = good(cell);
            double[] mirrored = curve(-LoadCurve.of(o.separation()).convexity());
            return new SpringObservation(100, mirrored, mirrored, o.trainLoss(), 1, o.testAccuracy());
        });
        assertThat(ReportText.failed(report))
                .contains(
                        "networks: c at alpha 0, dropout 0, mean of seeds",
                        "rank correlation of c, chain against networks, dropout grid, frozen mapping")
                .noneMatch(name -> name.startsWith("chain"));
    }

    @Test
    void networksWithoutALoadCurve_areCountedAndSaid_andTheRestIsStillDrawn() throws IOException {
        FigureReport report = report(cell -> cell.settings().dropout() == 0.3
                ? new SpringObservation(100, new double[0], new double[0], Optional.empty(), 0.1, 0.1)
                : good(cell));
        assertThat(ReportText.failed(report)).contains("networks without a load curve");
        assertThat(ReportText.of(report)).contains("18 of 180 networks have no load curve");
        assertThat(ReportText.page(report)).isNotEmpty();
    }

    @Test
    void otherNetworksThanThePrototypes_areNotHeldAgainstItsBounds() {
        FigureReport report = report(SpringReportTest::good, "network.width=32");
        assertThat(report.checks()).noneMatch(check -> check.name().startsWith("networks: c"));
        assertThat(ReportText.of(report)).contains("only the chains and their ranking are checked");
    }
}
