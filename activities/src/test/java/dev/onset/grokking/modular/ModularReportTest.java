package dev.onset.grokking.modular;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.contracts.StudySpec;
import dev.onset.grid.Observations;
import dev.onset.grokking.ReportText;
import dev.onset.report.Figure;
import dev.onset.report.FigureReport;
import dev.onset.studyfile.Overrides;
import dev.onset.studyfile.StudyFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Sentences follow from what the trainings did. */
@Tag("unit")
class ModularReportTest {
    /** Memorises at step 20, generalises at a step if ever. */
    private static List<ModularObservation> path(long generalises) {
        List<ModularObservation> path = new ArrayList<>();
        for (long step = 0; step <= 2500; step += step < 50 ? 10 : 50) {
            boolean late = step >= generalises;
            path.add(
                    new ModularObservation(step, 0.01, 0.04, step < 20 ? 0.04 : 1, late ? 1 : 0.01, late ? 0.7 : 0.15));
        }
        return path;
    }

    private static final long NEVER = Long.MAX_VALUE;

    private static final Function<ModularCell, List<ModularObservation>> GOOD =
            cell -> path(cell.control().isPresent() ? NEVER : 900);

    private static FigureReport report(Function<ModularCell, List<ModularObservation>> trainings, String... sets) {
        StudySpec spec = StudyFile.load("grokking-modular", new Overrides(List.of(sets), OptionalLong.empty()))
                .spec();
        Map<String, List<ModularObservation>> observed = new TreeMap<>();
        ModularCell.of(spec).forEach(cell -> observed.put(cell.name(), trainings.apply(cell)));
        return new ModularReport(spec, new Observations() {
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
    void trainingsAsTheyShouldBe_passEveryCheck_andThePageSaysSo() throws IOException {
        FigureReport report = report(GOOD);
        assertThat(ReportText.failed(report)).isEmpty();
        assertThat(report.checks()).hasSize(33);
        assertThat(ReportText.of(report))
                .contains("Training accuracy is .99 by step 20, test accuracy by step 900", "from 0.15 to 0.70");
        assertThat(ReportText.page(report)).contains("Symbols");
    }

    @Test
    void negativeControl_trainingsThatNeverMemorise_areNotSaidToHave() throws IOException {
        FigureReport report = report(cell -> path(NEVER).stream()
                .map(o -> new ModularObservation(o.step(), 1 / (1.0 + o.step()), 1, 0.5, 0.01, 0.15))
                .toList());
        assertThat(ReportText.of(report))
                .contains("0 of 5 seeds reach a training accuracy of .99 and 0 a test accuracy")
                .doesNotContain("Training accuracy is .99");
        assertThat(ReportText.failed(report)).contains("step of training accuracy .99, seed 0");
        assertThat(ReportText.page(report)).isNotEmpty();
    }

    @Test
    void oneSeedThatDoesNotGeneralise_isSaid() {
        FigureReport report =
                report(cell -> path(cell.seed() == 3 || cell.control().isPresent() ? NEVER : 900));
        assertThat(ReportText.of(report)).contains("test accuracy reaches .99 in 4 of 5");
        assertThat(ReportText.failed(report))
                .containsExactly("concentration when generalised, seed 3", "concentration at the end, seed 3");
    }

    @Test
    void oneSeedWithoutControls_failsTheEvidenceAndTheUnmeasuredControls() {
        FigureReport report = report(GOOD, "grid.seed=[0]", "controls=[]");
        assertThat(ReportText.failed(report))
                .containsExactly(
                        "test accuracy after memorising, weight decay 0",
                        "test accuracy after memorising, training fraction .3",
                        "evidence: seeds",
                        "evidence: controls");
        assertThat(report.checks())
                .filteredOn(line -> line.name().startsWith("test accuracy after"))
                .allMatch(line -> line.measured().isEmpty());
    }

    /** Somewhere in 551..600 is not surely in 600..1300; in 601..650 it is. */
    @Test
    void aMomentCountsAsInTime_onlyIfTheWholeGapBetweenObservationsIs() {
        String line = "share of seeds with test accuracy .99 at step 600..1300, whole gap between observations";
        for (long step : new long[] {600, 650, 1300, 1350}) {
            FigureReport report = report(cell -> path(cell.control().isPresent() ? NEVER : step));
            assertThat(ReportText.failed(report).contains(line)).as("%s", step).isEqualTo(step == 600 || step == 1350);
        }
    }

    @Test
    void fractionsThatNeverGeneralise_areNamedAlthoughTheyHaveNoFigure() {
        FigureReport report = report(cell -> path(NEVER), "grid.fractions=[0.2,0.4]");
        assertThat(report.figures()).extracting(Figure::id).doesNotContain("fractions");
        assertThat(ReportText.of(report)).contains("did not generalise by the last step", "0.5, 0.2, 0.4");
    }
}
