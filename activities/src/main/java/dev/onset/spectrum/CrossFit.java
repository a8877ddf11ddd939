package dev.onset.spectrum;

import java.util.Arrays;

/**
 * One output's values split into what a fit of low orders to the other half says and the rest. V = |g|^2 + 2 &lt;g, r&gt; + Var r then has the
 * error of the rest alone, since |g|^2 is known.
 */
final class CrossFit {
    final Half[] halves = new Half[2];

    /** V; 0 for a constant game. */
    final double variance;

    /** Unbiased V by draw: their mean is {@link #variance}. */
    final double[] squares;

    /**
     * One half with the other half's fit.
     *
     * @param linear order 1 of the fit, by mask
     * @param paired order 2
     * @param rest what is left of v less the fit's mean
     * @param spread Var r
     */
    record Half(HalfMasks masks, LowOrderFit fit, double[] linear, double[] paired, double[] rest, double spread) {}

    private CrossFit(HalfMasks[] masks, double[] v) {
        squares = new double[v.length];
        if (constant(v)) {
            variance = 0;
            return;
        }
        LowOrderFit[] fits = new LowOrderFit[2];
        for (int h = 0; h < 2; h++) {
            fits[h] = LowOrderFit.of(masks[h], valuesOf(masks[h], v));
        }
        double sum = 0;
        for (int h = 0; h < 2; h++) {
            halves[h] = half(masks[h], fits[1 - h], valuesOf(masks[h], v));
        }
        for (double square : squares) {
            sum += square;
        }
        variance = Math.max(0, sum / v.length);
    }

    static CrossFit of(HalfMasks[] masks, double[] v) {
        return new CrossFit(masks, v);
    }

    private static boolean constant(double[] v) {
        double mean = Arrays.stream(v).sum() / v.length;
        double squared = 0;
        double largest = 0;
        for (double value : v) {
            squared += (value - mean) * (value - mean) / v.length;
            largest = Math.max(largest, Math.abs(value));
        }
        return squared <= OrderSpectrum.NO_VARIANCE * largest * largest;
    }

    private static double[] valuesOf(HalfMasks half, double[] v) {
        return Arrays.copyOfRange(v, half.from, half.from + half.count);
    }

    private Half half(HalfMasks masks, LowOrderFit fit, double[] v) {
        int m = masks.count;
        double[] linear = new double[m];
        masks.addLinear(fit.linear, 1, linear);
        double[] paired = new double[m];
        for (LowOrderFit.PairTerm pair : fit.pairs) {
            masks.addPair(pair.i(), pair.j(), pair.coefficient(), paired);
        }
        double[] rest = new double[m];
        double mean = 0;
        for (int i = 0; i < m; i++) {
            rest[i] = v[i] - fit.mean - linear[i] - paired[i];
            mean += rest[i] / m;
        }
        double spread = 0;
        double known = fit.linearWeight() + fit.pairWeight();
        for (int i = 0; i < m; i++) {
            double away = (rest[i] - mean) * (rest[i] - mean) * m / (m - 1);
            spread += away / m;
            squares[masks.from + i] = known + 2 * (linear[i] + paired[i]) * rest[i] + away;
        }
        return new Half(masks, fit, linear, paired, rest, spread);
    }
}
