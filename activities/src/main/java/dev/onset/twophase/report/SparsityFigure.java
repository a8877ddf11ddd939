package dev.onset.twophase.report;

import dev.onset.report.AxesPanel;
import dev.onset.report.Colour;
import dev.onset.report.Figure;
import dev.onset.report.Figure.Arrangement;
import dev.onset.report.Fmt;
import dev.onset.report.Mark;
import dev.onset.report.Scale;
import dev.onset.report.Series.Curve;
import dev.onset.report.Series.Mode;
import dev.onset.twophase.report.ReportParts.SparsityCurve;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How few interactions carry the effect: cumulative share of the L1 norm, and sorted strengths, against rank. */
final class SparsityFigure {
    private static final Colour[] COLOURS = {Colour.GREY_DOTTED, Colour.GREEN, Colour.BLUE, Colour.VIOLET};
    private static final Mode[] MODES = {Mode.LINE, Mode.DASHED, Mode.LINE, Mode.DASHED};

    private final TwoPhaseReport report;
    private final List<SparsityCurve> curves;

    SparsityFigure(TwoPhaseReport report) {
        this.report = report;
        String main = report.main().id();
        this.curves = report.sparsity().stream()
                .filter(c -> c.output().equals(main) && c.rank().length > 0)
                .toList();
    }

    /** Empty where nothing was sorted. */
    Optional<Figure> figure(PhaseTables tables) {
        if (curves.isEmpty()) {
            return Optional.empty();
        }
        List<AxesPanel> panels = new ArrayList<>();
        panels.add(cumulative());
        sorted().ifPresent(panels::add);
        return Optional.of(Figure.of(
                        "sparsity",
                        "How few interactions carry the effect",
                        "Interactions of all samples (" + report.main().name() + "), sorted by |I|.",
                        Arrangement.SIDE_BY_SIDE,
                        panels)
                .numbers(tables.sparsity(), tables.sparsityFacts()));
    }

    private static String name(SparsityCurve c) {
        return "step " + Fmt.step(c.step()) + ": " + Fmt.percent(c.shareFor90()) + " of " + Fmt.step(c.total())
                + " interactions hold 90 %; " + Fmt.fixed(c.salientPerSample(), 1) + " salient a sample";
    }

    private Curve curve(int i, double[] values) {
        SparsityCurve c = curves.get(i);
        return Curve.of(name(c), COLOURS[i % COLOURS.length], MODES[i % MODES.length], c.rank(), values);
    }

    private Scale ranks() {
        double last =
                curves.stream().mapToDouble(c -> LossFigure.last(c.rank())).reduce(2, Math::max);
        return Scale.logarithmic("interactions, strongest first (logarithmic)").from(1, last);
    }

    private AxesPanel cumulative() {
        List<Curve> lines = new ArrayList<>();
        for (int i = 0; i < curves.size(); i++) {
            lines.add(curve(i, curves.get(i).cumulative()));
        }
        return AxesPanel.of(
                "share of the L1 norm held by the strongest",
                ranks(),
                Scale.linear("share").from(0, 1.02),
                lines,
                List.of(new Mark.Level(0.9, "90 %")));
    }

    /** Without what is far below the threshold; empty where nothing is above. */
    private Optional<AxesPanel> sorted() {
        double most = curves.stream()
                .mapToDouble(c -> LossFigure.max(c.magnitude(), new double[0]))
                .reduce(1e-12, Math::max);
        double least = curves.stream()
                .mapToDouble(SparsityCurve::threshold)
                .filter(t -> t > 0)
                .reduce(1, Math::min);
        double floor = Math.max(least / 100, most * 1e-6);
        double top = most * 1.2;
        List<Curve> lines = new ArrayList<>();
        for (int i = 0; i < curves.size(); i++) {
            double[] magnitude = curves.get(i).magnitude();
            boolean[] shown = new boolean[magnitude.length];
            for (int k = 0; k < shown.length; k++) {
                shown[k] = magnitude[k] > floor;
            }
            lines.addAll(curve(i, magnitude).where(shown));
        }
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        double threshold = curves.get(0).threshold();
        return Optional.of(AxesPanel.of(
                "|I| per mean |v(N) \u2212 v(\u2205)| (logarithmic)",
                ranks(),
                Scale.logarithmic("strength").from(floor, top),
                lines,
                threshold > floor && threshold < top
                        ? List.of(new Mark.Level(threshold, "salient above"))
                        : List.of()));
    }
}
