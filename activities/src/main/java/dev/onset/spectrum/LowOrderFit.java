package dev.onset.spectrum;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A ridge fit of orders 1 and of the strongest pairs to one half of the draws: g = mean + sum c_i phi_i + sum d_ij phi_i phi_j. Any
 * g does for the estimator, which stays unbiased; a better one leaves less variance to it. Order 1 by conjugate gradients on the
 * normal equations, pairs by their own means on the residual.
 */
final class LowOrderFit {
    private static final int ITERATIONS = 12;
    private static final int SCREENED_PLAYERS = 64;
    private static final int MOST_PAIRS = 256;
    /** A pair counts from this many standard errors on. */
    private static final double SIGNIFICANT = 3;

    final double mean;
    final double[] linear;
    final List<PairTerm> pairs;

    /** One pair's coefficient. */
    record PairTerm(int i, int j, double coefficient) {}

    private LowOrderFit(double mean, double[] linear, List<PairTerm> pairs) {
        this.mean = mean;
        this.linear = linear;
        this.pairs = pairs;
    }

    /** W_1 of the fit. */
    double linearWeight() {
        return dot(linear, linear);
    }

    /** W_2 of the fit. */
    double pairWeight() {
        return pairs.stream()
                .mapToDouble(pair -> pair.coefficient * pair.coefficient)
                .sum();
    }

    /** @param v values of the half's masks */
    static LowOrderFit of(HalfMasks half, double[] v) {
        int m = half.count;
        double mean = Arrays.stream(v).sum() / m;
        double[] centred = new double[m];
        for (int i = 0; i < m; i++) {
            centred[i] = v[i] - mean;
        }
        double[] linear = ridge(half, centred, (double) half.players / m);
        half.addLinear(linear, -1, centred);
        return new LowOrderFit(mean, linear, pairs(half, centred, linear));
    }

    /** Solves (Phi^T Phi / m + lambda) c = Phi^T v / m. */
    private static double[] ridge(HalfMasks half, double[] v, double lambda) {
        int n = half.players;
        double[] c = new double[n];
        double[] rest = new double[n];
        half.means(v, rest);
        double[] direction = rest.clone();
        double[] image = new double[n];
        double[] fitted = new double[half.count];
        double norm = dot(rest, rest);
        double least = norm * 1e-16;
        for (int i = 0; i < ITERATIONS && norm > least; i++) {
            Arrays.fill(fitted, 0);
            half.addLinear(direction, 1, fitted);
            half.means(fitted, image);
            for (int k = 0; k < n; k++) {
                image[k] += lambda * direction[k];
            }
            double step = norm / dot(direction, image);
            for (int k = 0; k < n; k++) {
                c[k] += step * direction[k];
                rest[k] -= step * image[k];
            }
            double next = dot(rest, rest);
            for (int k = 0; k < n; k++) {
                direction[k] = rest[k] + next / norm * direction[k];
            }
            norm = next;
        }
        return c;
    }

    private static List<PairTerm> pairs(HalfMasks half, double[] rest, double[] linear) {
        int[] screened = IntStream.range(0, half.players)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -Math.abs(linear[i]))
                        .thenComparingInt(i -> i))
                .limit(SCREENED_PLAYERS)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
        half.means(rest, new double[half.players]);
        double bound = SIGNIFICANT * Math.sqrt(dot(rest, rest)) / half.count;
        List<PairTerm> found = new ArrayList<>();
        for (int a = 0; a < screened.length; a++) {
            for (int b = a + 1; b < screened.length; b++) {
                double d = half.pairMean(screened[a], screened[b]);
                if (Math.abs(d) > bound) {
                    found.add(new PairTerm(screened[a], screened[b], d));
                }
            }
        }
        found.sort(Comparator.comparingDouble((PairTerm t) -> -Math.abs(t.coefficient))
                .thenComparingInt(PairTerm::i)
                .thenComparingInt(PairTerm::j));
        return List.copyOf(found.subList(0, Math.min(found.size(), Math.min(MOST_PAIRS, half.count / 8))));
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
