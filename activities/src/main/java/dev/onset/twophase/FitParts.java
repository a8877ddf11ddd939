package dev.onset.twophase;

import dev.onset.phases.CentroidTurn;
import dev.onset.phases.Interval;
import dev.onset.phases.LossCurves;
import dev.onset.phases.LossGap;
import dev.onset.phases.PhaseVerdict;
import dev.onset.twophase.report.ReportParts.Criterion;
import dev.onset.twophase.report.ReportParts.Estimate;
import dev.onset.twophase.report.ReportParts.Losses;
import dev.onset.twophase.report.ReportParts.NullResult;
import dev.onset.twophase.report.ReportParts.Onset;
import dev.onset.twophase.report.ReportParts.Sensitivity;
import dev.onset.twophase.report.ReportParts.TestLosses;
import dev.onset.twophase.report.TwoPhaseReport;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The detector's numbers as the report's records. */
final class FitParts {
    private FitParts() {}

    static TwoPhaseReport.Verdict verdict(PhaseVerdict.Verdict verdict) {
        return switch (verdict) {
            case TWO_PHASE_ONSET -> TwoPhaseReport.Verdict.TWO_PHASE_ONSET;
            case TWO_PHASE -> TwoPhaseReport.Verdict.TWO_PHASE;
            case NONE -> TwoPhaseReport.Verdict.NONE;
        };
    }

    static Criterion criterion(dev.onset.phases.Criterion c) {
        return new Criterion(c.name(), c.value(), c.bound(), c.comparison(), c.passed(), c.words());
    }

    static Estimate estimate(Interval interval) {
        return new Estimate(interval.value(), interval.low(), interval.high());
    }

    static Sensitivity sensitivity(dev.onset.phases.Sensitivity s) {
        return new Sensitivity(s.setting(), s.verdict(), s.tStar(), s.fall(), s.rise());
    }

    /** The same for a turn that was measured on another output. */
    static Sensitivity sensitivity(String setting, PhaseVerdict verdict) {
        CentroidTurn turn = verdict.turn();
        return new Sensitivity(
                setting, verdict.verdict().id(), value(turn.tStar()), value(turn.fall()), value(turn.rise()));
    }

    static NullResult nullResult(dev.onset.phases.NullResult n) {
        return new NullResult(n.name(), n.trials(), n.positive(), n.words());
    }

    static Losses losses(RunReading run, PhaseVerdict verdict) {
        LossCurves losses = verdict.losses();
        List<Onset> onsets = verdict.gap().map(FitParts::onsets).orElse(List.of());
        return new Losses(
                losses.train(),
                run.trainAccuracy(),
                verdict.gap().map(gap -> test(run, losses, gap)),
                onsets,
                losses.halving(),
                verdict.chance());
    }

    private static TestLosses test(RunReading run, LossCurves losses, LossGap gap) {
        return new TestLosses(
                losses.test(),
                run.testAccuracy(),
                gap.gap(),
                gap.low(),
                gap.high(),
                losses.bestTestStep().orElseThrow(),
                losses.bestTest().orElseThrow());
    }

    /** A gap that does not exist opens nowhere, whatever crossing its noise has. */
    private static List<Onset> onsets(LossGap gap) {
        return gap.onsets().stream()
                .map(onset ->
                        new Onset(onset.rule(), onset.share(), gap.exists() ? onset.step() : OptionalDouble.empty()))
                .toList();
    }

    private static OptionalDouble value(Optional<Interval> interval) {
        return interval.map(i -> OptionalDouble.of(i.value())).orElse(OptionalDouble.empty());
    }

    /** Without the empty set's order. */
    static double[] fromFirstOrder(double[] byOrder) {
        return Arrays.copyOfRange(byOrder, 1, byOrder.length);
    }
}
