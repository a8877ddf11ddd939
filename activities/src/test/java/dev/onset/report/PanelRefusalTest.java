package dev.onset.report;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.OnsetException;
import dev.onset.report.Figure.Arrangement;
import dev.onset.report.Figure.Switch;
import dev.onset.report.Figure.View;
import dev.onset.report.HeatPanel.Lanes;
import dev.onset.report.HeatPanel.Shade;
import dev.onset.report.SamplePanel.Features;
import dev.onset.report.SamplePanel.Group;
import dev.onset.report.SamplePanel.Image;
import dev.onset.report.SamplePanel.Tokens;
import dev.onset.report.Series.Curve;
import dev.onset.report.Series.Look;
import dev.onset.report.Series.Spread;
import dev.onset.report.TablePanel.Cell;
import dev.onset.report.TablePanel.Column;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What no report can be made of: refused where it is said, with the name of what is wrong. */
@Tag("unit")
final class PanelRefusalTest {
    private static final double[] TWO = {1, 2};
    private static final double[] ZERO = {0, 1};

    private static void refused(String message, ThrowingCallable made) {
        assertThatThrownBy(made)
                .isInstanceOf(OnsetException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("no report was written");
    }

    @Test
    void seriesWithHolesOrUnevenArrays() {
        refused("y[1] is NaN", () -> Curve.line("loss", Colour.BLUE, TWO, new double[] {1, Double.NaN}));
        refused("2 are expected", () -> Curve.line("loss", Colour.BLUE, TWO, new double[] {1}));
        refused(
                "a magnitude is not negative",
                () -> Curve.line("loss", Colour.BLUE, TWO, TWO).errors(new double[] {1, -1}));
        refused("down to", () -> new Spread("gap", Colour.BLUE, Look.BAND, TWO, TWO, new double[] {1, 1.5}));
        refused(
                "high[0] is Infinity",
                () -> new Spread("gap", Colour.BLUE, Look.BAND, TWO, TWO, new double[] {Double.POSITIVE_INFINITY, 3}));
    }

    @Test
    void panelsWithNothingInThem_andLogarithmsOfNothing() {
        refused("has no series", () -> axes(Scale.linear("y"), List.of()));
        refused(
                "no place on a logarithmic axis",
                () -> axes(Scale.logarithmic("y"), List.of(Curve.line("loss", Colour.BLUE, TWO, ZERO))));
        refused(
                "begins at 0",
                () -> axes(Scale.logarithmic("y").from(0, 1), List.of(Curve.line("loss", Colour.BLUE, TWO, TWO))));
        refused("runs from 2.0", () -> Scale.linear("y").from(2, 1));
        refused("mark here is NaN", () -> Mark.at(Double.NaN, "here"));
    }

    private static AxesPanel axes(Scale y, List<Series> series) {
        return AxesPanel.of("loss", Scale.linear("x"), y, series, List.of());
    }

    @Test
    void heatMapsThatDoNotFitTheirLabels() {
        refused("2 are expected", () -> heat(new double[][] {{1, 2}}, 0));
        refused("1 entries", () -> heat(new double[][] {{1, 2}, {1}}, 0));
        refused("is NaN", () -> heat(new double[][] {{1, 2}, {1, Double.NaN}}, 0));
        refused("stands beside the columns", () -> heat(new double[][] {{1, 2}, {1, 2}}, 2));
    }

    private static HeatPanel heat(double[][] values, double mark) {
        Lanes lanes = new Lanes("noise", List.of("a", "b"));
        Shade shade = new Shade("share", new Range(0, 1), true);
        return new HeatPanel("map", lanes, lanes, values, shade, List.of(), List.of(Mark.at(mark, "here")));
    }

    @Test
    void samplesWhosePlayersOrPixelsDoNotExist() {
        refused("pixel 4 of 4", () -> new Image(2, 2, new double[4], List.of(new int[] {4})));
        refused("has 3 values", () -> new Image(2, 2, new double[3], List.of()));
        refused("at most 512 a side", () -> new Image(1, 513, new double[513], List.of()));
        refused("token 2 of 2", () -> new Tokens(List.of("a", "b"), List.of(new int[] {2})));
        refused("2 are expected", () -> new Features(List.of("a", "b"), new double[1]));
        Group group = new Group("AND of 1", "and", false, 1, new int[] {2});
        refused(
                "player 2 of 2",
                () -> new SamplePanel("one", "", new Features(List.of("a", "b"), new double[2]), List.of(group)));
        refused("has no players", () -> new Group("AND of 0", "and", false, 1, new int[0]));
    }

    @Test
    void tablesWhoseRowsDoNotFitTheirColumns() {
        refused(
                "2 entries",
                () -> new TablePanel(
                        "runs", List.of(Column.text("Run")), List.of(List.of(Cell.of("a"), Cell.of("b")))));
        refused("is NaN", () -> Cell.of(Double.NaN));
        refused("1 are expected", () -> DataTable.of("runs", "a").row(1, 2).build());
        refused("table's name", () -> DataTable.of("../runs", "a").build());
    }

    @Test
    void figuresWhoseViewsDoNotFitTheirSwitches() {
        AxesPanel panel = axes(Scale.linear("y"), List.of(Curve.line("loss", Colour.BLUE, TWO, TWO)));
        View view = new View("", List.of(panel));
        Switch two = new Switch("Shown", List.of("a", "b"));
        refused("1 views for 2", () -> Figure.switched("f", "", "", Arrangement.SMALL, List.of(two), List.of(view)));
        refused(
                "two switches",
                () -> Figure.switched(
                        "f", "", "", Arrangement.SMALL, List.of(two, two), List.of(view, view, view, view)));
        refused("has no panel", () -> Figure.of("f", "", "", Arrangement.SMALL, List.of()));
        refused("id is 'A b'", () -> Figure.of("A b", "", "", Arrangement.SMALL, List.of(panel)));
    }

    @Test
    void reportsThatSayOneThingTwice() {
        AxesPanel panel = axes(Scale.linear("y"), List.of(Curve.line("loss", Colour.BLUE, TWO, TWO)));
        Figure figure = Figure.of("f", "", "", Arrangement.STACKED, List.of(panel));
        refused("two sections have the id f", () -> report(List.of(figure, figure), Map.of()));
        refused("has a field digest already", () -> report(List.of(figure), Map.of("digest", "mine")));
        refused("cannot hold", () -> report(List.of(figure), Map.of("when", new StringBuilder())));
        refused("is NaN", () -> report(List.of(figure), Map.of("loss", List.of(Double.NaN))));
        Figure other = Figure.of("g", "", "", Arrangement.STACKED, List.of(panel))
                .numbers(DataTable.of("f", "x").build());
        refused(
                "two tables with different numbers",
                () -> ReportWriter.render(report(List.of(figure, other), Map.of())));
    }

    private static FigureReport report(List<Figure> figures, Map<String, Object> outcome) {
        FigureReport plain = FigureReport.of("v", "w", "l", List.of(), figures, List.of(), List.of());
        return new FigureReport(
                plain.identity(), "v", "w", "l", List.of(), plain.sections(), outcome, List.of(), plain.provenance());
    }

    @Test
    void checksThatPassUnmeasured() {
        refused(
                "without a measurement",
                () -> new Check("x", "", 1, 0, Check.Relation.AT_MOST, java.util.Optional.empty(), true));
        refused("compares by '=='", () -> Check.Relation.of("=="));
    }
}
