package dev.onset.report;

import dev.onset.report.Plot.EndLabel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What all charts over steps share: the step axis, the turn t* with its interval, and the onset of the gap. */
final class Timeline {
    static final String TITLE = "training step (logarithmic; step 0 drawn at 0.5)";

    private final TwoPhaseReport report;
    final double[] steps;

    Timeline(TwoPhaseReport report) {
        this.report = report;
        this.steps = Arrays.stream(report.steps()).asDoubleStream().toArray();
    }

    LogAxis axis(Layout layout) {
        return new LogAxis(steps[0], steps[steps.length - 1], layout.left, layout.right, layout.edge);
    }

    String title(Layout layout) {
        return layout == Layout.WIDE ? TITLE : "training step (logarithmic; 0 at 0.5)";
    }

    /** Draws both marks behind the data. */
    void marks(Plot plot, boolean onset) {
        report.main()
                .tStar()
                .ifPresent(t -> plot.span(t.low(), t.high(), "turn").vertical(t.value(), "turn"));
        if (onset) {
            report.losses().onset().ifPresent(v -> plot.vertical(v, "onset"));
        }
    }

    void names(Plot plot, boolean onset) {
        List<EndLabel> names = new ArrayList<>();
        report.main().tStar().ifPresent(t -> names.add(new EndLabel(t.value(), "t* " + Fmt.step(t.value()), "turn")));
        if (onset) {
            report.losses().onset().ifPresent(v -> names.add(new EndLabel(v, "gap opens " + Fmt.step(v), "onset")));
        }
        plot.markLabels(names);
    }

    /** What the marks say, for those who cannot see them. */
    String words(boolean onset) {
        String turn = report.main()
                .tStar()
                .map(t -> "The turn t* is marked at step " + Fmt.step(t.value()) + ", interval "
                        + Fmt.interval(t.low(), t.high(), 0) + ".")
                .orElse("No turn is marked.");
        boolean opens = onset && report.losses().onset().isPresent();
        return opens
                ? turn + " The gap opens at step " + Fmt.step(report.losses().onset()) + "."
                : turn;
    }

    /** A tip for every checkpoint. */
    List<String> tips(String name, double[] values) {
        List<String> tips = new ArrayList<>();
        for (int i = 0; i < steps.length; i++) {
            tips.add("step " + Fmt.step(steps[i]) + " \u00b7 " + name + " " + Fmt.sig(values[i]));
        }
        return tips;
    }
}
