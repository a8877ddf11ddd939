package dev.onset.grokking.modular;

import dev.onset.report.AxesPanel;
import dev.onset.report.Colour;
import dev.onset.report.Figure;
import dev.onset.report.Figure.Arrangement;
import dev.onset.report.Mark;
import dev.onset.report.Scale;
import dev.onset.report.Series.Curve;
import java.util.List;

/** The theory at the sizes of the paper's figure: depth of the far saddle, who sits there, and what is left to learn. */
final class ModularTheoryFigure {
    private static final double LOW = 0.15;
    private static final double HIGH = 0.26;
    private static final int POINTS = 111;
    /** Actions beyond this are drawn at it: no neuron is there. */
    private static final double CAP = 20;

    private ModularTheoryFigure() {}

    static Figure draw() {
        double[] noise = new double[POINTS];
        double[] action = new double[POINTS];
        double[] occupation = new double[POINTS];
        double[] left = new double[POINTS];
        ModularTheorySettings figure = ModularTheorySettings.figure(HIGH);
        for (int i = 0; i < POINTS; i++) {
            noise[i] = LOW + (HIGH - LOW) * i / (POINTS - 1);
            ModularSolution s = ModularTheory.solve(figure.withNoise(noise[i]));
            action[i] = Math.max(-CAP, Math.min(CAP, s.action()));
            occupation[i] = s.occupation();
            left[i] = -s.a();
        }
        List<Mark> marks = List.of(
                Mark.at(ModularTheory.specialisedNoise(figure), "all at the saddle"),
                Mark.at(ModularTheory.equalDepthNoise(figure), "equal depth"));
        return Figure.of(
                "theory",
                "The theory at the paper\u2019s sizes",
                "N = 1000, P = 401, \u03c3a\u00b2 = .002/N, \u03b3 = 1e-4. The far saddle becomes as deep as the origin, then stays"
                        + " pinned there while neurons move over; when all have, it sinks. Actions above 20 are drawn at 20.",
                Arrangement.SIDE_BY_SIDE,
                List.of(
                        panel("action S at the far saddle, origin at 0", noise, action, marks),
                        panel("share of neurons at the far saddles", noise, occupation, marks),
                        panel("|a|, what is left to learn", noise, left, marks)));
    }

    private static AxesPanel panel(String title, double[] x, double[] y, List<Mark> marks) {
        return AxesPanel.of(
                title,
                Scale.linear("noise \u03c3\u00b2"),
                Scale.linear(title),
                List.of(Curve.line("theory", Colour.GREEN, x, y)),
                marks);
    }
}
