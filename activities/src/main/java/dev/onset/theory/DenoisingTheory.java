package dev.onset.theory;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Fits the noise of the denoising theory (arXiv 2407.19198, sec. 3.3) to the measured distribution over orders, checkpoint
 * by checkpoint.
 *
 * <p>The interactions of the final network stand for the true ones w*. At noise sigma^2 the theory predicts M w* for the AND
 * and the OR part of each sample; its strengths, summed by order over all samples and divided by their total, are compared
 * with the measured shares by total variation. One sigma^2 is fitted a checkpoint: log10 sigma^2 on a grid from -12 to 2 by
 * 1/4, then golden section, since the distance is not known to have one minimum.
 *
 * <p><b>Nulls.</b> A small distance alone says little: the final distribution held constant, the straight line from the
 * distribution at the turn to the final one, and the one-parameter tilt A_k exp(-beta k) of the final distribution go beside
 * it. Before the turn the theory claims nothing.
 */
public final class DenoisingTheory {
    static final String CONSTANT = "final distribution";
    static final String LINEAR = "straight line from the turn";
    static final String TILT = "exponential tilt of the final distribution";

    private static final double LEAST_EXPONENT = -12;
    private static final double EXPONENT_STEP = 0.25;
    private static final int EXPONENTS = 57;
    private static final double MOST_TILT = 6;
    private static final double TILT_STEP = 0.1;

    private final int n;
    private final List<double[]> diagonal = new ArrayList<>();
    private final double[] scratch;

    private DenoisingTheory(List<FinalEffects> finals) {
        if (finals.isEmpty()) {
            throw invalid("there are no samples");
        }
        int size = finals.get(0).and().length;
        n = Integer.numberOfTrailingZeros(size);
        scratch = new double[size];
        for (FinalEffects effects : finals) {
            if (effects.and().length != size) {
                throw invalid("samples have " + size + " and " + effects.and().length + " coalitions");
            }
            add(effects.and());
            add(effects.or());
        }
        if (diagonal.isEmpty()) {
            throw invalid("all effects of the final network are zero");
        }
    }

    private void add(double[] effects) {
        for (double effect : effects) {
            if (effect != 0) {
                double[] z = effects.clone();
                Denoiser.toDiagonal(z);
                diagonal.add(z);
                return;
            }
        }
    }

    /**
     * Fits one variance of the noise to each checkpoint, and measures the simpler paths beside it.
     *
     * @param finals effects of the final network, one a sample, all of n players
     * @param shares measured strengths by order, {@code [checkpoint][0..n]}, in any unit: each checkpoint is normalised over
     *     orders 1..n; the last is the final network's
     * @param turn checkpoint at which the second phase begins, where the straight line starts
     * @throws OnsetException DATA_INVALID naming the checkpoint where shares are negative, not finite or all zero, or where
     *     sizes do not fit; nothing is fitted then
     */
    public static TheoryFit fit(List<FinalEffects> finals, double[][] shares, int turn) {
        DenoisingTheory theory = new DenoisingTheory(finals);
        double[][] measured = theory.normalised(shares);
        if (turn < 0 || turn >= measured.length) {
            throw invalid("turn is checkpoint " + turn + " of " + measured.length);
        }
        return theory.fit(measured, turn);
    }

    /** The distribution over orders 0..n (order 0 counts nothing) that the theory predicts at one noise variance. */
    public static double[] predict(List<FinalEffects> finals, double sigma2) {
        return new DenoisingTheory(finals).predict(sigma2);
    }

    private double[] predict(double sigma2) {
        double[] factors = Denoiser.factors(n, sigma2);
        double[] strengths = new double[n + 1];
        for (double[] z : diagonal) {
            Denoiser.scale(z, scratch, factors);
            Denoiser.fromDiagonal(scratch);
            for (int s = 1; s < scratch.length; s++) {
                strengths[Integer.bitCount(s)] += Math.abs(scratch[s]);
            }
        }
        return normalise(strengths);
    }

