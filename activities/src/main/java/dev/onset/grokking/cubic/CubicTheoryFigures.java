package dev.onset.grokking.cubic;

import dev.onset.report.AxesPanel;
import dev.onset.report.Colour;
import dev.onset.report.Figure;
import dev.onset.report.Figure.Arrangement;
import dev.onset.report.Scale;
import dev.onset.report.Series.Curve;
import dev.onset.report.Series.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.IntStream;

/** Actions, densities and the phase diagram of the cubic teacher. */
final class CubicTheoryFigures {
    private static final double LIMIT = 1.25;
    private static final int POINTS = 251;
    private static final double LARGEST_U = 1000;
    private static final String OVERLAP = "overlap q with the teacher";

    private final CubicSettings sizes;
    private final SortedMap<Double, EnsembleSummary> runs;

    CubicTheoryFigures(CubicSettings sizes, SortedMap<Double, EnsembleSummary> runs) {
        this.sizes = sizes;
        this.runs = runs;
    }

    /** S(q)/d before, at and after the transition. */
    Figure actions() {
        CubicTransition at = CubicTransition.of(sizes);
        double appearance =
                PhaseDiagram.atFixed(sizes, at.b(), List.of(sizes.eps())).get(0).appearance();
        double before = (appearance / at.u() + 1) / 2;
        double after = 1 + (1 - before);
        List<Double> factors = List.of(2 * before - 1.02, before, 1.0, after);
        Colour[] colours = {Colour.GREY_DOTTED, Colour.GREEN, Colour.BLUE, Colour.ORANGE};
        String[] when = {"no far minima yet", "before", "at the transition", "after"};
        List<ActionCurves.Curve> curves = ActionCurves.about(sizes, factors, LIMIT, POINTS);
        List<Curve> series = new ArrayList<>();
        StringBuilder minima = new StringBuilder();
        for (int i = 0; i < when.length; i++) {
            String name = when[i] + ", u = " + CubicReport.number(factors.get(i), 2) + " uc";
            series.add(Curve.line(
                    name, colours[i], curves.get(i).q(), curves.get(i).action()));
            minima.append(i == 0 ? "" : ", ").append(curves.get(i).minima());
        }
        return Figure.of(
                "action",
                "The action has three minima where the transition is",
                "\u03b2 \u2192 \u221e, where c = \u03b5, at the discrepancy b of the transition. Minima at q = 0 and \u00b1q* are equally"
                        + " deep at uc with a barrier between them: the minima have a depth to cross, so the transition is of first"
                        + " order. Numbers of minima: "
                        + minima + ".",
                Arrangement.STACKED,
                List.of(AxesPanel.of(
                        "action S(q)/d",
                        Scale.linear(OVERLAP),
                        Scale.linear("S/d").from(-0.05, 0.12),
                        series,
                        List.of())));
    }

    /** -log p(q) of theory and runs, at the sizes trained, from the highest noise to the lowest. */
    Figure densities() {
        List<Double> noises = new ArrayList<>(runs.keySet());
        List<Double> chosen =
                List.of(noises.get(noises.size() - 1), noises.get(noises.size() / 2), noises.get(0)).stream()
                        .distinct()
                        .toList();
        List<AxesPanel> panels = new ArrayList<>();
        for (CubicSolution theory : new AdaptiveKernel().path(sizes, chosen)) {
            double noise = theory.settings().noise();
            double[] q = grid(-LIMIT, LIMIT, POINTS);
            double[] line = new double[POINTS];
            for (int i = 0; i < POINTS; i++) {
                line[i] = theory.action().at(q[i]) + theory.logNormaliser();
            }
            List<Curve> series = new ArrayList<>();
            series.add(Curve.line("theory", Colour.GREEN, q, line));
            EnsembleSummary run = runs.get(noise);
            if (run != null) {
                series.add(measured(run.overlaps()));
            }
            panels.add(AxesPanel.of(
                    "\u2212log p(q) at \u03c3\u00b2 = " + noise,
                    Scale.linear(OVERLAP),
                    Scale.linear("").from(-2, 10),
                    series,
                    List.of()));
        }
        return Figure.of(
                "density",
                "The action as the networks show it",
                "Effective action \u2212log p(q) at the trained sizes. Bins without a neuron have no dot.",
                Arrangement.SIDE_BY_SIDE,
                panels);
    }

