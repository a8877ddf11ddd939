package dev.onset.interactions;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;

/**
 * Strength of the salient interactions by order (arXiv 2405.10262 eq. 5-6; arXiv 2407.19198 sec. 3): for each k, the sums
 * of positive and of negative AND and OR effects with |S| = k and |I(S)| >= tau, as absolute values, of one game. Means over
 * samples come from {@link #plus} and {@link #times}.
 *
 * @param andPositive sum of positive salient AND effects by order 0..n
 * @param andNegative sum of |negative| salient AND effects by order
 * @param orPositive sum of positive salient OR effects by order
 * @param orNegative sum of |negative| salient OR effects by order
 * @param salient number of salient effects by order, AND and OR together; a mean once averaged
 */
public record OrderStrengths(
        double[] andPositive, double[] andNegative, double[] orPositive, double[] orNegative, double[] salient) {

    public OrderStrengths {
        int orders = andPositive.length;
        if (orders == 0
                || andNegative.length != orders
                || orPositive.length != orders
                || orNegative.length != orders
                || salient.length != orders) {
            throw new OnsetException(
                    ErrorCode.INTERNAL,
                    "strengths by order have different lengths, the first " + orders + ": no result");
        }
    }

    /** No strength at any order of n players: the start of a sum. */
    public static OrderStrengths none(int n) {
        return new OrderStrengths(
                new double[n + 1], new double[n + 1], new double[n + 1], new double[n + 1], new double[n + 1]);
    }

    /** Strengths of the effects of at least tau in absolute value; the empty set is left out. */
    public static OrderStrengths of(Extraction extraction, double tau) {
        return of(extraction.and(), extraction.or(), tau);
    }

    /** The same from AND and OR effects by coalition, each of length 2^n. */
    public static OrderStrengths of(double[] and, double[] or, double tau) {
        OrderStrengths result = none(Transforms.players(and));
        for (int s = 1; s < and.length; s++) {
            int order = Integer.bitCount(s);
            if (and[s] != 0 && Math.abs(and[s]) >= tau) {
                (and[s] > 0 ? result.andPositive : result.andNegative)[order] += Math.abs(and[s]);
                result.salient[order]++;
            }
            if (or[s] != 0 && Math.abs(or[s]) >= tau) {
                (or[s] > 0 ? result.orPositive : result.orNegative)[order] += Math.abs(or[s]);
                result.salient[order]++;
            }
        }
        return result;
    }

    public int players() {
        return andPositive.length - 1;
    }

    /** Element by element. */
    public OrderStrengths plus(OrderStrengths other) {
        return new OrderStrengths(
                add(andPositive, other.andPositive),
                add(andNegative, other.andNegative),
                add(orPositive, other.orPositive),
                add(orNegative, other.orNegative),
                add(salient, other.salient));
    }

    /** Everything multiplied by a factor, such as 1 / samples. */
    public OrderStrengths times(double factor) {
        return new OrderStrengths(
                scale(andPositive, factor),
                scale(andNegative, factor),
                scale(orPositive, factor),
                scale(orNegative, factor),
                scale(salient, factor));
    }

    /** Positive and negative, AND and OR together, by order 0..n. */
    public double[] total() {
        return add(add(andPositive, andNegative), add(orPositive, orNegative));
    }

    /** AND alone, both signs, by order. */
    public double[] and() {
        return add(andPositive, andNegative);
    }

    /** OR alone, both signs, by order. */
    public double[] or() {
        return add(orPositive, orNegative);
    }

    /** Mean number of salient effects. */
    public double salientCount() {
        double sum = 0;
        for (double count : salient) {
            sum += count;
        }
        return sum;
    }

    /** Centroid of the total strength; NaN where nothing is salient. */
    public double centroid() {
        return centroid(total());
    }

    /** sum of k J(k) over sum of J(k); NaN where all strengths are zero. */
    public static double centroid(double[] strengths) {
        double sum = 0;
        double weighted = 0;
        for (int k = 0; k < strengths.length; k++) {
            sum += strengths[k];
            weighted += k * strengths[k];
        }
        return weighted / sum;
    }

    /** Share of the total strength at orders of at least {@code from}; NaN where all strengths are zero. */
    public double highOrderShare(int from) {
        double[] total = total();
        double sum = 0;
        double high = 0;
        for (int k = 0; k < total.length; k++) {
            sum += total[k];
            high += k >= from ? total[k] : 0;
        }
        return high / sum;
    }

    private static double[] add(double[] a, double[] b) {
        if (a.length != b.length) {
            throw new OnsetException(
                    ErrorCode.INTERNAL,
                    "strengths of " + (a.length - 1) + " and " + (b.length - 1)
                            + " players cannot be added: no result");
        }
        double[] sum = new double[a.length];
        for (int k = 0; k < a.length; k++) {
            sum[k] = a[k] + b[k];
        }
        return sum;
    }

    private static double[] scale(double[] a, double factor) {
        double[] scaled = new double[a.length];
        for (int k = 0; k < a.length; k++) {
            scaled[k] = factor * a[k];
        }
        return scaled;
    }
}
