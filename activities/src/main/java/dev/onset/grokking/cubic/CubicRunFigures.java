package dev.onset.grokking.cubic;

import dev.onset.grokking.cubic.LangevinSettings.Start;
import dev.onset.report.AxesPanel;
import dev.onset.report.Colour;
import dev.onset.report.Figure;
import dev.onset.report.Figure.Arrangement;
import dev.onset.report.Mark;
import dev.onset.report.Scale;
import dev.onset.report.Series.Curve;
import dev.onset.report.Series.Mode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What the ensembles showed, with the theory of their own size. */
final class CubicRunFigures {
    private static final double EDGE = 1.5;
    private static final int PATH = 81;
    /** The theory is drawn from a little above the highest noise to a little below the lowest. */
    private static final double ABOVE = 1.1;

    private static final double BELOW = 0.8;
    private static final String NOISE = "noise \u03c3\u00b2";

    private final CubicEnsembles ensembles;
    private final SortedMap<Double, EnsembleSummary> prior;
    private final SortedMap<Double, EnsembleSummary> aligned;
    private final List<CubicSolution> theory;

    private final SortedMap<Double, EnsembleSummary> peaked;
    private final CubicTransition transition;
    private final OptionalDouble lost;

    CubicRunFigures(CubicFindings findings) {
        ensembles = findings.ensembles;
        prior = findings.prior;
        aligned = findings.aligned;
        peaked = findings.peaked();
        transition = findings.transition;
        double[] falling = CubicTheoryFigures.grid(ABOVE * prior.lastKey(), BELOW * prior.firstKey(), PATH);
        AdaptiveKernel.Path path = new AdaptiveKernel()
                .follow(ensembles.sizes(), Arrays.stream(falling).boxed().toList());
        theory = path.solutions();
        lost = path.lost();
    }

    /** The noise below which the theory could not be drawn. */
    OptionalDouble lost() {
        return lost;
    }

    /** One panel a noise, from high to low. */
    Figure histograms() {
        List<AxesPanel> panels = new ArrayList<>();
        for (CubicSolution solution : new AdaptiveKernel().path(ensembles.sizes(), List.copyOf(prior.keySet()))) {
            EnsembleSummary run = prior.get(solution.settings().noise());
            if (run == null) {
                continue;
            }
            double[] density = run.overlaps().density();
            int[] shown = IntStream.range(0, density.length)
                    .filter(i -> Math.abs(OverlapHistogram.centre(i)) <= EDGE)
                    .toArray();
            double[] q = CubicTheoryFigures.grid(-EDGE, EDGE, 301);
            double[] line = Arrays.stream(q).map(solution::density).toArray();
            panels.add(AxesPanel.of(
                    "p(q) at \u03c3\u00b2 = " + solution.settings().noise() + ", " + run.members()
                            + " networks; theory: " + solution.phase().words(),
                    Scale.linear("overlap q with the teacher"),
                    Scale.linear(""),
                    List.of(
                            Curve.of(
                                    "networks, pooled",
                                    Colour.BLUE,
                                    Mode.BARS,
                                    IntStream.of(shown)
                                            .mapToDouble(OverlapHistogram::centre)
                                            .toArray(),
                                    IntStream.of(shown)
                                            .mapToDouble(i -> density[i])
                                            .toArray()),
                            Curve.line("theory", Colour.GREEN, q, line)),
                    List.of()));
        }
        return Figure.of(
                "histograms",
                "Overlaps of the neurons with the teacher",
                "Density of q over all neurons, networks, seeds and measurements after burn-in, with the theory of the same size.",
                Arrangement.SIDE_BY_SIDE,
                panels);
    }

    /** b, c, the aligned share and the test error against the noise. */
    Figure discrepancies() {
        double at = transition.noise();
        List<Mark> marks = at < ABOVE * prior.lastKey() && at > BELOW * prior.firstKey()
                ? List.of(Mark.at(at, "transition " + CubicReport.number(at, 3)))
                : List.of();
        return Figure.of(
                "discrepancy",
                "What is left to learn, against the noise",
                "Dots are means over networks with one standard error over networks, each of which has its own data. The theory is"
                        + " that of the trained size; its test error is that of the mean predictor, to which a network adds the"
                        + " scatter of its own data, so the two are not held against each other.",
                Arrangement.SIDE_BY_SIDE,
                List.of(
                        panel("b, linear part", CubicSolution::b, EnsembleSummary::b, EnsembleSummary::bError, marks),
                        panel("c, cubic part", CubicSolution::c, EnsembleSummary::c, EnsembleSummary::cError, marks),
                        panel("P(|q| > .4), aligned share", CubicSolution::far, EnsembleSummary::far, null, marks),
                        panel(
                                "test error without noise",
                                CubicSolution::testError,
                                EnsembleSummary::testError,
                                EnsembleSummary::testErrorError,
                                marks)));
    }

