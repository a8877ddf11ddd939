package dev.onset.meanfield;

import dev.onset.phases.CentroidTurn;
import dev.onset.report.AxesPanel;
import dev.onset.report.Colour;
import dev.onset.report.Figure;
import dev.onset.report.Figure.Arrangement;
import dev.onset.report.Fmt;
import dev.onset.report.HeatPanel;
import dev.onset.report.HeatPanel.Lanes;
import dev.onset.report.HeatPanel.Shade;
import dev.onset.report.Mark;
import dev.onset.report.Range;
import dev.onset.report.Scale;
import dev.onset.report.Series;
import dev.onset.report.Series.Curve;
import dev.onset.report.Series.Mode;
import dev.onset.report.Series.Spread;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Flows in time: order by order, over-fitting, energies, centroids. */
final class FlowFigures {
    private static final String TIME = "time (logarithmic; learning rate \u00d7 N \u00d7 steps)";
    private static final double SMALLEST = 1e-6;

    private final MeanFieldFindings findings;

    FlowFigures(MeanFieldFindings findings) {
        this.findings = findings;
    }

    List<Figure> all() {
        List<Figure> figures = new ArrayList<>(List.of(learning(), overfitting(), energies()));
        figures.add(centroids());
        return figures;
    }

    private static Scale time() {
        return Scale.logarithmic(TIME);
    }

    /** Checkpoints after the start, which has no place on a logarithmic axis of this time. */
    private static int[] trained(FlowPath path) {
        return IntStream.range(0, path.checkpoints())
                .filter(t -> path.steps[t] > 0)
                .toArray();
    }

    private static double[] at(int[] checkpoints, double[] values) {
        return Arrays.stream(checkpoints).mapToDouble(t -> values[t]).toArray();
    }

    /** One panel a width: fhat_S / c_S of every term and seed. */
    private Figure learning() {
        List<AxesPanel> panels = new ArrayList<>();
        for (FlowGroup group : findings.populations) {
            List<Term> teacher = group.settings().teacher();
            List<Curve> curves = new ArrayList<>();
            List<Mark> marks = new ArrayList<>();
            marks.add(new Mark.Level(0.5, ""));
            for (int k = 0; k < teacher.size(); k++) {
                int term = k;
                for (FlowPath path : group.paths()) {
                    int[] shown = trained(path);
                    double[] share = Arrays.stream(shown)
                            .mapToDouble(t -> path.learned[t][term])
                            .toArray();
                    curves.add(
                            Curve.line("order " + teacher.get(k).order(), Colour.nth(k), at(shown, path.times), share));
                }
                OptionalDouble half = group.half(k);
                if (half.isPresent()) {
                    marks.add(new Mark.Upright(
                            half.getAsDouble(),
                            number(half.getAsDouble()),
                            Optional.empty(),
                            Optional.of(Colour.nth(k))));
                }
            }
            panels.add(AxesPanel.of(
                    "learned share of each term, N = " + group.settings().neurons() + ", "
                            + group.paths().size() + " seeds",
                    time(),
                    Scale.linear("learned share").from(-0.05, 1.15),
                    curves,
                    marks));
        }
        return Figure.of(
                "learning",
                "Order by order",
                "Population flow: Fourier coefficients of f on the teacher\u2019s terms over the teacher\u2019s own, one line a term"
                        + " and seed. Marks: time at which half is learned, median of seeds. In the mean-field limit order 1 leaves the"
                        + " start at a time of order 1, order 2 of order log n, order k \u2265 3 of order n^(k/2 \u2212 1).",
                Arrangement.STACKED,
                panels);
    }

    private Figure overfitting() {
        List<AxesPanel> panels = new ArrayList<>();
        findings.noiseless().ifPresent(group -> panels.add(errors("without label noise", group)));
        FlowGroup sample = findings.sample;
        panels.add(errors("with label noise " + number(sample.settings().noise()), sample));
        return Figure.of(
                "overfitting",
                "Where over-fitting begins",
                "Flows on " + sample.settings().points() + " of "
                        + sample.settings().vertices()
                        + " points. Training error against the labels trained on, test error against the teacher itself on the points"
                        + " held out; one line a seed. Marks are medians over seeds.",
                Arrangement.STACKED,
                panels);
    }

