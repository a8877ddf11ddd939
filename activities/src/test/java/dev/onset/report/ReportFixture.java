package dev.onset.report;

import dev.onset.report.Check.Relation;
import dev.onset.report.Figure.Arrangement;
import dev.onset.report.Figure.Switch;
import dev.onset.report.Figure.View;
import dev.onset.report.FigureReport.Identity;
import dev.onset.report.FigureReport.KeyFigure;
import dev.onset.report.HeatPanel.Lanes;
import dev.onset.report.HeatPanel.Shade;
import dev.onset.report.Provenance.Fact;
import dev.onset.report.SamplePanel.Features;
import dev.onset.report.SamplePanel.Group;
import dev.onset.report.SamplePanel.Image;
import dev.onset.report.SamplePanel.Tokens;
import dev.onset.report.Scale.Ticks;
import dev.onset.report.Series.Curve;
import dev.onset.report.Series.Look;
import dev.onset.report.Series.Mode;
import dev.onset.report.Series.Spread;
import dev.onset.report.TablePanel.Cell;
import dev.onset.report.TablePanel.Column;
import dev.onset.report.TablePanel.Format;
import dev.onset.report.TablePanel.Tone;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** A report with one of everything that a report can have. */
final class ReportFixture {
    private static final double[] X = {0, 10, 100};

    private final String tail;

    /** @param tail ends every text of the report */
    ReportFixture(String tail) {
        this.tail = tail;
    }

    static FigureReport report() {
        return new ReportFixture("").build();
    }

    private String t(String text) {
        return text + tail;
    }

    FigureReport build() {
        Map<String, Object> own = new LinkedHashMap<>();
        own.put("turn", 3.5);
        own.put("onset", Optional.empty());
        own.put("inner", Map.of("words", t("as found"), "steps", List.of(1L, 2L)));
        return new FigureReport(
                new Identity(t("demo"), t("a kind"), t("about it"), t("f00d"), 3, false),
                t("1 of 2 checks pass"),
                t("words of the verdict"),
                t("a lede"),
                List.of(new KeyFigure(t("share"), t("12"), t("of all"))),
                List.of(
                        new Section.Figures(
                                "charts", t("In time"), List.of(t("prose before")), List.of(stacked(), small()), false),
                        Section.Figures.of(beside()),
                        Section.Figures.of(heat()),
                        Section.Figures.of(samples()),
                        new Section.Figures("tables", t("Tables"), List.of(), List.of(table()), true),
                        new Section.Checks(
                                "checks",
                                t("What must be shown"),
                                t("A check that fails stays."),
                                List.of(
                                        new Check(
                                                t("good"),
                                                t("of it"),
                                                1,
                                                0.1,
                                                Relation.WITHIN,
                                                Optional.of(1.05),
                                                true),
                                        new Check(
                                                t("never measured"),
                                                "",
                                                60,
                                                0,
                                                Relation.AT_MOST,
                                                Optional.empty(),
                                                false)),
                                Optional.empty()),
                        new Section.Notes("limits", t("What this does not show"), List.of(t("a limit"), t("another")))),
                own,
                List.of(new StageLine(t("train"), true, t("fingerprint known"), 12)),
                new Provenance(t("machine"), t("profile"), List.of(new Fact(t("Java"), t("17")))));
    }

    private Figure stacked() {
        AxesPanel values = AxesPanel.of(
                t("accuracy, share"),
                Scale.logarithmic(t("step")),
                Scale.linear(t("accuracy")).from(0, 1),
                List.of(
                        new Spread(t("test"), Colour.ORANGE, Look.BAND, X, new double[] {0, 0.25, 0.75}, new double[] {
                            0.125, 0.5, 1
                        }),
                        Curve.of(t("test"), Colour.ORANGE, Mode.LINE_AND_POINTS, X, new double[] {0.0625, 0.375, 0.875})
                                .labelled(t("test .875")),
                        new Spread(
                                t("equally good"),
                                Colour.BLUE,
                                Look.WHISKERS,
                                new double[] {10},
                                new double[] {0.3},
                                new double[] {0.45})),
                List.of(
                        new Mark.Upright(10, t("turn 10"), Optional.of(new Range(8, 13)), Optional.of(Colour.VIOLET)),
                        new Mark.Level(0.9, t("90 %")),
                        new Mark.Ring(100, 0.875, t("opens at 100"), Colour.VIOLET, true),
                        new Mark.Words(10, 0.1, t("nothing here"))));
        AxesPanel bars = AxesPanel.of(
                t("density"),
                Scale.logarithmic(t("step")),
                Scale.linear(t("density")),
                List.of(Curve.of(t("counts"), Colour.BLUE, Mode.BARS, X, new double[] {0, 0.5, 1})),
                List.of(Mark.at(10, t("turn 10"))));
        return Figure.of("training", t("Accuracy in time"), t("a caption"), Arrangement.STACKED, List.of(values, bars))
                .saying(t("a paragraph above"));
    }

