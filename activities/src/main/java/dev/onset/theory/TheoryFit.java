package dev.onset.theory;

import java.util.List;
import org.hipparchus.stat.correlation.SpearmansCorrelation;

/**
 * The denoising theory fitted to every checkpoint, with what simpler paths reach. Arrays are by checkpoint.
 *
 * @param sigma2 fitted noise variance, within 1e-12..100
 * @param tv total variation, 0..1, between the predicted and the measured distribution over orders
 * @param predicted distribution over orders 0..n at the fitted variance: {@code [checkpoint][order]}
 * @param nulls paths without the theory
 * @param turn the checkpoint from which the theory means to hold
 */
public record TheoryFit(double[] sigma2, double[] tv, double[][] predicted, List<Null> nulls, int turn) {
    /** A path with no theory in it: its name in words, and its total variation by checkpoint. */
    public record Null(String name, double[] tv) {}

    public TheoryFit {
        nulls = List.copyOf(nulls);
    }

    /** Mean total variation of the theory from the turn on. */
    public double meanTv() {
        return mean(tv, turn);
    }

    /** Mean total variation of a null from the turn on. */
    public double meanTv(Null path) {
        return mean(path.tv(), turn);
    }

    /**
     * Rank correlation of sigma^2 with time from the turn on, -1..1; the theory has it fall, towards -1. NaN with fewer than
     * three checkpoints or where nothing varies.
     */
    public double trend() {
        int count = sigma2.length - turn;
        if (count < 3) {
            return Double.NaN;
        }
        double[] time = new double[count];
        double[] noise = new double[count];
        for (int i = 0; i < count; i++) {
            time[i] = i;
            noise[i] = sigma2[turn + i];
        }
        return new SpearmansCorrelation().correlation(time, noise);
    }

    /** Name of the path that is closest to the measured one on average from the turn on; "theory" where that is the theory. */
    public String closest() {
        String name = "theory";
        double least = meanTv();
        for (Null path : nulls) {
            if (meanTv(path) < least) {
                least = meanTv(path);
                name = path.name();
            }
        }
        return name;
    }

    private static double mean(double[] x, int from) {
        double sum = 0;
        for (int i = from; i < x.length; i++) {
            sum += x[i];
        }
        return sum / (x.length - from);
    }
}