    private static Curve measured(OverlapHistogram overlaps) {
        double[] density = overlaps.density();
        int[] filled = IntStream.range(0, density.length)
                .filter(i -> density[i] > 0 && Math.abs(OverlapHistogram.centre(i)) <= LIMIT)
                .toArray();
        return Curve.of(
                "networks, pooled",
                Colour.BLUE,
                Mode.POINTS,
                IntStream.of(filled).mapToDouble(OverlapHistogram::centre).toArray(),
                IntStream.of(filled).mapToDouble(i -> -Math.log(density[i])).toArray());
    }

    /** Lines in (u, eps), and where this study's noises lie. */
    Figure phases() {
        CubicTransition here = CubicTransition.of(sizes);
        List<Double> all = new ArrayList<>();
        for (int i = 0; i <= 100; i++) {
            all.add(-i / 100.0);
        }
        List<PhaseDiagram.Lines> lines = PhaseDiagram.atFixed(sizes, here.b(), all).stream()
                .filter(PhaseDiagram.Lines::firstOrder)
                .toList();
        double[] eps = lines.stream().mapToDouble(PhaseDiagram.Lines::eps).toArray();
        PhaseDiagram.TricriticalPoint end = PhaseDiagram.tricritical(sizes, here.b());
        double[][] solved = solved();
        double[] u = runs.keySet().stream()
                .mapToDouble(noise -> sizes.withNoise(noise).interaction())
                .toArray();
        List<Curve> series = List.of(
                Curve.line(
                        "far minima appear",
                        Colour.GREY_DOTTED,
                        lines.stream()
                                .mapToDouble(PhaseDiagram.Lines::appearance)
                                .toArray(),
                        eps),
                Curve.line(
                        "transition at fixed b: Gaussian (GFL) left of it, mixed (GMFL-I) right",
                        Colour.GREY,
                        lines.stream()
                                .mapToDouble(PhaseDiagram.Lines::transition)
                                .toArray(),
                        eps),
                Curve.line(
                        "q = 0 ceases to be a minimum: specialised (GMFL-II) right of it",
                        Colour.VIOLET,
                        lines.stream().mapToDouble(PhaseDiagram.Lines::spinodal).toArray(),
                        eps),
                Curve.line("transition met as noise falls", Colour.GREEN, solved[0], solved[1]),
                points("tricritical point", Colour.ORANGE, new double[] {end.u()}, end.eps()),
                points("this study", Colour.BLUE, u, sizes.eps()));
        return Figure.of(
                "phases",
                "Phase diagram in (u, \u03b5)",
                "u = n\u00b2 \u03c3a\u00b2 / (\u03c3\u2074 d N). Grey and violet lines at the discrepancy b = "
                        + CubicReport.number(here.b(), 3)
                        + " of this teacher\u2019s transition; they meet at the tricritical point, above which the transition is"
                        + " continuous. On the green line b is that of each transition itself.",
                Arrangement.STACKED,
                List.of(AxesPanel.of(
                        "weight \u03b5 of the cubic part",
                        Scale.logarithmic("interaction u (logarithmic)").from(2, LARGEST_U),
                        Scale.linear("").from(-1, 0),
                        series,
                        List.of())));
    }

    private static Curve points(String name, Colour colour, double[] u, double eps) {
        double[] y = new double[u.length];
        java.util.Arrays.fill(y, eps);
        return Curve.of(name, colour, Mode.POINTS, u, y);
    }

    /** u_c and eps where a first-order transition exists and lies on the chart. */
    private double[][] solved() {
        List<CubicTransition> found = IntStream.rangeClosed(1, 50)
                .mapToObj(i -> CubicTransition.find(sizes.withEps(-i / 50.0)))
                .flatMap(Optional::stream)
                .filter(at -> at.u() <= LARGEST_U)
                .toList();
        return new double[][] {
            found.stream().mapToDouble(CubicTransition::u).toArray(),
            found.stream().mapToDouble(CubicTransition::eps).toArray()
        };
    }

    static double[] grid(double low, double high, int points) {
        return IntStream.range(0, points)
                .mapToDouble(i -> low + (high - low) * i / (points - 1))
                .toArray();
    }
}