    private Figure small() {
        List<View> views = Stream.of(t("as shares"), t("as they are"))
                .map(words -> new View(words, List.of(boxes(words.startsWith("as shares")))))
                .toList();
        return Figure.switched(
                "strengths",
                t("By order"),
                t("choose"),
                Arrangement.SMALL,
                List.of(
                        new Switch(t("Shown"), List.of(t("shares"), t("numbers"))),
                        new Switch(t("Output"), List.of(t("the only one")))),
                views);
    }

    private AxesPanel boxes(boolean shares) {
        double[] orders = {1, 2, 3};
        double[] none = new double[3];
        double[] up = {0.1, 0.2, 0.3};
        double[] more = {0.15, 0.4, 0.35};
        return AxesPanel.of(
                        t("at 10"),
                        Scale.counted(t("order"), 3),
                        Scale.linear(t("strength")).from(-0.5, 0.5).ticked(new Ticks(shares, true, false, 0)),
                        List.of(
                                new Spread(t("first"), Colour.BLUE, Look.BOXES, orders, none, up),
                                new Spread(t("second"), Colour.BLUE, Look.LIGHT_BOXES, orders, up, more),
                                Curve.of(t("expected"), Colour.INK, Mode.DOTTED, orders, up)),
                        List.of())
                .noted(t("the turn"));
    }

    private Figure beside() {
        AxesPanel errors = AxesPanel.of(
                t("error (logarithmic)"),
                Scale.linear(t("noise")),
                Scale.logarithmic(t("error")),
                List.of(
                        Curve.of(t("runs"), Colour.GREEN, Mode.POINTS, X, new double[] {0.1, 1, 10})
                                .errors(new double[] {0.01, 0.1, 1}),
                        Curve.of(t("theory"), Colour.GREY, Mode.DASHED, X, new double[] {0.2, 2, 20})
                                .labelled(t("end"))),
                List.of());
        return Figure.of("beside", t("Beside"), t("two of them"), Arrangement.SIDE_BY_SIDE, List.of(errors, errors))
                .numbers(DataTable.of("runs", "noise", "error")
                        .row(0L, 0.1)
                        .row(OptionalDouble.empty(), 1.0)
                        .build());
    }

    private Figure heat() {
        HeatPanel panel = new HeatPanel(
                t("phases"),
                new Lanes(t("noise"), List.of(t("low"), t("high"))),
                new Lanes(t("order"), List.of(t("one"), t("two"), t("three"))),
                new double[][] {{-0.5, 0}, {0.25, 0.5}, {1, 0.75}},
                new Shade(t("correlation"), new Range(-1, 1), false),
                List.of(Curve.line(t("border"), Colour.ORANGE, new double[] {0, 1}, new double[] {0.5, 1.5})),
                List.of(Mark.at(1, t("here"))));
        return Figure.of("diagram", t("Phase diagram"), t("colours"), Arrangement.SIDE_BY_SIDE, List.of(panel));
    }

    private Figure samples() {
        List<int[]> blocks = List.of(new int[] {0, 1}, new int[] {3});
        List<Group> groups = List.of(
                new Group(t("AND of 2"), t("and"), false, 2.5, new int[] {0, 1}),
                new Group(t("OR of 1"), t("or"), true, -1.25, new int[] {1}));
        return Figure.of(
                "samples",
                t("Samples"),
                t("what acts"),
                Arrangement.STACKED,
                List.of(
                        new SamplePanel(
                                t("a grey one"),
                                t("step 10"),
                                new Image(2, 2, new double[] {0, 1, 0.5, 0}, blocks),
                                groups),
                        new SamplePanel(
                                t("a coloured one"),
                                "",
                                new Image(2, 2, new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1}, blocks),
                                groups),
                        new SamplePanel(
                                t("a sentence"),
                                "",
                                new Tokens(
                                        List.of(t("not"), t("a"), t("good"), t("film"), t("not"), t("a")),
                                        List.of(new int[] {0}, new int[] {2, 3}, new int[] {4})),
                                groups),
                        new SamplePanel(
                                t("a row"),
                                "",
                                new Features(List.of(t("radius"), t("texture")), new double[] {1.5, -2}),
                                groups)));
    }

    private Figure table() {
        TablePanel panel = new TablePanel(
                t("runs by noise"),
                List.of(
                        Column.text(t("Run")),
                        new Column(t("Step"), Format.COUNT),
                        new Column(t("Share"), Format.PERCENT),
                        new Column(t("Fall"), Format.TWO_DECIMALS)),
                List.of(
                        List.of(
                                Cell.of(t("first")).strongly().noted(t("a note")),
                                Cell.of(1234),
                                Cell.of(0.125).in(Tone.SOFT),
                                Cell.of(2.718).in(Tone.GOOD)),
                        List.of(
                                Cell.of(t("second")).in(Tone.BAD),
                                Cell.of(OptionalDouble.empty()),
                                Cell.of(t("not asked")),
                                Cell.of(0))));
        return Figure.of("runs-table", t("Runs"), t("all"), Arrangement.STACKED, List.of(panel));
    }
}
