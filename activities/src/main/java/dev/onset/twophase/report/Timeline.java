package dev.onset.twophase.report;

import dev.onset.report.Colour;
import dev.onset.report.Fmt;
import dev.onset.report.Mark;
import dev.onset.report.Range;
import dev.onset.report.Scale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What all panels over steps share: the step axis, the turn t* with its interval, and the onset of the gap. */
final class Timeline {
    static final Scale SCALE = Scale.logarithmic("training step (logarithmic; 0 at 0.5)");

    private final TwoPhaseReport report;
    final double[] steps;

    Timeline(TwoPhaseReport report) {
        this.report = report;
        this.steps = doubles(report.steps());
    }

    static double[] doubles(long[] values) {
        return Arrays.stream(values).asDoubleStream().toArray();
    }

    /** The turn with its name. */
    List<Mark> turn() {
        return report.main()
                .tStar()
                .<List<Mark>>map(t -> List.of(new Mark.Upright(
                        t.value(),
                        "t* " + Fmt.step(t.value()),
                        Optional.of(new Range(t.low(), t.high())),
                        Optional.empty())))
                .orElse(List.of());
    }

    /** The turn and the onset of the gap, with their names. */
    List<Mark> marks() {
        List<Mark> marks = new ArrayList<>(turn());
        report.losses()
                .onset()
                .ifPresent(v -> marks.add(
                        new Mark.Upright(v, "gap opens " + Fmt.step(v), Optional.empty(), Optional.of(Colour.VIOLET))));
        return marks;
    }
}
