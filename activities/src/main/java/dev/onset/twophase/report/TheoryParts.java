package dev.onset.twophase.report;

import dev.onset.report.Numbers;
import java.util.List;
import java.util.OptionalDouble;

/** What a report says about theory. */
public final class TheoryParts {
    private TheoryParts() {}

    /**
     * The denoising theory fitted to every checkpoint (arXiv 2407.19198), with what simpler paths reach.
     *
     * @param name which interactions it was fitted to, in words
     * @param sigma2 fitted noise variance
     * @param tv total variation between the fitted and the measured distribution over orders
     * @param nulls total variation of simpler paths
     * @param turn index of the checkpoint from which the theory claims to hold
     * @param trend rank correlation of sigma^2 with time from there on; the theory has it near -1
     * @param words which path is closest from there on, and whether sigma^2 falls: one sentence
     */
    public record Theory(
            String name,
            double[] sigma2,
            double[] tv,
            List<TheoryNull> nulls,
            int turn,
            OptionalDouble trend,
            String words) {
        public Theory {
            nulls = List.copyOf(nulls);
            Numbers.magnitudes("theory.sigma2", sigma2);
            Numbers.magnitudes("theory.tv", tv);
            Numbers.length("theory.tv", tv.length, sigma2.length);
            Numbers.that(turn >= 0 && turn < tv.length, "theory.turn is " + turn);
            trend.ifPresent(t -> Numbers.finite("theory.trend", t));
            nulls.forEach(n -> Numbers.length("theory null " + n.name(), n.tv().length, sigma2.length));
        }

        /** Mean of a path's total variation from the turn on. */
        double mean(double[] path) {
            double sum = 0;
            for (int t = turn; t < path.length; t++) {
                sum += path[t];
            }
            return sum / (path.length - turn);
        }
    }

    /** A path with no theory in it, and its total variation by checkpoint. */
    public record TheoryNull(String name, double[] tv) {
        public TheoryNull {
            Numbers.magnitudes("theory null " + name, tv);
        }
    }

    /**
     * How much more strongly an order is learned than the next, for one number of players.
     *
     * @param sigma2 noise variances, ascending
     * @param ratio {@code [order - 1][variance]}, orders 1..players - 1
     */
    public record RatioCurves(int players, double[] sigma2, double[][] ratio) {
        public RatioCurves {
            Numbers.magnitudes("ratios.sigma2", sigma2);
            Numbers.length("ratios of " + players + " players", ratio.length, players - 1);
            for (double[] curve : ratio) {
                Numbers.magnitudes("ratios", curve);
                Numbers.length("ratios", curve.length, sigma2.length);
            }
        }
    }
}
