package dev.onset.report;

import dev.onset.report.ReportParts.Theory;
import dev.onset.report.ReportParts.TheoryNull;
import java.util.ArrayList;
import java.util.List;

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
        List<String[]> key = new ArrayList<>();
        key.add(new String[] {"theory", "theory"});
        for (int i = 0; i < theory.nulls().size(); i++) {
            key.add(new String[] {"control dash" + i % 3, theory.nulls().get(i).name()});
        }
        return new Markup().add(Layout.key("", key)).add(Layout.both(this::draw));
    }

    private Markup draw(Layout layout) {
        Markup svg = Plot.svg(layout.width, 400, layout.style, "Fitted noise and total variation by training step");
        LogAxis x = time.axis(layout);
        double[] exponents = new double[theory.sigma2().length];
        double least = 0;
        double most = 0;
        for (int i = 0; i < exponents.length; i++) {
            exponents[i] = Math.log10(Math.max(theory.sigma2()[i], 1e-15));
            least = Math.min(least, exponents[i]);
            most = Math.max(most, exponents[i]);
        }
        Plot upper = plot(svg, layout, x, LinearAxis.around(least, most, 170, 34, 4), 34, 170);
        time.marks(upper, false);
        upper.yAxis("log10 of the fitted noise variance \u03c3\u00b2").xAxis(false, "");
        upper.line(time.steps, exponents, "theory")
                .dots(time.steps, exponents, "theory", time.tips("log10 \u03c3\u00b2", exponents), ABSENT);
        time.names(upper, false);
        double top = LossChart.max(theory.tv(), new double[0]);
        for (TheoryNull n : theory.nulls()) {
            top = LossChart.max(n.tv(), new double[] {top});
        }
        Plot lower = plot(svg, layout, x, LinearAxis.around(0, Math.max(top, 1e-3), 350, 216, 4), 216, 350);
        time.marks(lower, false);
        lower.yAxis("total variation from the measured distribution").xAxis(true, time.title(layout));
        for (int i = 0; i < theory.nulls().size(); i++) {
            lower.line(time.steps, theory.nulls().get(i).tv(), "control dash" + i % 3);
        }
        lower.line(time.steps, theory.tv(), "theory")
                .dots(time.steps, theory.tv(), "theory", time.tips("total variation", theory.tv()), ABSENT);
        return svg.close();
    }

    private static Plot plot(Markup svg, Layout l, LogAxis x, LinearAxis y, double top, double bottom) {
        return new Plot(svg, x, y, l.left, l.right, top, bottom);
    }
}
