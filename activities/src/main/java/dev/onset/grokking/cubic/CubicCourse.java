package dev.onset.grokking.cubic;

import dev.onset.contracts.StudySpec;
import dev.onset.grid.Observations;
import dev.onset.report.AxesPanel;
import dev.onset.report.Colour;
import dev.onset.report.Figure;
import dev.onset.report.Figure.Arrangement;
import dev.onset.report.Scale;
import dev.onset.report.Series;
import dev.onset.report.Series.Curve;
import dev.onset.report.Series.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Ensembles on their way: discrepancy and test error against the step, run by run. */
final class CubicCourse {
    private static final String STEP = "step (logarithmic; 0 at 0.5)";

    private CubicCourse() {}

    /** All runs that have begun, one colour a noise. */
    static Figure figure(StudySpec spec, Observations observations) {
        List<Curve> b = new ArrayList<>();
        List<Curve> errors = new ArrayList<>();
        List<Double> noises = ((GrokkingCubic) spec.experiment()).grid().noise();
        for (CubicCell cell : CubicCell.of(spec)) {
            List<CubicCell.Observation> path = observations.of(cell.name(), CubicCell.Observation.class);
            if (!path.isEmpty()) {
                Colour colour = Colour.nth(Math.max(0, noises.indexOf(cell.noise())));
                String name = "\u03c3\u00b2 = " + cell.noise();
                b.add(curve(name, colour, path, MemberObservation::b));
                errors.add(curve(name, colour, path, MemberObservation::testError));
            }
        }
        return Figure.of(
                "course",
                "What is left to learn, run by run",
                "Means over the networks of a run: of the present parameters during burn-in, of all measurements so far after"
                        + " it. One line a run.",
                Arrangement.STACKED,
                List.of(
                        AxesPanel.of("b, linear part", Scale.logarithmic(STEP), Scale.linear("b"), b, List.of()),
                        AxesPanel.of(
                                "test error without noise",
                                Scale.logarithmic(STEP),
                                Scale.linear("test error"),
                                errors,
                                List.of())));
    }

    /** One run. */
    static AxesPanel panel(String cell, List<CubicCell.Observation> path) {
        List<Series> series = List.of(
                curve("b, linear part", Colour.BLUE, path, MemberObservation::b),
                curve("c, cubic part", Colour.ORANGE, path, MemberObservation::c));
        return AxesPanel.of(cell, Scale.logarithmic("step"), Scale.linear("left to learn"), series, List.of());
    }

    private static Curve curve(
            String name, Colour colour, List<CubicCell.Observation> path, ToDoubleFunction<MemberObservation> value) {
        return Curve.of(
                name,
                colour,
                Mode.LINE_AND_POINTS,
                path.stream().mapToDouble(CubicCell.Observation::step).toArray(),
                path.stream()
                        .mapToDouble(o -> o.members().stream()
                                .mapToDouble(value)
                                .average()
                                .orElse(0))
                        .toArray());
    }
}