    private static AxesPanel errors(String words, FlowGroup group) {
        List<Curve> curves = new ArrayList<>();
        for (FlowPath path : group.paths()) {
            int[] shown = trained(path);
            curves.add(
                    Curve.line("training", Colour.BLUE, at(shown, path.times), positive(at(shown, path.trainErrors))));
        }
        for (FlowPath path : group.paths()) {
            int[] shown = trained(path);
            curves.add(Curve.line("test", Colour.ORANGE, at(shown, path.times), positive(at(shown, path.cleanErrors))));
        }
        List<Mark> marks = new ArrayList<>();
        int last = group.settings().teacher().size() - 1;
        group.half(last)
                .ifPresent(at -> marks.add(Mark.at(
                        at, "order " + group.settings().teacher().get(last).order() + " half learned")));
        if (group.settings().noise() > 0) {
            group.median(path -> OptionalDouble.of(path.times[path.best()]))
                    .ifPresent(at -> marks.add(Mark.at(at, "lowest test error")));
        }
        return AxesPanel.of(
                "mean squared error (logarithmic), " + words,
                time(),
                Scale.logarithmic("mean squared error"),
                curves,
                marks);
    }

    private static double[] positive(double[] values) {
        return Arrays.stream(values).map(v -> Math.max(v, SMALLEST)).toArray();
    }

    /** log10 of the energies outside the teacher's terms. */
    private Figure energies() {
        List<HeatPanel> panels = new ArrayList<>();
        panels.add(
                energy("with label noise " + number(findings.sample.settings().noise()), findings.sample));
        findings.noiseless().ifPresent(group -> panels.add(energy("without label noise", group)));
        return Figure.of(
                "energies",
                "Energy outside the teacher, by order",
                "log10 of the energy of f at each order without the teacher\u2019s own terms, mean of seeds. What noise brings in"
                        + " enters at middle orders, in proportion to how many sets there are; it is not the spindle of trained deep"
                        + " networks.",
                Arrangement.SIDE_BY_SIDE,
                panels);
    }

    private static HeatPanel energy(String words, FlowGroup group) {
        FlowPath first = group.paths().get(0);
        int[] shown = trained(first);
        int orders = group.settings().inputs();
        double[][] values = new double[orders][shown.length];
        for (int c = 0; c < shown.length; c++) {
            for (FlowPath path : group.paths()) {
                double[] stray = path.strayEnergies(shown[c]);
                for (int k = 1; k <= orders; k++) {
                    values[k - 1][c] += stray[k] / group.paths().size();
                }
            }
            for (int k = 0; k < orders; k++) {
                values[k][c] = Math.log10(Math.max(values[k][c], SMALLEST));
            }
        }
        return new HeatPanel(
                "log10 energy, " + words,
                new Lanes(
                        "time",
                        Arrays.stream(shown)
                                .mapToObj(t -> number(first.times[t]))
                                .toList()),
                new Lanes(
                        "order",
                        IntStream.rangeClosed(1, orders)
                                .mapToObj(Integer::toString)
                                .toList()),
                values,
                new Shade("log10 of energy outside the teacher", new Range(Math.log10(SMALLEST), -0.5), false),
                List.of(),
                List.of());
    }

    /** What the detector of the deep studies reads: dividends at vertices of the first seed, and the spectrum over seeds. */
    private Figure centroids() {
        List<AxesPanel> panels = new ArrayList<>();
        panels.add(centroid(
                "dividends at " + FlowPath.VERTICES + " vertices, first seed",
                group -> group.paths().get(0).verdict.turn()));
        panels.add(centroid("order spectrum, seeds", FlowGroup::turn));
        return Figure.of(
                "centroids",
                "Mean order in time, as the two-phase detector reads it",
                "Left: strengths of the salient Harsanyi dividends at 24 vertices x* with baseline \u2212x*. Right: energies by order;"
                        + " on the full cube they are the same at every vertex, so the band is over seeds. Bands are 95 % intervals.",
                Arrangement.SIDE_BY_SIDE,
                panels);
    }

    private interface Turns {
        CentroidTurn of(FlowGroup group);
    }

    private AxesPanel centroid(String words, Turns turns) {
        List<Series> series = new ArrayList<>();
        add(series, "with label noise", Colour.ORANGE, findings.sample, turns);
        findings.noiseless().ifPresent(group -> add(series, "without label noise", Colour.BLUE, group, turns));
        add(series, "population flow", Colour.GREEN, findings.populations.get(0), turns);
        return AxesPanel.of("mean order: " + words, time(), Scale.linear("mean order"), series, List.of());
    }

    private static void add(List<Series> series, String name, Colour colour, FlowGroup group, Turns turns) {
        CentroidTurn turn = turns.of(group);
        FlowPath path = group.paths().get(0);
        // a checkpoint without a centroid shows as 0
        int[] shown =
                Arrays.stream(trained(path)).filter(t -> turn.centroid()[t] > 0).toArray();
        double[] x = at(shown, path.times);
        series.add(new Spread(name, colour, Series.Look.BAND, x, at(shown, turn.low()), at(shown, turn.high())));
        series.add(Curve.of(name, colour, Mode.LINE, x, at(shown, turn.centroid())));
    }

    static String number(double value) {
        return Fmt.found(value);
    }
}