    private AxesPanel panel(
            String title,
            ToDoubleFunction<CubicSolution> line,
            ToDoubleFunction<EnsembleSummary> value,
            @Nullable ToDoubleFunction<EnsembleSummary> error,
            List<Mark> marks) {
        List<Curve> series = new ArrayList<>();
        series.add(Curve.line(
                "theory",
                Colour.GREEN,
                theory.stream().mapToDouble(s -> s.settings().noise()).toArray(),
                theory.stream().mapToDouble(line).toArray()));
        series.add(dots("networks, from the prior", Colour.BLUE, prior, value, error));
        if (!aligned.isEmpty()) {
            series.add(dots("networks, from an aligned start", Colour.ORANGE, aligned, value, error));
        }
        return AxesPanel.of(title, Scale.linear(NOISE), Scale.linear(title), series, marks);
    }

    private static Curve dots(
            String name,
            Colour colour,
            SortedMap<Double, EnsembleSummary> runs,
            ToDoubleFunction<EnsembleSummary> value,
            @Nullable ToDoubleFunction<EnsembleSummary> error) {
        Curve dots = Curve.of(
                name,
                colour,
                Mode.POINTS,
                runs.keySet().stream().mapToDouble(noise -> noise).toArray(),
                runs.values().stream().mapToDouble(value).toArray());
        return error == null
                ? dots
                : dots.errors(runs.values().stream().mapToDouble(error).toArray());
    }

    /** How far the side peaks stand out, pooled and when networks are resampled. */
    Figure peaks() {
        List<Curve> series = List.of(
                Curve.of(
                        "all networks pooled",
                        Colour.BLUE,
                        Mode.LINE_AND_POINTS,
                        prior.keySet().stream().mapToDouble(noise -> noise).toArray(),
                        prior.values().stream()
                                .mapToDouble(run -> run.sidePeak().ratio())
                                .toArray()),
                Curve.of(
                        "5 % quantile when networks are resampled",
                        Colour.ORANGE,
                        Mode.LINE_AND_POINTS,
                        prior.keySet().stream().mapToDouble(noise -> noise).toArray(),
                        prior.values().stream()
                                .mapToDouble(EnsembleSummary::sidePeakLow)
                                .toArray()));
        List<AxesPanel> panels = new ArrayList<>();
        panels.add(AxesPanel.of("side peak over trough", Scale.linear(NOISE), Scale.linear(""), series, List.of()));
        if (!peaked.isEmpty()) {
            panels.add(AxesPanel.of(
                    "|q| of the side peak, where there is one",
                    Scale.linear(NOISE),
                    Scale.linear(""),
                    List.of(dots(
                            "all networks pooled",
                            Colour.BLUE,
                            peaked,
                            run -> run.sidePeak().q(),
                            null)),
                    List.of()));
        }
        return Figure.of(
                "peaks",
                "How far the side peaks stand out",
                "Height of the side peak over the trough before it, and its place; 1 is no peak. A peak must hold half a percent of"
                        + " all neurons, and of those of a quarter of the networks: stray counts are none. Where the lower line is"
                        + " near 1, the networks at hand show a peak that another draw of as many need not show.",
                Arrangement.SIDE_BY_SIDE,
                panels);
    }

    /** b in time from both starts. */
    Optional<Figure> starts() {
        List<AxesPanel> panels = new ArrayList<>();
        for (double noise : aligned.keySet()) {
            double[][] fromPrior = ensembles.path(noise, Start.PRIOR);
            double[][] fromAligned = ensembles.path(noise, Start.ALIGNED);
            panels.add(AxesPanel.of(
                    "b at \u03c3\u00b2 = " + noise,
                    Scale.logarithmic("step (logarithmic; 0 at 0.5)"),
                    Scale.linear("b"),
                    List.of(
                            Curve.of("from the prior", Colour.BLUE, Mode.LINE_AND_POINTS, fromPrior[0], fromPrior[1]),
                            Curve.of(
                                    "from an aligned start",
                                    Colour.ORANGE,
                                    Mode.LINE_AND_POINTS,
                                    fromAligned[0],
                                    fromAligned[1])),
                    List.of()));
        }
        return panels.isEmpty()
                ? Optional.empty()
                : Optional.of(Figure.of(
                        "starts",
                        "Two starts of the same networks",
                        "Mean over networks of b: of the present parameters during burn-in, of all measurements so far after it."
                                + " Both starts have the same data and independent noise.",
                        Arrangement.SIDE_BY_SIDE,
                        panels));
    }
}
