package dev.onset.grokking;

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
        Require.atLeast("thin", thin, 1);
        Require.atLeast("members", members, 1);
        Require.atLeast("testPoints", testPoints, 1);
        Require.that(
                problem.samples() >= 1 && problem.width() >= 1 && problem.dimension() >= 2,
                "problem",
                problem,
                "must have a sample, a neuron and two inputs");
        Require.that(
                problem.samples() * problem.width() <= 4e6 && problem.samples() * problem.dimension() <= 4e6,
                "problem",
                problem,
                "must keep samples x width and samples x dimension within 4,000,000 (about 1 GB a network)");
    }

    /** Four networks at beta = 1/8, dt = .02, burn-in 2,000, measured every 25 steps. */
    public static LangevinSettings standard(CubicSettings problem) {
        return new LangevinSettings(problem, 0.02, 2000, 25, 4, 256, Start.PRIOR);
    }

    /** Steps of the standard training. */
    public static final long STANDARD_STEPS = 6000;

    /** Steps of the quick training, which is for tests and a first look, and no evidence. */
    public static final long QUICK_STEPS = 1500;

    /** Two networks, burn-in 500: about 4 s of one core with {@link #QUICK_STEPS} at beta = 1/8. */
    public static LangevinSettings quick(CubicSettings problem) {
        return new LangevinSettings(problem, 0.02, 500, 25, 2, 256, Start.PRIOR);
    }

    public LangevinSettings from(Start other) {
        return new LangevinSettings(problem, timeStep, burnIn, thin, members, testPoints, other);
    }

    int samples() {
        return (int) Math.round(problem.samples());
    }

    int width() {
        return (int) Math.round(problem.width());
    }

    int dimension() {
        return (int) Math.round(problem.dimension());
    }
}
