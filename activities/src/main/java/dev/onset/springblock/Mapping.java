package dev.onset.springblock;

import java.util.ArrayList;
import java.util.List;

/**
 * Which chain stands for which network: muLeft = friction (1 - alpha), muRight = ratio muLeft, eps = noise times dropout.
 *
 * @param friction muLeft of a ReLU network
 * @param ratio muRight over muLeft
 * @param noise eps at dropout 1
 */
record Mapping(double friction, double ratio, double noise) {
    /** Fixed before it was held against the axes other than dropout. */
    static final Mapping FROZEN = new Mapping(0.1, 0.75, 0.5);

    private static final int STEPS = 3_000;
    private static final int SEEDS = 5;

    /** Eighteen mappings, so that a reader sees how much the frozen one owes to choice. */
    static List<Mapping> all() {
        List<Mapping> all = new ArrayList<>();
        for (double friction : new double[] {0.05, 0.1, 0.2}) {
            for (double ratio : new double[] {0.6, 0.75, 0.9}) {
                for (double noise : new double[] {0.25, 0.5}) {
                    all.add(new Mapping(friction, ratio, noise));
                }
            }
        }
        return all;
    }

    ChainSettings chain(double alpha, double dropout, int blocks) {
        double muLeft = friction * (1 - alpha);
        return new ChainSettings(blocks, ratio * muLeft, muLeft, noise * dropout);
    }

    /** The chain's curve after 3,000 steps, mean of {@value #SEEDS} seeds; one where there is no noise. */
    LoadCurve curve(double alpha, double dropout, int blocks) {
        ChainSettings chain = chain(alpha, dropout, blocks);
        int seeds = chain.noise() == 0 ? 1 : SEEDS;
        double[][] last = new double[seeds][];
        for (int seed = 0; seed < seeds; seed++) {
            last[seed] = FirstOrderChain.last(chain, STEPS, seed);
        }
        return LoadCurve.of(Profiles.mean(last));
    }
}
