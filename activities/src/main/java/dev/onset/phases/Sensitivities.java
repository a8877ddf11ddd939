package dev.onset.phases;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** One run decided again under other settings that a reader might have chosen. */
public final class Sensitivities {
    private static final double[] SHARES = {0.02, 0.05, 0.10, 0.20};
    private static final int SEEDS = 2;

    private Sensitivities() {}

    /**
     * Other seeds of the bootstrap, other shares for the onset, a stricter and a looser bound on the changes, the run cut to a
     * third of its steps, and every second checkpoint.
     */
    public static List<Sensitivity> of(PhaseSeries series, DetectorSpec spec, double equallySparseRange, long seed) {
        List<Sensitivity> out = new ArrayList<>();
        for (int i = 1; i <= SEEDS; i++) {
            out.add(row("bootstrap seed " + (seed + i), series, spec, equallySparseRange, seed + i));
        }
        for (double share : SHARES) {
            if (share != spec.gapOnset()) {
                String setting = "gap opens at " + Words.number(100 * share) + " % of the largest gap";
                out.add(row(setting, series, with(spec, spec.minimumChange(), share), equallySparseRange, seed));
            }
        }
        for (double factor : new double[] {0.5, 2}) {
            double least = factor * spec.minimumChange();
            String setting = "fall and rise of at least " + Words.number(least) + " orders";
            out.add(row(setting, series, with(spec, least, spec.gapOnset()), equallySparseRange, seed));
        }
        out.add(row(
                "run cut to a third",
                series.at(IntStream.range(0, series.checkpointsOfAThird()).toArray()),
                spec,
                equallySparseRange,
                seed));
        int points = series.checkpoints();
        out.add(row(
                "every second checkpoint",
                series.at(IntStream.range(0, points)
                        .filter(t -> t % 2 == (points - 1) % 2 || t == 0)
                        .toArray()),
                spec,
                equallySparseRange,
                seed));
        return List.copyOf(out);
    }

    private static Sensitivity row(
            String setting, PhaseSeries series, DetectorSpec spec, double equallySparseRange, long seed) {
        return Sensitivity.of(setting, PhaseDetector.detect(series, spec, equallySparseRange, seed));
    }

    private static DetectorSpec with(DetectorSpec s, double minimumChange, double gapOnset) {
        return new DetectorSpec(
                s.resamples(),
                Math.min(minimumChange, 20),
                s.maximumRoughness(),
                s.gapExists(),
                gapOnset,
                s.onsetWindow(),
                s.generalised(),
                s.minimumCheckpoints());
    }
}
