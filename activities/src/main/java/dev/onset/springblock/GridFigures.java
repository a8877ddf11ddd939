package dev.onset.springblock;

import dev.onset.report.AxesPanel;
import dev.onset.report.Colour;
import dev.onset.report.Figure;
import dev.onset.report.Figure.Arrangement;
import dev.onset.report.Fmt;
import dev.onset.report.HeatPanel;
import dev.onset.report.HeatPanel.Lanes;
import dev.onset.report.HeatPanel.Shade;
import dev.onset.report.Panel;
import dev.onset.report.Range;
import dev.onset.report.Scale;
import dev.onset.report.Series.Curve;
import dev.onset.report.Series.Mode;
import dev.onset.report.TablePanel;
import dev.onset.report.TablePanel.Cell;
import dev.onset.report.TablePanel.Column;
import dev.onset.report.TablePanel.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Networks over nonlinearity and noise: load curves in the cells of phase diagrams, and accuracy against linearity. */
final class GridFigures {
    private static final Shade ACCURACY = new Shade("test accuracy", new Range(0.5, 1), true);
    private static final String NONLINEARITY = "alpha (0: ReLU, 1: linear)";

    private final SpringFindings findings;

    GridFigures(SpringFindings findings) {
        this.findings = findings;
    }

    /** One phase diagram an axis, as the paper draws it. */
    Figure phases() {
        List<HeatPanel> panels = new ArrayList<>();
        for (Axis axis : Axis.values()) {
            if (findings.has(axis)) {
                panels.add(panel("nonlinearity \u00d7 " + axis.words, axis, ACCURACY, SpringPoint::accuracy));
            }
        }
        if (panels.isEmpty()) {
            panels.add(panel("nonlinearity, all noise at rest", Axis.DROPOUT, ACCURACY, SpringPoint::accuracy));
        }
        return Figure.of(
                "phases",
                "Load curves over nonlinearity and noise",
                "In each cell the curve of data separations D\u2080..D_m, mean of seeds, each filling its cell; its colour is the test"
                        + " accuracy after " + findings.study.training().steps()
                        + " epochs. Noise grows to the right. Curves that bulge upwards"
                        + " leave the work to deep layers (lazy), those that sag to shallow ones (active).",
                Arrangement.SIDE_BY_SIDE,
                panels);
    }

    /** The dropout grid, coloured by c. */
    HeatPanel convexities(Shade shade) {
        return panel("networks, nonlinearity \u00d7 dropout", Axis.DROPOUT, shade, point -> finite(point.convexity()));
    }

    private static double finite(double value) {
        return Double.isFinite(value) ? value : 0;
    }

    private HeatPanel panel(String title, Axis axis, Shade shade, ToDoubleFunction<SpringPoint> value) {
        List<Double> values = findings.values(axis);
        double[][] shades = new double[findings.alphas.size()][values.size()];
        List<List<double[]>> curves = new ArrayList<>();
        for (int r = 0; r < shades.length; r++) {
            List<double[]> row = new ArrayList<>();
            for (int c = 0; c < values.size(); c++) {
                Optional<SpringPoint> point = findings.at(findings.alphas.get(r), axis, values.get(c));
                shades[r][c] = point.map(value::applyAsDouble).orElse(0.0);
                row.add(point.flatMap(SpringPoint::curve)
                        .map(LoadCurve::separation)
                        .orElse(new double[0]));
            }
            curves.add(row);
        }
        return new HeatPanel(
                        title,
                        new Lanes(axis.words, values.stream().map(Fmt::plain).toList()),
                        alphas(findings.alphas),
                        shades,
                        shade,
                        List.of(),
                        List.of())
                .curved(curves);
    }

    static Lanes alphas(List<Double> alphas) {
        return new Lanes(NONLINEARITY, alphas.stream().map(Fmt::plain).toList());
    }

    /** D_l of the ReLU networks, or of the most nonlinear ones there are, with the prototype's. */
    Figure curves() {
        double alpha = findings.alphas.get(0);
        List<Curve> series = new ArrayList<>();
        int index = 0;
        for (double dropout : findings.values(Axis.DROPOUT)) {
            Optional<SpringPoint> point = findings.at(alpha, Axis.DROPOUT, dropout);
            Optional<LoadCurve> curve = point.flatMap(SpringPoint::curve);
            if (curve.isPresent()) {
                double[] d = curve.get().separation();
                double[] errors = new double[d.length];
                for (int l = 0; l < d.length; l++) {
                    int layer = l;
                    errors[l] = point.get().deviation(c -> c.separation()[layer])
                            / Math.sqrt(point.get().networks().size());
                }
                series.add(Curve.of(
                                "dropout " + Fmt.plain(dropout),
                                Colour.nth(index),
                                Mode.LINE_AND_POINTS,
                                layers(d.length),
                                d)
                        .errors(errors));
            }
            index++;
        }
        boolean judged = SpringReport.judged(findings);
        if (judged && alpha == 0) {
            Prototype.CURVES.forEach((dropout, d) -> series.add(Curve.of(
                    "prototype, dropout " + Fmt.plain(dropout), Colour.GREY, Mode.DASHED, layers(d.length), d)));
        }
        return Figure.of(
                "curves",
                "Data separation layer by layer",
                "Mean of seeds with one standard error, alpha " + Fmt.plain(alpha)
                        + (judged ? "; dashed: an independent prototype at dropout 0 and .1." : ".")
                        + " Without noise the last layers separate most; with some dropout every layer does the same share.",
                Arrangement.STACKED,
                List.of(AxesPanel.of(
                        "data separation D",
                        Scale.linear("layer (0: normalised input)"),
                        Scale.linear("D"),
                        series.isEmpty() ? List.of(nothing()) : series,
                        List.of())));
    }