    private TheoryFit fit(double[][] measured, int turn) {
        int points = measured.length;
        double[][] grid = new double[EXPONENTS][];
        for (int i = 0; i < EXPONENTS; i++) {
            grid[i] = predict(Math.pow(10, LEAST_EXPONENT + i * EXPONENT_STEP));
        }
        double[] last = measured[points - 1];
        double[] sigma2 = new double[points];
        double[] tv = new double[points];
        double[][] predicted = new double[points][];
        double[] constant = new double[points];
        double[] linear = new double[points];
        double[] tilt = new double[points];
        for (int c = 0; c < points; c++) {
            double[] target = measured[c];
            double exponent = LineSearch.minimum(
                    x -> distance(onGrid(grid, x), target), LEAST_EXPONENT, EXPONENT_STEP, EXPONENTS);
            sigma2[c] = Math.pow(10, exponent);
            predicted[c] = predict(sigma2[c]);
            tv[c] = distance(predicted[c], target);
            constant[c] = distance(last, target);
            linear[c] = distance(between(measured[turn], last, share(c, turn, points - 1)), target);
            DoubleUnaryOperator byTilt = beta -> distance(tilted(last, beta), target);
            int tilts = (int) Math.round(2 * MOST_TILT / TILT_STEP) + 1;
            tilt[c] = byTilt.applyAsDouble(LineSearch.minimum(byTilt, -MOST_TILT, TILT_STEP, tilts));
        }
        return new TheoryFit(
                sigma2,
                tv,
                predicted,
                List.of(
                        new TheoryFit.Null(CONSTANT, constant),
                        new TheoryFit.Null(LINEAR, linear),
                        new TheoryFit.Null(TILT, tilt)),
                turn);
    }

    /** The prediction at 10^x: from the table where x is one of its points, which it is for most questions. */
    private double[] onGrid(double[][] grid, double x) {
        double index = (x - LEAST_EXPONENT) / EXPONENT_STEP;
        int nearest = (int) Math.rint(index);
        return index == nearest ? grid[nearest] : predict(Math.pow(10, x));
    }

    private static double share(int checkpoint, int turn, int last) {
        return checkpoint <= turn || last == turn ? 0 : (checkpoint - turn) / (double) (last - turn);
    }

    private static double[] between(double[] from, double[] to, double share) {
        double[] mixed = new double[from.length];
        for (int k = 0; k < mixed.length; k++) {
            mixed[k] = (1 - share) * from[k] + share * to[k];
        }
        return mixed;
    }

    private static double[] tilted(double[] shares, double beta) {
        double[] tilted = new double[shares.length];
        // tilted about the middle order, so that nothing overflows
        for (int k = 1; k < tilted.length; k++) {
            tilted[k] = shares[k] * Math.exp(-beta * (k - tilted.length / 2.0));
        }
        return normalise(tilted);
    }

    /** Total variation between two distributions. */
    static double distance(double[] p, double[] q) {
        double sum = 0;
        for (int k = 0; k < p.length; k++) {
            sum += Math.abs(p[k] - q[k]);
        }
        return sum / 2;
    }

    private double[][] normalised(double[][] shares) {
        if (shares.length == 0) {
            throw invalid("there are no checkpoints");
        }
        double[][] normalised = new double[shares.length][];
        for (int c = 0; c < shares.length; c++) {
            if (shares[c].length != n + 1) {
                throw invalid("checkpoint " + c + " has " + shares[c].length + " orders where " + n + " players have "
                        + (n + 1));
            }
            double sum = 0;
            for (int k = 1; k <= n; k++) {
                if (!(shares[c][k] >= 0) || Double.isInfinite(shares[c][k])) {
                    throw invalid("checkpoint " + c + ", order " + k + ": the strength is " + shares[c][k]);
                }
                sum += shares[c][k];
            }
            if (sum == 0) {
                throw invalid("checkpoint " + c + " has no strength at any order; leave it out");
            }
            normalised[c] = normalise(shares[c]);
        }
        return normalised;
    }

    /** Orders 1..n divided by their sum; order 0 becomes 0. */
    private static double[] normalise(double[] strengths) {
        double sum = 0;
        for (int k = 1; k < strengths.length; k++) {
            sum += strengths[k];
        }
        double[] shares = new double[strengths.length];
        for (int k = 1; k < strengths.length && sum > 0; k++) {
            shares[k] = strengths[k] / sum;
        }
        return shares;
    }

    private static OnsetException invalid(String what) {
        return new OnsetException(ErrorCode.DATA_INVALID, "theory: " + what + "; nothing was fitted");
    }
}
