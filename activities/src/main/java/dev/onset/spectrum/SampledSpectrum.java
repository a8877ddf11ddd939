package dev.onset.spectrum;

import java.util.ArrayList;
import java.util.List;

/** The spectrum of a game that is sampled at random masks, for all of its outputs at once. */
public final class SampledSpectrum {
    private SampledSpectrum() {}

    /**
     * Samples a game.
     *
     * @return one spectrum an output
     * @throws dev.onset.contracts.OnsetException DATA_INVALID where a value is not finite
     */
    public static List<OrderSpectrum> of(MaskValues game, SamplingSpec spec) {
        SampledValues sampled = SampledValues.of(game, spec);
        MeanOrderEstimator orders = new MeanOrderEstimator(sampled);
        ShareEstimator shares = new ShareEstimator(sampled);
        HalfMasks[] halves = HalfMasks.of(sampled);
        List<OrderSpectrum> out = new ArrayList<>();
        for (int output = 0; output < game.outputs(); output++) {
            CrossFit fit = CrossFit.of(halves, sampled.base[output]);
            out.add(of(sampled, orders, shares, fit, output));
        }
        return out;
    }

    private static OrderSpectrum of(
            SampledValues sampled, MeanOrderEstimator orders, ShareEstimator shares, CrossFit fit, int output) {
        SamplingSpec spec = sampled.spec;
        MeanOrderEstimator.Found found = orders.estimate(output, fit);
        if (found.variance() == 0) {
            return OrderSpectrum.constant(sampled.players, spec.p(), sampled.passes(), spec.method());
        }
        ShareEstimator.Shares known = shares.estimate(fit);
        return new OrderSpectrum(
                sampled.players,
                spec.p(),
                false,
                found.variance(),
                found.estimate(),
                known.shown(),
                known.higher(),
                orders.influences(output, found.variance()).map(List::of).orElse(List.of()),
                known.firstOrder(),
                known.pairs(),
                sampled.passes(),
                spec.method());
    }
}