    private static Curve nothing() {
        return Curve.line("no network has a load curve", Colour.GREY, new double[0], new double[0]);
    }

    static double[] layers(int count) {
        double[] layers = new double[count];
        for (int l = 0; l < count; l++) {
            layers[l] = l;
        }
        return layers;
    }

    /** One small panel an alpha. */
    Figure accuracy() {
        List<AxesPanel> panels = new ArrayList<>();
        List<List<Cell>> rows = new ArrayList<>();
        for (double alpha : findings.alphas) {
            List<SpringPoint.Network> networks = findings.of(alpha).stream()
                    .flatMap(point -> point.networks().stream())
                    .toList();
            double correlation = findings.accuracyAgainstUnevenness(alpha);
            panels.add(AxesPanel.of(
                            "alpha " + Fmt.plain(alpha),
                            Scale.linear("v"),
                            Scale.linear("test accuracy"),
                            List.of(Curve.of(
                                    "network",
                                    Colour.BLUE,
                                    Mode.POINTS,
                                    networks.stream()
                                            .mapToDouble(n -> n.curve().unevenness())
                                            .toArray(),
                                    networks.stream()
                                            .mapToDouble(SpringPoint.Network::accuracy)
                                            .toArray())),
                            List.of())
                    .noted("rank correlation "
                            + (Double.isFinite(correlation) ? Fmt.fixed(correlation, 2) : Fmt.NONE)));
            rows.add(List.of(
                    Cell.of(alpha),
                    Cell.of(networks.size()),
                    Double.isFinite(correlation) ? Cell.of(correlation) : Cell.of("")));
        }
        List<Panel> all = new ArrayList<>(panels);
        all.add(new TablePanel(
                "accuracy against unevenness, by alpha",
                List.of(
                        new Column("alpha", Format.NUMBER),
                        new Column("networks", Format.COUNT),
                        new Column("rank correlation of test accuracy with v", Format.TWO_DECIMALS)),
                rows));
        return Figure.of(
                "accuracy",
                "Accuracy against linearity, for each alpha by itself",
                "v is the standard deviation of the loads of a network, 0 where its curve is straight: a negative correlation says"
                        + " that straight curves generalise better. All axes and seeds of an alpha; not pooled over alphas. The prototype"
                        + " had \u2212.54 at alpha 0 and +.54 at alpha .8.",
                Arrangement.SMALL,
                all);
    }

    /** c by alpha and dropout, with the prototype's. */
    Figure table() {
        List<Column> columns = new ArrayList<>();
        columns.add(new Column("alpha", Format.NUMBER));
        List<Double> values = findings.values(Axis.DROPOUT);
        values.forEach(value -> columns.add(Column.text("dropout " + Fmt.plain(value))));
        boolean judged = SpringReport.judged(findings);
        List<List<Cell>> rows = new ArrayList<>();
        for (double alpha : findings.alphas) {
            List<Cell> row = new ArrayList<>();
            row.add(Cell.of(alpha));
            for (double value : values) {
                row.add(convexity(alpha, value, judged));
            }
            rows.add(row);
        }
        return Figure.of(
                "convexity",
                "c by nonlinearity and dropout",
                "c = d_first \u2212 d_last of the loads, mean and standard deviation over seeds, with mean test accuracy"
                        + (judged ? "; in small print the prototype\u2019s c." : "."),
                Arrangement.STACKED,
                List.of(new TablePanel("c by alpha and dropout", columns, rows)));
    }

    private Cell convexity(double alpha, double value, boolean judged) {
        Optional<SpringPoint> point = findings.at(alpha, Axis.DROPOUT, value);
        if (point.isEmpty() || point.get().networks().isEmpty()) {
            return Cell.of("");
        }
        Cell cell = Cell.of(Fmt.fixed(point.get().convexity(), 2) + " \u00b1 "
                + Fmt.fixed(point.get().deviation(LoadCurve::convexity), 2) + " ("
                + Fmt.percent(point.get().accuracy()) + ")");
        Optional<Double> prototype = judged ? Prototype.convexity(alpha, value) : Optional.empty();
        return prototype.map(c -> cell.noted("prototype " + Fmt.fixed(c, 2))).orElse(cell);
    }
}
