package dev.onset.spectrum;

import dev.onset.random.CounterRandom;
import java.util.Arrays;
import java.util.Optional;

/**
 * The mean order of a sampled game: M V over V. M V is the mean over draws of n p(1-p) (v with i - v without i)^2 with a player i of
 * its own each (flip-one, in strata over players), of the sum of p(1-p) (v with i - v without i)^2 over all players (flip-all), or of
 * (v(x) - v(y))^2 / (2 eps) extrapolated from two rates eps to 0 (redraw; Owen 2003, O'Donnell 2014), plus what that is still low by, about. V is that of a
 * {@link CrossFit} to all base masks. The interval is a percentile bootstrap over base masks; a mask keeps what was found with it. Within strata one draw fewer
 * than there are is drawn anew, which makes the bootstrap's variance unbiased (Rao and Wu 1988).
 */
final class MeanOrderEstimator {
    private static final int RESAMPLES = 400;
    private static final long STREAM = 0x6d65_616eL;
    private static final double TAIL = 0.025;

    private final SampledValues sampled;
    private final int draws;
    /** Draws in order of strata; stratum s is [bounds[s], bounds[s + 1]). */
    private final int[] drawn;

    private final int[] bounds;
    /** Strata whose draws say something of M V: the first ones. */
    private final int telling;

    MeanOrderEstimator(SampledValues sampled) {
        this.sampled = sampled;
        this.draws = sampled.spec.draws();
        int n = sampled.players;
        boolean byPlayer = sampled.spec.method() == OrderSpectrum.Method.FLIP_ONE && draws >= 2 * n;
        this.drawn = new int[draws];
        if (byPlayer) {
            bounds = new int[n + 1];
            int at = 0;
            for (int s = 0; s < n; s++) {
                for (int r = s; r < draws; r += n) {
                    drawn[at++] = r;
                }
                bounds[s + 1] = at;
            }
            telling = n;
        } else {
            for (int r = 0; r < draws; r++) {
                drawn[r] = r;
            }
            bounds = sampled.changed == draws ? new int[] {0, draws} : new int[] {0, sampled.changed, draws};
            telling = 1;
        }
    }

    /**
     * What was found; the mean order does not exist where V is 0.
     *
     * @param order with the bias made good
     * @param low of the interval as found, before the bias is made good: that is known about, too
     * @param error the mean order's standard error
     * @param bias what it was low by at any number of draws, about
     */
    record Found(double variance, double order, double low, double high, double error, double bias) {
        Optional<Estimate> estimate() {
            return variance == 0 ? Optional.empty() : Optional.of(new Estimate(order, low, high));
        }
    }

    Found estimate(int output, CrossFit fit) {
        if (fit.variance == 0) {
            return new Found(0, 0, 0, 0, 0, 0);
        }
        double[] squares = new double[draws];
        double[] told = new double[draws];
        for (int at = 0; at < draws; at++) {
            squares[at] = fit.squares[drawn[at]];
            told[at] = drawn[at] < sampled.changed ? told(output, drawn[at]) : 0;
        }
        double order = overall(told) / fit.variance;
        double[] resampled = bootstrap(squares, told, output);
        double bias = remainingBias(output, order, fit.variance);
        return new Found(
                fit.variance,
                order + bias,
                quantile(resampled, TAIL),
                quantile(resampled, 1 - TAIL) + bias,
                error(squares, told, order) / fit.variance,
                bias);
    }

    /**
     * What an extrapolated redraw is low by, about: the square of what the faster rate alone is low by, over twice M. It is .48
     * for .46 where all variance lies at order 10.
     */
    private double remainingBias(int output, double order, double variance) {
        if (sampled.spec.method() != OrderSpectrum.Method.REDRAW || order <= 0) {
            return 0;
        }
        double fast = 0;
        for (int draw = 0; draw < sampled.changed; draw++) {
            double step = sampled.base[output][draw] - sampled.further[output][2 * draw + 1];
            fast += step * step / (2 * RandomMasks.FAST) / sampled.changed;
        }
        double low = order - fast / variance;
        return low * low / (2 * order);
    }

