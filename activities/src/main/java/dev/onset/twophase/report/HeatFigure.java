package dev.onset.twophase.report;

import dev.onset.report.Colour;
import dev.onset.report.Figure;
import dev.onset.report.Figure.Arrangement;
import dev.onset.report.Fmt;
import dev.onset.report.HeatPanel;
import dev.onset.report.HeatPanel.Lanes;
import dev.onset.report.HeatPanel.Shade;
import dev.onset.report.Mark;
import dev.onset.report.Range;
import dev.onset.report.Series.Curve;
import dev.onset.twophase.report.ReportParts.OutputResult;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Share of strength by order and checkpoint: one column a checkpoint, with the centroid over it. */
final class HeatFigure {
    private final TwoPhaseReport report;

    HeatFigure(TwoPhaseReport report) {
        this.report = report;
    }

    Figure figure(PhaseTables tables) {
        List<double[][]> shares = report.outputs().stream().map(this::shares).toList();
        double most = shares.stream()
                .flatMap(Arrays::stream)
                .flatMapToDouble(Arrays::stream)
                .max()
                .orElse(0);
        Shade shade = new Shade("share of the strength", new Range(0, most > 0 ? most : 1), true);
        List<HeatPanel> panels = IntStream.range(0, shares.size())
                .mapToObj(i -> panel(report.outputs().get(i), shares.get(i), shade))
                .toList();
        return Figure.of(
                        "heatmap",
                        "Every checkpoint, every order",
                        "Colour is the order\u2019s share of the checkpoint\u2019s strength, AND and OR, both signs. The line is"
                                + " the centroid.",
                        Arrangement.SIDE_BY_SIDE,
                        panels)
                .numbers(tables.heatmap());
    }

    /** By order and checkpoint. */
    private double[][] shares(OutputResult o) {
        double[][] shares = new double[o.strengths().orders()][report.steps().length];
        for (int t = 0; t < report.steps().length; t++) {
            double total = o.strengths().total(t);
            for (int k = 0; k < shares.length; k++) {
                shares[k][t] = total > 0 ? o.strengths().of(t, k + 1) / total : 0;
            }
        }
        return shares;
    }

    private HeatPanel panel(OutputResult o, double[][] shares, Shade shade) {
        List<String> steps = Arrays.stream(report.steps()).mapToObj(Fmt::step).toList();
        List<String> orders = IntStream.rangeClosed(1, shares.length)
                .mapToObj(Integer::toString)
                .toList();
        double[] at = IntStream.range(0, steps.size()).asDoubleStream().toArray();
        double[] middle = Arrays.stream(o.centroid()).map(c -> c - 1).toArray();
        return new HeatPanel(
                o.name(),
                new Lanes("step of the checkpoint (evenly spaced)", steps),
                new Lanes("order", orders),
                shares,
                shade,
                Curve.line("centroid", Colour.ORANGE, at, middle).where(CentroidFigure.exists(o.centroid())),
                o.tStar().stream()
                        .map(t -> Mark.at(report.nearest(t.value()), "t*"))
                        .toList());
    }
}
