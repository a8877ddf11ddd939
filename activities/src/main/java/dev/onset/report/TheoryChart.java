package dev.onset.report;

import dev.onset.report.TheoryParts.Theory;
import dev.onset.report.TheoryParts.TheoryNull;

/** The denoising theory's fitted noise, and how well its distribution and those of simpler paths match the measured one. */
final class TheoryChart {
    private static final double ABSENT = Double.NEGATIVE_INFINITY;

    private final Theory theory;
    private final Timeline time;

    TheoryChart(TwoPhaseReport report, Theory theory) {
        this.theory = theory;
        this.time = new Timeline(report);
    }

    Markup draw() {
        Key key = new Key("").dotted("theory", "theory");
        for (int i = 0; i < theory.nulls().size(); i++) {
            key.line("control dash" + i % 3, theory.nulls().get(i).name());
        }
        return new Markup().add(key.draw()).add(Layout.both(this::draw));
    }

    private Markup draw(Layout layout) {
        Markup svg = Drawing.svg(
                layout.width,
                386,
                layout.style,
                "Fitted noise, and distance from the measured distribution",
                "The total variation of the theory is " + Fmt.sig(LossChart.last(theory.tv()))
                        + " at the last checkpoint. " + time.words(false));
        LogAxis x = time.axis(layout);
        noise(svg, layout, x);
        double top = LossChart.max(theory.tv(), new double[0]);
        for (TheoryNull n : theory.nulls()) {
            top = LossChart.max(n.tv(), new double[] {top});
        }
        LinearAxis y = LinearAxis.around(0, Math.max(top, 1e-3), 346, 218, 4);
        Plot lower = layout.plot(svg, x, y, 218, 346).yAxis();
        time.marks(lower, false);
        lower.xAxis(true, time.title(layout)).title("total variation from the measured distribution", 12);
        for (int i = 0; i < theory.nulls().size(); i++) {
            lower.line(time.steps, theory.nulls().get(i).tv(), "control dash" + i % 3);
        }
        lower.line(time.steps, theory.tv(), "theory")
                .dots(time.steps, theory.tv(), "theory", time.tips("total variation", theory.tv()), ABSENT);
        return svg.close();
    }

    private void noise(Markup svg, Layout layout, LogAxis x) {
        double[] exponents = new double[theory.sigma2().length];
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < exponents.length; i++) {
            exponents[i] = Math.log10(Math.max(theory.sigma2()[i], 1e-15));
            least = Math.min(least, exponents[i]);
            most = Math.max(most, exponents[i]);
        }
        Plot upper = layout.plot(svg, x, LinearAxis.around(least, most, 176, 44, 4), 44, 176)
                .yAxis();
        time.marks(upper, false);
        upper.xAxis(false, "").title("log10 of the fitted noise variance \u03c3\u00b2", 26);
        upper.line(time.steps, exponents, "theory")
                .dots(time.steps, exponents, "theory", time.tips("log10 \u03c3\u00b2", exponents), ABSENT);
        time.names(upper, false);
    }
}
