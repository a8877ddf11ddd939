package dev.onset.twophase;

import dev.onset.phases.Interval;
import dev.onset.phases.LossGap;
import dev.onset.phases.PhaseVerdict;
import dev.onset.report.ReportParts.Criterion;
import dev.onset.report.ReportParts.Estimate;
import dev.onset.report.ReportParts.Losses;
import dev.onset.report.ReportParts.Onset;
import dev.onset.report.ReportParts.TestLosses;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The detector's numbers as the report's records. */
final class FitParts {
    private FitParts() {}

    static Criterion criterion(dev.onset.phases.Criterion c) {
        return new Criterion(c.name(), c.value(), c.bound(), c.comparison(), c.passed(), c.words());
    }

    static Estimate estimate(Interval interval) {
        return new Estimate(interval.value(), interval.low(), interval.high());
    }

    static Losses losses(RunReading run, PhaseVerdict verdict) {
        Optional<LossGap> gap = verdict.gap();
        List<Onset> onsets = gap.map(g -> g.rules().stream()
                        .map(rule -> new Onset(rule.words(), rule.share(), rule.step()))
                        .toList())
                .orElse(List.of());
        return new Losses(
                gap.map(LossGap::train).orElseGet(() -> means(run.trainLosses())),
                run.trainAccuracy(),
                gap.map(g -> new TestLosses(
                        g.test(), run.testAccuracy(), g.gap(), g.low(), g.high(), g.bestStep(), g.best())),
                onsets,
                verdict.halving(),
                verdict.chance());
    }

    /** Without the empty set's order. */
    static double[] fromFirstOrder(double[] byOrder) {
        return Arrays.copyOfRange(byOrder, 1, byOrder.length);
    }

    /** The report's 0 for a centroid that does not exist. */
    static double[] orZero(double[] values) {
        return Arrays.stream(values).map(v -> Double.isNaN(v) ? 0 : v).toArray();
    }

    private static double[] means(double[][] losses) {
        return Arrays.stream(losses)
                .mapToDouble(row -> Arrays.stream(row).average().orElse(0))
                .toArray();
    }
}
