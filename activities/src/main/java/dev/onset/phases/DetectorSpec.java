package dev.onset.phases;

import dev.onset.contracts.Require;

/**
 * Every threshold of the phase detector.
 *
 * @param resamples bootstrap resamples over observed samples
 * @param minimumChange orders by which the lower 2.5 % of both fall and rise must exceed zero
 * @param maximumRoughness bound on total variation over (fall + rise)
 * @param gapExists share of the initial loss that the lower 2.5 % of the gap's growth must exceed
 * @param gapOnset share of the largest gap whose last crossing is the onset
 * @param onsetWindow decades between onset and t* that still count as near
 * @param generalised the lowest test loss must fall below this share of the initial one
 * @param minimumCheckpoints a study with fewer says that t* is biased late
 */
public record DetectorSpec(
        int resamples,
        double minimumChange,
        double maximumRoughness,
        double gapExists,
        double gapOnset,
        double onsetWindow,
        double generalised,
        int minimumCheckpoints) {
    public DetectorSpec {
        Require.within("resamples", resamples, 20, 100_000);
        Require.within("minimumChange", minimumChange, 0.0, 20.0);
        Require.within("maximumRoughness", maximumRoughness, 1.0, 100.0);
        Require.within("gapExists", gapExists, 0.0, 10.0);
        Require.within("gapOnset", gapOnset, 0.001, 0.999);
        Require.within("onsetWindow", onsetWindow, 0.0, 10.0);
        Require.within("generalised", generalised, 0.0, 10.0);
        Require.within("minimumCheckpoints", minimumCheckpoints, 0, 10_000);
    }

    /** The thresholds fixed by the reference runs. */
    public static DetectorSpec reference() {
        return new DetectorSpec(300, 0.5, 1.6, 0.02, 0.10, 0.5, 0.7, 10);
    }

    /** The same with another bound on fall and rise, in orders. */
    public DetectorSpec withMinimumChange(double orders) {
        return new DetectorSpec(
                resamples, orders, maximumRoughness, gapExists, gapOnset, onsetWindow, generalised, minimumCheckpoints);
    }
}
