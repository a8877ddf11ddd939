package dev.onset.twophase.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.report.AxesPanel;
import dev.onset.report.Figure;
import dev.onset.report.FigureReport;
import dev.onset.report.ReportWriter;
import dev.onset.report.SamplePanel;
import dev.onset.report.Section;
import dev.onset.report.Series;
import dev.onset.twophase.report.ReportParts.Estimate;
import dev.onset.twophase.report.SampleDrawing.Interaction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
final class CloserFiguresTest {
    private static final SampleDrawing TEXT = new SampleDrawing.Sentence(
            "test 3, class 1",
            600,
            1.5,
            List.of(new Interaction(true, 1.25, new int[] {0, 1})),
            List.of("<b>not", "a", "bad"),
            List.of(new int[] {0}, new int[] {2}),
            List.of(new int[] {0}, new int[] {2}));
    private static final CloserLook LOOK = new CloserLook(
            40,
            Optional.of(new CloserLook.Zoomed(TEXT, new int[] {7, 30}, new Estimate(0.71, 0.68, 0.74), 1e-4)),
            Optional.of(new CloserLook.Recovered(
                    TEXT, new int[] {7, 30}, 230, 0.81, 0.74, false, 2000, "the list is no explanation")),
            Optional.empty());

    @Test
    void zoomAndListAreDrawnOnTheSample_withWhatEachExplains() {
        Section.Figures section = (Section.Figures)
                CloserFigures.section(List.of(LOOK), "log-odds").orElseThrow();
        assertThat(section.figures()).extracting(Figure::id).containsExactly("closer-zoom", "closer-recovered");
        SamplePanel zoom = (SamplePanel) section.figures().get(0).panels().get(0);
        SamplePanel recovered = (SamplePanel) section.figures().get(1).panels().get(0);
        assertThat(zoom.note()).contains("2 of 40 players", "71.0 % (95 % interval 68.0 % to 74.0 %)");
        assertThat(recovered.note()).contains("of 230 interactions", "at least 0.740", "no explanation");
        assertThat(section.figures().get(1).caption()).contains("no explanation");
        assertThat(CloserFigures.outcome(List.of(LOOK)).toString())
                .as("players as the sample numbers them")
                .contains("[7, 30]");
        FigureReport report = FigureReport.of("none", "", "", List.of(), section.figures(), List.of(), List.of());
        String page = new String(ReportWriter.render(report).get("index.html"), StandardCharsets.UTF_8);
        assertThat(page).contains("&lt;b&gt;not and bad").doesNotContain("<b>not");
    }

    @Test
    void negativeControl_withoutACloserLookThereIsNoSection() {
        assertThat(CloserFigures.section(List.of(), "log-odds")).isEmpty();
        assertThat(CloserFigures.section(
                        List.of(new CloserLook(40, Optional.empty(), Optional.empty(), Optional.empty())), "log-odds"))
                .as("a constant game")
                .isEmpty();
    }

    @Test
    void listsThroughTraining_areDrawnWithAKeyForEachSample_andNamedAsTheSampleNamesItsPlayers() {
        CloserPath path = new CloserPath(
                "test 3, class 1",
                new long[] {0, 20, 600},
                new int[] {9, 40, 230},
                new double[] {0.7, 0.8, 0.95},
                new double[] {0.6, 0.75, 0.92},
                List.of(
                        new CloserPath.Followed(
                                true, new int[] {7, 30}, List.of("<b>not", "bad"), new double[] {0, -0.5, 1.25}),
                        new CloserPath.Followed(true, new int[] {4}, List.of("film"), new double[] {0.1, 0, 0})));
        CloserLook look = new CloserLook(40, LOOK.zoom(), LOOK.recovered(), Optional.of(path));
        Section.Figures section = (Section.Figures)
                CloserFigures.section(List.of(look), "log-odds").orElseThrow();
        assertThat(section.figures())
                .extracting(Figure::id)
                .containsExactly("closer-zoom", "closer-recovered", "closer-path", "closer-path-1");
        AxesPanel effects = (AxesPanel) section.figures().get(3).panels().get(0);
        assertThat(effects.series()).extracting(Series::name).containsExactly("AND <b>not, bad", "film");
        FigureReport report = FigureReport.of("none", "", "", List.of(), section.figures(), List.of(), List.of());
        Map<String, byte[]> files = ReportWriter.render(report);
        assertThat(new String(files.get("index.html"), StandardCharsets.UTF_8))
                .contains("Recovered: test 3, class 1, through training")
                .doesNotContain("<b>not");
        assertThat(new String(files.get("csv/closer-effects.csv"), StandardCharsets.UTF_8))
                .contains("\"test 3, class 1\",AND,7 30,600,1.25");
        assertThat(CloserFigures.outcome(List.of(look)).toString()).contains("effects=[0.0, -0.5, 1.25]");
        assertThat(CloserFigures.outcome(List.of(LOOK)).toString())
                .as("negative control: at the last checkpoint alone")
                .doesNotContain("path=");
    }
}
