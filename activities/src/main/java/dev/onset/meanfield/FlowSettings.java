package dev.onset.meanfield;

import dev.onset.contracts.FieldException;
import dev.onset.contracts.Require;
import java.util.List;

/**
 * One flow: dynamics of a network of N particles (a, w, beta), f = (1/N) sum a tanh(w.x + beta), x uniform on {-1, 1}^n.
 *
 * @param inputs n
 * @param teacher what it learns
 * @param neurons N, even: particles begin as pairs with opposite a, so that f = 0
 * @param timeStep dt of Euler's method; time is learning rate x N x steps
 * @param weightDecay lambda of (lambda/2)|theta|^2
 * @param initialScale w ~ N(0, scale^2/n), beta ~ N(0, scale^2), |a| = 1
 * @param points training points, distinct; 0 for the whole cube without label noise: the population flow
 * @param noise standard deviation of the noise on labels, training and test alike
 */
record FlowSettings(
        int inputs,
        List<Term> teacher,
        int neurons,
        double timeStep,
        double weightDecay,
        double initialScale,
        int points,
        double noise) {
    static final int MAX_INPUTS = 12;
    static final int MAX_NEURONS = 20_000;

    FlowSettings {
        Require.within("inputs", inputs, 1, MAX_INPUTS);
        teacher = List.copyOf(teacher);
        if (teacher.isEmpty()) {
            throw new FieldException("teacher", "has no term; there would be nothing to learn");
        }
        for (Term term : teacher) {
            Require.that(term.largest() <= inputs, "teacher", term.inputs(), "names an input beyond inputs " + inputs);
        }
        if (teacher.stream().mapToInt(Term::mask).distinct().count() != teacher.size()) {
            throw new FieldException("teacher", "has two terms of the same inputs");
        }
        Require.within("neurons", neurons, 2, MAX_NEURONS);
        Require.that(neurons % 2 == 0, "neurons", neurons, "must be even: particles begin in pairs");
        Require.that(timeStep > 0 && timeStep <= 1, "timeStep", timeStep, "must lie in (0, 1]");
        Require.within("weightDecay", weightDecay, 0.0, 1.0);
        Require.that(initialScale > 0 && initialScale <= 10, "initialScale", initialScale, "must lie in (0, 10]");
        Require.within("points", points, 0, (1 << inputs) - 1);
        Require.within("noise", noise, 0.0, 100.0);
        Require.that(points > 0 || noise == 0, "noise", noise, "must be 0 where all points are trained on");
    }

    int vertices() {
        return 1 << inputs;
    }

    boolean population() {
        return points == 0;
    }
}
