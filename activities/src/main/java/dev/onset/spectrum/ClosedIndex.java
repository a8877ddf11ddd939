package dev.onset.spectrum;

/**
 * The closed Sobol index of a group of players at any n: the share of V that functions of the group alone explain, as the covariance
 * of v(x) and v(y), y having the group of x and all others anew (Sobol 1993), over V.
 */
public final class ClosedIndex {
    private ClosedIndex() {}

    /**
     * Estimates it with 2 R evaluations.
     *
     * @param spec its draws R, p, seed and sample; its method does not count
     * @param group bit-packed, [ceil(n / 64)]
     * @return the first output's index with its interval; exactly 0 for a constant game
     */
    public static Estimate of(MaskValues game, SamplingSpec spec, long[] group) {
        int words = RandomMasks.words(game.players());
        RandomMasks random = new RandomMasks(game.players(), spec);
        int draws = spec.draws();
        double[] x = new double[draws];
        double[] y = new double[draws];
        long[] own = new long[RandomMasks.BLOCK * words];
        long[] other = new long[RandomMasks.BLOCK * words];
        double[][] values = new double[game.outputs()][RandomMasks.BLOCK];
        for (int block = 0; block * RandomMasks.BLOCK < draws; block++) {
            int from = block * RandomMasks.BLOCK;
            int count = Math.min(RandomMasks.BLOCK, draws - from);
            random.base(block, count, own);
            random.fresh(block, count, other);
            for (int at = 0; at < count * words; at++) {
                other[at] = other[at] & ~group[at % words] | own[at] & group[at % words];
            }
            game.evaluate(own, count, values);
            System.arraycopy(values[0], 0, x, from, count);
            game.evaluate(other, count, values);
            System.arraycopy(values[0], 0, y, from, count);
        }
        return index(x, y);
    }

    private static Estimate index(double[] x, double[] y) {
        int draws = x.length;
        double mean = 0;
        double largest = 0;
        for (int r = 0; r < draws; r++) {
            mean += (x[r] + y[r]) / (2 * draws);
            largest = Math.max(largest, Math.max(Math.abs(x[r]), Math.abs(y[r])));
        }
        double products = 0;
        double squares = 0;
        for (int r = 0; r < draws; r++) {
            products += (x[r] - mean) * (y[r] - mean);
            squares += ((x[r] - mean) * (x[r] - mean) + (y[r] - mean) * (y[r] - mean)) / 2;
        }
        if (squares / draws <= OrderSpectrum.NO_VARIANCE * largest * largest) {
            return Estimate.exact(0);
        }
        double index = products / squares;
        double errors = 0;
        for (int r = 0; r < draws; r++) {
            double a = x[r] - mean;
            double b = y[r] - mean;
            double u = a * b - index * (a * a + b * b) / 2;
            errors += u * u;
        }
        return Estimate.of(index, Math.sqrt(errors) / squares);
    }
}
