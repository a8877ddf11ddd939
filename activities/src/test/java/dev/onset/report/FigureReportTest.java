package dev.onset.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onset.contracts.OnsetException;
import dev.onset.report.FigureReport.Arrangement;
import dev.onset.report.FigureReport.Colour;
import dev.onset.report.FigureReport.Figure;
import dev.onset.report.FigureReport.Line;
import dev.onset.report.FigureReport.Mark;
import dev.onset.report.FigureReport.Mode;
import dev.onset.report.FigureReport.Notes;
import dev.onset.report.FigureReport.Panel;
import dev.onset.report.FigureReport.Relation;
import dev.onset.report.FigureReport.Scale;
import dev.onset.report.FigureReport.Series;
import dev.onset.report.ReportParts.Provenance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A report made of figures: every number is on the page, in its CSV and in the digest, and a failed check stays. */
class FigureReportTest {
    private static final String NASTY = "<script>alert(1)</script>";

    private static FigureReport report(double last, Provenance provenance) {
        double[] x = {0, 10, 100};
        Panel time = new Panel(
                "accuracy " + NASTY,
                Scale.logarithmic("step"),
                Scale.linear("share").from(0, 1),
                List.of(
                        new Series(
                                "test",
                                Colour.ORANGE,
                                Mode.LINE_AND_POINTS,
                                x,
                                new double[] {0, 0.5, last},
                                new double[] {0, 0.1, 0.1}),
                        new Series("bars", Colour.BLUE, Mode.BARS, x, new double[] {0, 0.5, 1}, new double[0])),
                List.of(new Mark(10, "here")));
        return new FigureReport(
                new FigureReport.Identity("demo", "grokking", NASTY, "f00d", 3, false),
                "1 of 2 checks pass",
                "words",
                "lede",
                List.of(new FigureReport.KeyFigure("a", "1", "note")),
                List.of(
                        new Figure("training", "In time", "caption", Arrangement.STACKED, List.of(time, time)),
                        new Figure("side", "Beside", "caption", Arrangement.SIDE_BY_SIDE, List.of(time))),
                List.of(
                        new Line("good", 1, 0.1, Relation.WITHIN, Optional.of(1.05), true),
                        new Line("never measured", 60, 0, Relation.AT_MOST, Optional.empty(), false)),
                List.of(new Notes("limits", "What this does not show", List.of("a limit"))),
                List.of(),
                provenance);
    }

    private static FigureReport report(double last) {
        return report(last, new Provenance("machine", "profile", List.of()));
    }

    @Test
    void aCheckThatFailsStaysInPageAndOutcome_andWhatWasNotMeasuredIsNull() throws IOException {
        Map<String, byte[]> files = ReportWriter.render(report(1));
        JsonNode outcome = new ObjectMapper().readTree(files.get("outcome.json"));
        assertThat(outcome.get("checks")).hasSize(2);
        assertThat(outcome.get("checks").get(1).get("measured").isNull()).isTrue();
        assertThat(outcome.get("checks").get(1).get("pass").asBoolean()).isFalse();
        assertThat(outcome.get("checks").get(0).get("measured").asDouble()).isEqualTo(1.05);
        String page = text(files, "index.html");
        assertThat(page).contains("never measured", "\u2717 no", "\u2713 yes", "a first look, no evidence", "a limit");
    }

    @Test
    void nothingInAStudysTextsBecomesMarkup() {
        assertThat(text(ReportWriter.render(report(1)), "index.html"))
                .contains("&lt;script&gt;alert(1)")
                .doesNotContain(NASTY);
    }

    @Test
    void everyPlottedNumberIsInTheCsv() {
        String csv = text(ReportWriter.render(report(0.75)), "csv/training.csv");
        assertThat(csv.lines()).hasSize(1 + 2 * 6);
        assertThat(csv).contains("test,100.0,0.75,0.1");
    }

    @Test
    void theDigestKnowsEveryNumberAndNothingOfTheMachine() {
        String digest = ReportDigest.of(report(0.75));
        assertThat(ReportDigest.of(report(0.75, new Provenance("other", "other", List.of()))))
                .isEqualTo(digest);
        assertThat(ReportDigest.of(report(Math.nextUp(0.75)))).isNotEqualTo(digest);
    }

    @Test
    void whatIsNotFiniteOrCannotPassIsRefused() {
        assertThatThrownBy(() -> report(Double.NaN)).isInstanceOf(OnsetException.class);
        assertThatThrownBy(() -> new Line("x", 1, 0, Relation.AT_MOST, Optional.empty(), true))
                .isInstanceOf(OnsetException.class)
                .hasMessageContaining("without a measurement");
    }

    private static String text(Map<String, byte[]> files, String name) {
        return new String(files.getOrDefault(name, new byte[0]), StandardCharsets.UTF_8);
    }
}
