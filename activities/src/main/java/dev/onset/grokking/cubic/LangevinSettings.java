package dev.onset.grokking.cubic;

import dev.onset.contracts.Require;

/**
 * A Langevin training of the cubic teacher.
 *
 * @param problem sizes and noise; samples, width and dimension are rounded
 * @param timeStep dt in whitened parameters
 * @param burnIn steps before the first measurement
 * @param thin steps between measurements
 * @param members networks, each with its own data
 * @param testPoints fresh inputs on which the posterior mean is measured
 * @param start where the networks begin
 */
public record LangevinSettings(
        CubicSettings problem, double timeStep, long burnIn, int thin, int members, int testPoints, Start start) {
    private static final double MAX_PRODUCT = 4e6;

    /** Where a network begins. */
    public enum Start {
        /** Parameters drawn from their priors. */
        PRIOR,
        /** As {@link #PRIOR}, then every neuron's overlap with the teacher set to +-.9 in turn. */
        ALIGNED
    }

    public LangevinSettings {
        Require.that(timeStep > 0 && timeStep <= 0.1, "timeStep", timeStep, "must lie in (0, .1]");
        Require.that(burnIn >= 0, "burnIn", burnIn, "must not be negative");
        Require.that(thin >= 1, "thin", thin, "must be at least 1");
        Require.that(members >= 1, "members", members, "must be at least 1");
        Require.that(testPoints >= 1, "testPoints", testPoints, "must be at least 1");
        Require.that(
                problem.samples() >= 1 && problem.width() >= 1 && problem.dimension() >= 2,
                "problem",
                problem,
                "must have a sample, a neuron and two inputs");
        double largest = Math.max(problem.samples(), Math.max(problem.dimension(), testPoints)) * problem.width();
        double inputs = Math.max(problem.samples(), testPoints) * problem.dimension();
        Require.that(
                largest <= MAX_PRODUCT && inputs <= MAX_PRODUCT,
                "problem",
                problem,
                "must keep samples x width, samples x dimension, dimension x width, and testPoints (" + testPoints
                        + ") x width and x dimension, within 4,000,000 each (32 MB an array, about ten of them a network)");
    }

    /** A study's training at one noise from one start. */
    static LangevinSettings of(
            GrokkingCubic.Problem problem, GrokkingCubic.Training training, double noise, Start start) {
        return new LangevinSettings(
                CubicSettings.of(problem, noise),
                training.timeStep(),
                training.burnIn(),
                training.thin(),
                training.networks(),
                training.testPoints(),
                start);
    }

    public int samples() {
        return (int) Math.round(problem.samples());
    }

    public int width() {
        return (int) Math.round(problem.width());
    }

    public int dimension() {
        return (int) Math.round(problem.dimension());
    }
}
