package dev.onset.spectrum;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Shares of orders 1 to 4 from base masks. g is fitted to one half; with the residual r of the other half, W_k(g + r) = W_k(g) +
 * 2 &lt;g_k, r&gt; + W_k(r), the last by the U-statistic with the kernel of order k over all pairs of masks. The halves are swapped and the
 * two averaged: unbiased, because g knows nothing of the half on which it is corrected. The standard error of a half is that of its
 * Hajek part, whose row sums are themselves noisy by more than the degenerate part sqrt(2 C(n,k)) Var r / m, so that it counts both:
 * it over-covers where the degenerate part prevails, and never falls below it. That of a share counts V's error in.
 */
final class ShareEstimator {
    private static final int PAIRS = 10;

    private final SampledValues sampled;
    private final OrderKernel kernel;
    private final int orders;

    ShareEstimator(SampledValues sampled) {
        this.sampled = sampled;
        this.kernel = new OrderKernel(sampled.players, sampled.spec.p());
        this.orders = Math.min(OrderKernel.ORDERS, sampled.players);
    }

    /** What the shares are known to be. */
    record Shares(
            List<Estimate> shown,
            Optional<Estimate> higher,
            List<Estimate> firstOrder,
            List<OrderSpectrum.Pair> pairs) {}

    /** One half's W_k, and by order what each mask says of it. */
    private record Corrected(CrossFit.Half half, double[] weights, double[][] hajek) {}

    Shares estimate(CrossFit fit) {
        Corrected[] found = {corrected(fit.halves[0]), corrected(fit.halves[1])};
        List<Estimate> shares = new ArrayList<>();
        double sum = 0;
        int shown = 0;
        while (shown < orders) {
            double share = weight(found, shown) / fit.variance;
            double error = error(found, shown, shown + 1, share, fit);
            if (error > OrderSpectrum.LARGEST_ERROR) {
                break;
            }
            shares.add(Estimate.of(share, error));
            sum += share;
            shown++;
        }
        Optional<Estimate> higher = shown < sampled.players
                ? Optional.of(Estimate.of(1 - sum, shown == 0 ? 0 : error(found, 0, shown, sum, fit)))
                : Optional.empty();
        return new Shares(shares, higher, firstOrder(fit), pairs(fit));
    }

    private Corrected corrected(CrossFit.Half half) {
        int m = half.rest().length;
        double[] rest = half.rest();
        double[][] rows = new double[OrderKernel.ORDERS][m];
        kernel.rows(sampled.masks, half.masks().from, rest, rows);
        double[] weights = new double[orders];
        for (int k = 0; k < orders; k++) {
            double[] row = rows[k];
            double[] g = k == 0 ? half.linear() : half.paired();
            double sum = 0;
            for (int i = 0; i < m; i++) {
                double fitted = k < 2 ? 2 * g[i] * rest[i] : 0;
                double pairs = rest[i] * row[i] / (m - 1);
                sum += fitted + pairs;
                row[i] = fitted + 2 * pairs;
            }
            weights[k] = sum / m
                    + (k == 0 ? half.fit().linearWeight() : k == 1 ? half.fit().pairWeight() : 0);
        }
        return new Corrected(half, weights, rows);
    }

    private static double weight(Corrected[] found, int k) {
        return (found[0].weights[k] + found[1].weights[k]) / 2;
    }

    /** Standard error of the share of orders from + 1 to to. */
    private double error(Corrected[] found, int from, int to, double share, CrossFit fit) {
        double sum = 0;
        double draws = fit.squares.length;
        double terms = 0;
        for (int k = from; k < to; k++) {
            terms += binomial(sampled.players, k + 1);
        }
        for (Corrected half : found) {
            int m = half.half.rest().length;
            double first = 0;
            double second = 0;
            for (int i = 0; i < m; i++) {
                double u = -share * fit.squares[half.half.masks().from + i];
                for (int k = from; k < to; k++) {
                    u += half.hajek[k][i];
                }
                first += u;
                second += u * u;
            }
            double hajek = Math.max(0, second / m - first / m * first / m);
            double degenerate = 2 * terms * half.half.spread() * half.half.spread() / m;
            sum += m * Math.max(hajek, degenerate) / (draws * draws);
        }
        return Math.sqrt(sum) / fit.variance;
    }

    private static double binomial(int n, int k) {
        double c = 1;
        for (int i = 0; i < k; i++) {
            c = c * (n - i) / (i + 1);
        }
        return c;
    }

    /** c_i^2 / V by player; each half's coefficient is the other's fit, corrected. */
    private List<Estimate> firstOrder(CrossFit fit) {
        int n = sampled.players;
        double[] sums = new double[n];
        double[] means = new double[n];
        for (CrossFit.Half half : fit.halves) {
            half.masks().means(half.rest(), means);
            for (int i = 0; i < n; i++) {
                sums[i] += (half.fit().linear[i] + means[i]) / 2;
            }
        }
        List<Estimate> out = new ArrayList<>();
        for (double c : sums) {
            out.add(squared(c, error(fit), fit.variance));
        }
        return out;
    }

    /** Standard error of a coefficient. */
    private static double error(CrossFit fit) {
        double sum = 0;
        for (CrossFit.Half half : fit.halves) {
            sum += half.spread() / half.rest().length / 4;
        }
        return Math.sqrt(sum);
    }

    private List<OrderSpectrum.Pair> pairs(CrossFit fit) {
        SortedMap<Long, Double> sums = new TreeMap<>();
        for (CrossFit.Half half : fit.halves) {
            half.fit().pairs.stream().limit(PAIRS).forEach(pair -> sums.put((long) pair.i() << 32 | pair.j(), 0.0));
        }
        double[] scratch = new double[sampled.players];
        for (CrossFit.Half half : fit.halves) {
            half.masks().means(half.rest(), scratch);
            sums.replaceAll((key, sum) -> {
                int i = (int) (key >>> 32);
                int j = key.intValue();
                double fitted = half.fit().pairs.stream()
                        .filter(term -> term.i() == i && term.j() == j)
                        .mapToDouble(LowOrderFit.PairTerm::coefficient)
                        .sum();
                return sum + (fitted + half.masks().pairMean(i, j)) / 2;
            });
        }
        List<OrderSpectrum.Pair> out = new ArrayList<>();
        sums.forEach((key, d) -> out.add(
                new OrderSpectrum.Pair((int) (key >>> 32), key.intValue(), squared(d, error(fit), fit.variance))));
        return ExactSpectrum.strongest(out);
    }

    /** The square of a coefficient, without the part that its error adds. */
    private static Estimate squared(double c, double error, double variance) {
        Estimate plain = Estimate.of(Math.abs(c), error);
        double low = Math.max(0, plain.low());
        return new Estimate(
                Math.max(0, c * c - error * error) / variance,
                low * low / variance,
                plain.high() * plain.high() / variance);
    }
}