    /** A draw's unbiased M V. */
    private double told(int output, int draw) {
        double[] further = sampled.further[output];
        double x = sampled.base[output][draw];
        int at = draw * sampled.changes;
        double p = sampled.spec.p();
        if (sampled.spec.method() == OrderSpectrum.Method.REDRAW) {
            double slow = (x - further[at]) * (x - further[at]) / (2 * RandomMasks.SLOW);
            double fast = (x - further[at + 1]) * (x - further[at + 1]) / (2 * RandomMasks.FAST);
            return (RandomMasks.FAST * slow - RandomMasks.SLOW * fast) / (RandomMasks.FAST - RandomMasks.SLOW);
        }
        double sum = 0;
        for (int i = 0; i < sampled.changes; i++) {
            sum += (x - further[at + i]) * (x - further[at + i]);
        }
        return p * (1 - p) * sum * (sampled.changes == 1 ? sampled.players : 1);
    }

    /** Mean over telling strata of their means. */
    private double overall(double[] told) {
        double sum = 0;
        for (int s = 0; s < telling; s++) {
            sum += mean(told, bounds[s], bounds[s + 1]) / telling;
        }
        return sum;
    }

    private static double mean(double[] x, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += x[i];
        }
        return sum / (to - from);
    }

    /** Standard error of M V - M times V, linearised. */
    private double error(double[] squares, double[] told, double order) {
        double sum = 0;
        for (int s = 0; s + 1 < bounds.length; s++) {
            int size = bounds[s + 1] - bounds[s];
            double ofTold = s < telling ? 1.0 / telling : 0;
            double ofSquare = order * size / draws;
            double first = 0;
            double second = 0;
            for (int at = bounds[s]; at < bounds[s + 1]; at++) {
                double u = ofTold * told[at] - ofSquare * squares[at];
                first += u;
                second += u * u;
            }
            sum += size < 2 ? 0 : (second - first * first / size) / (size - 1) / size;
        }
        return Math.sqrt(Math.max(0, sum));
    }

    private double[] bootstrap(double[] squares, double[] told, int output) {
        SamplingSpec spec = sampled.spec;
        CounterRandom.Walk walk = CounterRandom.ofResamples(spec.seed(), STREAM).stream(spec.sample()).stream(output)
                .walk();
        double[] orders = new double[RESAMPLES];
        for (int b = 0; b < RESAMPLES; b++) {
            double ofTold = 0;
            double ofSquare = 0;
            for (int s = 0; s + 1 < bounds.length; s++) {
                int from = bounds[s];
                int size = bounds[s + 1] - from;
                int again = Math.max(1, size - 1);
                double sumTold = 0;
                double sumSquare = 0;
                for (int i = 0; i < again; i++) {
                    int at = from + walk.index(size);
                    sumTold += told[at];
                    sumSquare += squares[at];
                }
                ofTold += s < telling ? sumTold / again / telling : 0;
                ofSquare += sumSquare / again * size / draws;
            }
            orders[b] = ofSquare > 0 ? ofTold / ofSquare : 0;
        }
        Arrays.sort(orders);
        return orders;
    }

    private static double quantile(double[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    /**
     * Total influences T_i / V, from the players' own flips; empty where players were drawn anew together, or where some were not
     * flipped twice.
     */
    Optional<Estimate[]> influences(int output, double variance) {
        int n = sampled.players;
        if (sampled.spec.method() == OrderSpectrum.Method.REDRAW
                || sampled.spec.method() == OrderSpectrum.Method.FLIP_ONE && telling < n) {
            return Optional.empty();
        }
        double[] count = new double[n];
        double[] first = new double[n];
        double[] second = new double[n];
        double scale = sampled.spec.p() * (1 - sampled.spec.p()) / variance;
        for (int draw = 0; draw < sampled.changed; draw++) {
            for (int change = 0; change < sampled.changes; change++) {
                int player = sampled.changes == 1 && n > 1 ? sampled.order[draw % n] : change;
                double step = sampled.base[output][draw] - sampled.further[output][draw * sampled.changes + change];
                double told = scale * step * step;
                count[player]++;
                first[player] += told;
                second[player] += told * told;
            }
        }
        Estimate[] out = new Estimate[n];
        for (int i = 0; i < n; i++) {
            double mean = first[i] / count[i];
            double spread = Math.max(0, second[i] / count[i] - mean * mean) / (count[i] - 1);
            out[i] = Estimate.of(mean, Math.sqrt(spread));
        }
        return Optional.of(out);
    }
}
