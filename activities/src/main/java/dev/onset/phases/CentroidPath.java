package dev.onset.phases;

import dev.onset.random.CounterRandom;
import java.util.Arrays;

/**
 * Centroids of all samples and of their resamples: c(t) = sum over k of k J_k(t) / sum of J_k(t), with J_k summed over the
 * samples. A resample draws whole samples, so every sample keeps its own path through training.
 *
 * @param x times of the checkpoints
 * @param point centroid of all samples by checkpoint; NaN where no interaction is salient
 * @param resampled {@code [resample][checkpoint]}; NaN likewise
 */
record CentroidPath(double[] x, double[] point, double[][] resampled) {
    private static final long STREAM = 1;

    static CentroidPath of(PhaseSeries series, int resamples, long seed) {
        int points = series.checkpoints();
        int samples = series.samples();
        // Per sample, the sums of J and of k J at each checkpoint, interleaved.
        double[][] sums = new double[samples][2 * points];
        for (int t = 0; t < points; t++) {
            for (int i = 0; i < samples; i++) {
                double[] j = series.strengths()[t][i];
                for (int k = 0; k < j.length; k++) {
                    sums[i][2 * t] += j[k];
                    sums[i][2 * t + 1] += series.orderOf()[k] * j[k];
                }
            }
        }
        int[] all = new int[samples];
        for (int i = 0; i < samples; i++) {
            all[i] = i;
        }
        CounterRandom.Walk draws = CounterRandom.ofResamples(seed, STREAM).walk();
        double[][] resampled = new double[resamples][];
        int[] drawn = new int[samples];
        for (int r = 0; r < resamples; r++) {
            draws.resample(drawn);
            resampled[r] = centroids(sums, drawn);
        }
        return new CentroidPath(LogTime.of(series.steps()), centroids(sums, all), resampled);
    }

    private static double[] centroids(double[][] sums, int[] drawn) {
        double[] total = new double[sums[0].length];
        for (int i : drawn) {
            double[] one = sums[i];
            for (int t = 0; t < total.length; t++) {
                total[t] += one[t];
            }
        }
        double[] out = new double[total.length / 2];
        for (int t = 0; t < out.length; t++) {
            out[t] = total[2 * t + 1] / total[2 * t];
        }
        return out;
    }

    int checkpoints() {
        return point.length;
    }

    /** Indices of the checkpoints at which something is salient. */
    int[] defined() {
        int count = 0;
        int[] out = new int[point.length];
        for (int t = 0; t < point.length; t++) {
            if (!Double.isNaN(point[t])) {
                out[count++] = t;
            }
        }
        return Arrays.copyOf(out, count);
    }

    /** The path in which checkpoint i is the given one; times stay where they are if their number does. */
    CentroidPath take(int[] checkpoints, double[] times) {
        double[][] b = new double[resampled.length][];
        for (int r = 0; r < b.length; r++) {
            b[r] = pick(resampled[r], checkpoints);
        }
        return new CentroidPath(times, pick(point, checkpoints), b);
    }

    /** Another centroid series with the same sampling noise around it. */
    CentroidPath around(double[] series) {
        double[][] b = new double[resampled.length][series.length];
        for (int r = 0; r < b.length; r++) {
            for (int t = 0; t < series.length; t++) {
                b[r][t] = series[t] + (resampled[r][t] - point[t]);
            }
        }
        return new CentroidPath(x, series, b);
    }

    static double[] pick(double[] values, int[] at) {
        double[] out = new double[at.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = values[at[i]];
        }
        return out;
    }
}
