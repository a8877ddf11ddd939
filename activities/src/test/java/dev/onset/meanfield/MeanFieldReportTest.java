package dev.onset.meanfield;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.contracts.StudySpec;
import dev.onset.grid.Observations;
import dev.onset.grokking.ReportText;
import dev.onset.report.Check;
import dev.onset.report.Figure;
import dev.onset.report.FigureReport;
import dev.onset.studyfile.Overrides;
import dev.onset.studyfile.StudyFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Sentences follow from what the flows did. */
@Tag("unit")
class MeanFieldReportTest {
    private static FigureReport report(UnaryOperator<FlowObservation> seen, String... sets) {
        StudySpec spec = StudyFile.load("mean-field-quick", new Overrides(List.of(sets), OptionalLong.empty()))
                .spec();
        Map<String, List<FlowObservation>> observed = new TreeMap<>();
        for (FlowCell cell : FlowCell.of(spec)) {
            ParticleFlow flow = new ParticleFlow(cell.settings(), cell.seed());
            List<FlowObservation> path = new ArrayList<>();
            for (long step : spec.experiment().checkpoints().steps()) {
                flow.advance(step, s -> {});
                path.add(seen.apply(flow.observe()));
            }
            observed.put(cell.name(), path);
        }
        return new MeanFieldReport(spec, new Observations() {
                    @Override
                    public <T> List<T> of(String cell, Class<T> type) {
                        return observed.getOrDefault(cell, List.of()).stream()
                                .map(type::cast)
                                .toList();
                    }
                })
                .write();
    }

    @Test
    void flowsThatLearn_areSaidToLearnOrderByOrder_andThePageHasEveryFigure() throws IOException {
        FigureReport report = report(o -> o);
        assertThat(ReportText.of(report))
                .contains("orders are learned one after the other", "not the spindle", "On dividends it calls");
        assertThat(report.figures())
                .extracting(Figure::id)
                .containsExactly("learning", "overfitting", "energies", "centroids", "factors", "effects");
        assertThat(report.checks())
                .filteredOn(check -> check.name().startsWith("share of seeds that learn"))
                .isNotEmpty()
                .allMatch(Check::pass);
        assertThat(ReportText.failed(report)).contains("evidence: seeds");
        assertThat(ReportText.page(report)).contains("Symbols", "Which factor moves what");
    }

    @Test
    void negativeControl_flowsThatStayAtZero_areNotSaidToLearn() throws IOException {
        FigureReport report = report(o -> {
            long[] never = o.halves().clone();
            Arrays.fill(never, -1);
            return new FlowObservation(o.step(), new double[o.values().length], never);
        });
        assertThat(ReportText.of(report))
                .contains("not every seed learns the orders")
                .doesNotContain("one after the other,");
        assertThat(ReportText.failed(report)).anyMatch(name -> name.startsWith("share of seeds that learn the orders"));
        assertThat(ReportText.page(report)).isNotEmpty();
    }

    @Test
    void aStudyWithoutItsFactors_failsTheLinesThatNeedThem() {
        FigureReport report = report(o -> o, "grid.noise=[]");
        assertThat(report.checks())
                .filteredOn(check -> check.name().startsWith("without label noise"))
                .hasSize(2)
                .allMatch(check -> check.measured().isEmpty() && !check.pass());
        assertThat(report.figures()).extracting(Figure::id).doesNotContain("effects");
    }
}
