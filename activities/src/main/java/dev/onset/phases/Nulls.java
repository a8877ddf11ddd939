package dev.onset.phases;

import dev.onset.contracts.DetectorSpec;
import java.util.List;
import org.apache.commons.math3.complex.Complex;

/**
 * The detector on data that must not show what it looks for, made from the run's own data: how often it says so all the same.
 */
public final class Nulls {
    private static final int TRIALS = 200;
    private static final long SHUFFLE_STREAM = 21;
    private static final long SURROGATE_STREAM = 22;
    private static final long SHIFT_STREAM = 23;

    private Nulls() {}

    /** @param positive trials in which the detector said yes */
    public record NullResult(String name, int trials, int positive, String words) {}

    /** All nulls of a run; the bootstrap is the run's own. */
    public static List<NullResult> of(PhaseSeries series, DetectorSpec spec, PhaseVerdict verdict, long seed) {
        CentroidPath whole = CentroidPath.of(series, spec.resamples(), seed);
        int[] defined = whole.defined();
        if (defined.length < 3) {
            return List.of();
        }
        CentroidPath path = whole.take(defined, CentroidPath.pick(whole.x(), defined));
        BrokenLines lines = new BrokenLines(path.x());
        Draws shuffle = new Draws(seed, SHUFFLE_STREAM);
        Draws phase = new Draws(seed, SURROGATE_STREAM);
        int shuffled = 0;
        int surrogate = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            CentroidPath mixed = path.take(shuffle.permutation(path.checkpoints()), path.x());
            shuffled += TwoPhases.of(mixed, lines, spec, 0).found() ? 1 : 0;
            CentroidPath smooth = path.around(surrogate(path.point(), phase));
            surrogate += TwoPhases.of(smooth, lines, spec, 0).found() ? 1 : 0;
        }
        NullResult order = new NullResult(
                "shuffled checkpoints", TRIALS, shuffled, "the run's checkpoints in random order called two-phase");
        NullResult smooth = new NullResult(
                "smooth surrogates",
                TRIALS,
                surrogate,
                "paths with the centroid's spectrum and random phases called two-phase; a slow path turns once by chance"
                        + " in part of them");
        if (verdict.tStar().isEmpty()) {
            return List.of(order, smooth);
        }
        return List.of(order, smooth, shifted(series, spec, verdict, new Draws(seed, SHIFT_STREAM)));
    }

    private static NullResult shifted(PhaseSeries series, DetectorSpec spec, PhaseVerdict verdict, Draws draws) {
        long[] steps = series.steps();
        double from = LogTime.of(steps[steps[0] == 0 && steps.length > 1 ? 1 : 0]);
        double to = LogTime.of(steps[steps.length - 1]);
        double turn = LogTime.of(verdict.tStar().orElseThrow().value());
        int near = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            near += Math.abs(from + draws.unit() * (to - from) - turn) <= spec.onsetWindow() ? 1 : 0;
        }
        return new NullResult("onsets at random times", TRIALS, near, "random onsets within the window around t*");
    }

    /** Theiler et al. 1992: the amplitudes of the series' discrete spectrum with uniform phases. */
    private static double[] surrogate(double[] series, Draws draws) {
        int n = series.length;
        Complex[] spectrum = new Complex[n];
        for (int k = 0; k < n; k++) {
            Complex sum = Complex.ZERO;
            for (int t = 0; t < n; t++) {
                sum = sum.add(unit(-2 * Math.PI * k * t / n).multiply(series[t]));
            }
            spectrum[k] = sum;
        }
        for (int k = 1; k <= (n - 1) / 2; k++) {
            spectrum[k] = unit(2 * Math.PI * draws.unit()).multiply(spectrum[k].abs());
            spectrum[n - k] = spectrum[k].conjugate();
        }
        if (n % 2 == 0) {
            spectrum[n / 2] = draws.unit() < 0.5 ? spectrum[n / 2].negate() : spectrum[n / 2];
        }
        double[] out = new double[n];
        for (int t = 0; t < n; t++) {
            Complex sum = Complex.ZERO;
            for (int k = 0; k < n; k++) {
                sum = sum.add(spectrum[k].multiply(unit(2 * Math.PI * k * t / n)));
            }
            out[t] = sum.getReal() / n;
        }
        return out;
    }

    private static Complex unit(double angle) {
        return new Complex(StrictMath.cos(angle), StrictMath.sin(angle));
    }
}
