package dev.onset.interactions;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.util.Optional;

/**
 * How far the order centroid, the mean order of effects weighted by their size, moves among equally sparse interactions.
 *
 * <p><b>Why.</b> The least sum of absolute effects is unique, the effects that reach it are not: a difference between two
 * centroids that is smaller than this range may be the solver's choice rather than the network's.
 *
 * <p><b>How.</b> Let s = sum |I| and C = sum |T| |I(T)| of any effects that match with s at most L = (1 + slack) times the
 * objective. Pricing an effect of order k at 1 + m k instead of 1 is one more certified extraction, whose lower bound B(m)
 * gives s + m C >= B(m) for all of them; hence C / s >= (B(m) / L - 1) / m for m > 0, and C / s <= (1 - B(m) / L) / |m| for
 * m < 0. Both hold for every m, and by the duality of linear programs the best m leaves nothing to gain for C at given s: a
 * geometric search over m comes close. The extracted effects themselves show how much of the range is taken.
 *
 * <p>Effects of every size count, also those below a salience threshold; single players' OR effects are folded into AND.
 *
 * @param low no equally sparse effects have a smaller centroid (certified)
 * @param high no equally sparse effects have a larger centroid (certified)
 * @param lowest smallest centroid that was found at a sum of at most L
 * @param highest largest centroid that was found at a sum of at most L
 * @param slack relative sum by which effects may exceed the objective and still count as equally sparse
 * @param iterations spent
 */
public record CentroidRange(double low, double high, double lowest, double highest, double slack, int iterations) {
    /** Effects whose sum is within one in a thousand of the best count as equally sparse. */
    public static final double DEFAULT_SLACK = 1e-3;

    /** First slope of the price, in units of the square root of the slack. */
    private static final double FIRST_SLOPE = 0.6;

    /** By which each slope of the search exceeds the one before. */
    private static final double FACTOR = 2.5;

    private static final int MAX_STEPS = 7;

    /** A priced extraction stops at a gap of this many orders times its slope, which is what it costs the bound at most. */
    private static final double ACCURACY = 0.05;

    /** Width of the certified range, in orders: what a detector compares its rises and falls with. */
    public double width() {
        return high - low;
    }

    /** Width of the range that extracted effects show: the true width lies between this and {@link #width}. */
    public double widthFound() {
        return highest - lowest;
    }

    /**
     * The range of one game.
     *
     * @param v value of each coalition, length 2^n
     * @param best what {@link SparseExtractor#extract} returned for the same game in the mode {@link ExtractionMode#SPARSE}
     * @param slack above 0
     * @param workspace scratch of the calling thread; what it holds has no influence
     * @throws OnsetException MODEL_INVALID for a slack that is not positive, or where all effects are zero, so that there is
     *     no centroid
     */
    public static CentroidRange of(
            SparseExtractor extractor, double[] v, Extraction best, double slack, ExtractionWorkspace workspace) {
        if (!(slack > 0) || Double.isInfinite(slack)) {
            throw new OnsetException(
                    ErrorCode.MODEL_INVALID,
                    "slack is " + slack + ": give the relative sum that still counts as equally sparse, such as 0.001");
        }
        if (!(best.objective() > 0)) {
            throw new OnsetException(
                    ErrorCode.MODEL_INVALID, "all effects are zero: there is no centroid, and nothing was computed");
        }
        double centroid = OrderStrengths.of(best, 0).centroid();
        Side below = new Side(extractor, v, best, slack, workspace, 1, centroid);
        Side above = new Side(extractor, v, best, slack, workspace, -1, centroid);
        below.search();
        above.search();
        return new CentroidRange(
                below.bound, above.bound, below.found, above.found, slack, below.iterations + above.iterations);
    }

    /** One end of the range; {@code sign} +1 is the lower end. */
    private static final class Side {
        private final SparseExtractor extractor;
        private final double[] v;
        private final Extraction best;
        private final double slack;
        private final ExtractionWorkspace workspace;
        private final int sign;
        private final double limit;
        private double bound;
        private double found;
        private int iterations;

        Side(
                SparseExtractor extractor,
                double[] v,
                Extraction best,
                double slack,
                ExtractionWorkspace workspace,
                int sign,
                double centroid) {
            this.extractor = extractor;
            this.v = v;
            this.best = best;
            this.slack = slack;
            this.workspace = workspace;
            this.sign = sign;
            this.limit = (1 + slack) * best.objective();
            this.bound = sign > 0 ? 0 : extractor.players();
            this.found = centroid;
        }

        /** Goes from the first slope in the direction that tightens the bound, until it no longer does. */
        void search() {
            double first = slope(0);
            boolean improved = tryStep(first);
            boolean steeper = false;
            for (int step = 1; step < MAX_STEPS && improved; step++) {
                improved = tryStep(slope(step));
                steeper |= improved;
            }
            improved = !steeper;
            for (int step = 1; step < MAX_STEPS && improved; step++) {
                improved = tryStep(slope(-step));
            }
        }

        private double slope(int step) {
            double steepest = 0.9 / extractor.players();
            return Math.min(FIRST_SLOPE * Math.sqrt(slack) * Math.pow(FACTOR, step), steepest);
        }

        /** Whether the bound became tighter. */
        private boolean tryStep(double m) {
            ExtractionSettings settings = ExtractionSettings.DEFAULT.withTolerance(ACCURACY * m);
            Extraction e =
                    extractor.extractPriced(v, best.noiseBound(), sign * m, settings, workspace, Optional.empty());
            iterations += e.iterations();
            if (e.objective() <= limit) {
                double centroid = OrderStrengths.of(e, 0).centroid();
                found = sign > 0 ? Math.min(found, centroid) : Math.max(found, centroid);
            }
            double tighter = sign * (e.lowerBound() / limit - 1) / m;
            if (sign * tighter > sign * bound) {
                bound = tighter;
                return true;
            }
            return false;
        }
    }
}
