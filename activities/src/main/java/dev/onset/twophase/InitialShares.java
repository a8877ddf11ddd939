package dev.onset.twophase;

import dev.onset.game.ObservationSpec;
import dev.onset.interactions.Extraction;
import dev.onset.interactions.ExtractionSettings;
import dev.onset.interactions.OrderStrengths;
import dev.onset.interactions.SparseExtractor;
import dev.onset.observe.Extractors;
import dev.onset.random.CounterRandom;
import org.hipparchus.util.CombinatoricsUtils;

/** How strength would spread over orders if a network's outputs on masked inputs had nothing to do with each other. */
final class InitialShares {
    private static final int GAMES = 4;
    private static final long STREAM = 0x6761_7573L;

    private InitialShares() {}

    /** Shares of orders 1..n of AND interactions of independent values (arXiv 2405.10262): C(n,k) 2^(k/2), normalised. */
    static double[] spindle(int n) {
        double[] shares = new double[n];
        for (int k = 1; k <= n; k++) {
            shares[k - 1] = CombinatoricsUtils.binomialCoefficientDouble(n, k) * Math.pow(2, k / 2.0);
        }
        return normalised(shares);
    }

    /** The same, measured: games of independent Gaussian values through the study's own extraction and threshold. */
    static double[] gaussian(int n, ObservationSpec spec, long seed) {
        SparseExtractor extractor = Extractors.of(n);
        ExtractionSettings settings = Extractors.settings(spec);
        Extraction[] found = new Extraction[GAMES];
        double effect = 0;
        for (int game = 0; game < GAMES; game++) {
            CounterRandom random = new CounterRandom(seed, STREAM).stream(game);
            double[] v = new double[1 << n];
            for (int s = 0; s < v.length; s++) {
                v[s] = random.gaussian(s);
            }
            effect += Math.abs(v[v.length - 1] - v[0]) / GAMES;
            found[game] = extractor.extract(v, Extractors.noise(spec, v), settings);
        }
        OrderStrengths sum = OrderStrengths.none(n);
        for (Extraction e : found) {
            sum = sum.plus(OrderStrengths.of(e, spec.salience() * effect));
        }
        return normalised(FitParts.fromFirstOrder(sum.total()));
    }

    private static double[] normalised(double[] strengths) {
        double sum = 0;
        for (double strength : strengths) {
            sum += strength;
        }
        double[] shares = new double[strengths.length];
        for (int k = 0; k < shares.length && sum > 0; k++) {
            shares[k] = strengths[k] / sum;
        }
        return shares;
    }
}
