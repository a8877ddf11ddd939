package dev.onset.twophase.report;

import dev.onset.report.FigureReport.KeyFigure;
import dev.onset.report.Fmt;
import dev.onset.twophase.report.ReportParts.Criterion;
import dev.onset.twophase.report.ReportParts.Estimate;
import dev.onset.twophase.report.ReportParts.OutputResult;
import dev.onset.twophase.report.ReportParts.TestLosses;
import java.util.List;
import java.util.Optional;

/** The top of the page: the verdict in words, one sentence of numbers, and the key figures. */
final class PhaseSummary {
    private final TwoPhaseReport r;

    PhaseSummary(TwoPhaseReport report) {
        this.r = report;
    }

    String lede() {
        OutputResult o = r.main();
        double first = o.centroid()[0];
        double low = PhaseOutcome.lowest(o.centroid());
        double last = o.centroid()[r.last()];
        if (low == 0) {
            return "No checkpoint has a salient interaction.";
        }
        String path = r.steps().length == 1
                ? "One checkpoint was observed; the mean order of its interactions is " + Fmt.fixed(low, 2) + "."
                : "The mean order of interactions starts at " + Fmt.fixed(first, 2) + ", is lowest at "
                        + Fmt.fixed(low, 2)
                        + o.tStar()
                                .map(t -> " near step " + Fmt.step(t.value()))
                                .orElse("") + ", and ends at "
                        + Fmt.fixed(last, 2) + ".";
        if (r.losses().test().isEmpty()) {
            return path + failed() + " There are no test samples, so no loss gap.";
        }
        return path
                + failed()
                + (r.losses().onset().isPresent()
                        ? " The gap between test and training loss opens near step "
                                + Fmt.step(r.losses().onset()) + "."
                        : " The gap between test and training loss does not open.");
    }

    /** What stood against a richer verdict. */
    private String failed() {
        List<String> names = r.criteria().stream()
                .filter(c -> !c.passed())
                .map(Criterion::name)
                .toList();
        return names.isEmpty() ? "" : " Not passed: " + String.join("; ", names) + ".";
    }

    List<KeyFigure> keyFigures() {
        OutputResult o = r.main();
        Optional<TestLosses> test = r.losses().test();
        int samples = r.identity().trainSamples() + r.identity().testSamples();
        return List.of(
                new KeyFigure(
                        "turn t*, step",
                        o.tStar().map(t -> Fmt.step(t.value())).orElse(Fmt.NONE),
                        o.tStar().map(t -> Fmt.interval(t.low(), t.high(), 0)).orElse("none found") + halving()),
                new KeyFigure(
                        "gap opens, step",
                        Fmt.step(r.losses().onset()),
                        r.losses().onsets().isEmpty()
                                ? "not looked for"
                                : r.losses().onsets().get(0).rule()),
                estimate("fall, orders", o.fall()),
                estimate("rise, orders", o.rise()),
                new KeyFigure(
                        "loss gap, nats",
                        test.map(t -> Fmt.sig(t.gap()[r.last()])).orElse(Fmt.NONE),
                        test.map(t -> Fmt.interval(t.gapLow()[r.last()], t.gapHigh()[r.last()], 3)
                                        + ", last checkpoint")
                                .orElse("no test samples")),
                new KeyFigure(
                        "test accuracy",
                        test.map(t -> Fmt.fixed(t.accuracy()[r.last()], 3)).orElse(Fmt.NONE),
                        test.isPresent() ? "last checkpoint" : ""),
                new KeyFigure(
                        "checkpoints",
                        Fmt.step(r.steps().length),
                        Fmt.step(samples) + " samples, " + r.identity().players() + " players" + where()));
    }

    /** Players on the input are not those inside the network. */
    private String where() {
        String tensor = r.identity().tensor();
        return tensor.isEmpty() ? "" : " on the feature map '" + tensor + "'";
    }

    /** Stands beside t* because the two often coincide. */
    private String halving() {
        return r.losses().halving().isPresent()
                ? "; loss\u00a0halved\u00a0" + Fmt.step(r.losses().halving())
                : "";
    }

    private static KeyFigure estimate(String name, Optional<Estimate> e) {
        return new KeyFigure(
                name,
                e.map(x -> Fmt.fixed(x.value(), 2)).orElse(Fmt.NONE),
                e.map(x -> Fmt.interval(x.low(), x.high(), 2)).orElse("none found"));
    }
}
