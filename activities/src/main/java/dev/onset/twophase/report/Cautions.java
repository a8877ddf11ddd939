package dev.onset.twophase.report;

import dev.onset.report.Fmt;
import dev.onset.twophase.report.ReportParts.Estimate;
import dev.onset.twophase.report.ReportParts.OutputResult;
import dev.onset.twophase.report.ReportParts.TestLosses;
import dev.onset.twophase.report.TwoPhaseReport.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the verdict does not mean, chosen by the study's own numbers. The first sentence also stands beside the verdict. */
final class Cautions {
    private static final double CARRIED = 0.5;
    private static final String LOG_ODDS = "LOG_ODDS";

    private Cautions() {}

    static List<String> of(TwoPhaseReport r) {
        List<String> out = new ArrayList<>();
        if (!r.identity().evidence()) {
            out.add("This study is a first look and no evidence: it is too small for its verdict to support a claim.");
        }
        if (r.identity().demonstration()) {
            out.add(
                    "This data set is a demonstration: the detector\u2019s thresholds were set after seeing such runs, which are"
                            + " among the clearest. Evidence needs at least a convolutional and a text network, five seeds, three"
                            + " splits, five random player sets, two baselines and both outputs.");
        }
        output(r, out);
        stopping(r, out);
        relative(r).ifPresent(out::add);
        if (r.verdict() == Verdict.TWO_PHASE_ONSET) {
            out.add("A gap that opens near the turn is an agreement in time, not a cause." + chance(r)
                    + " A link can be claimed only from a sweep over many runs.");
        }
        if (r.verdict() == Verdict.NONE) {
            out.add("\u201cNone\u201d means that at least one test failed, not that the network has no such dynamics:"
                    + " initialisation alone can hide the second phase.");
        }
        if (r.losses().halving().isPresent() && r.main().tStar().isPresent()) {
            out.add("The training loss has halved by step "
                    + Fmt.step(r.losses().halving()) + "; t* = "
                    + Fmt.step(r.main().tStar().get().value())
                    + " often coincides with it, so the turn may only mark where learning sets in.");
        }
        out.add(
                "The strength of high orders at the end does not rank over-fitting: regularisers can raise it while accuracy"
                        + " improves.");
        out.addAll(r.remarks());
        return out;
    }

    private static void output(TwoPhaseReport r, List<String> out) {
        Optional<OutputResult> linear =
                r.outputs().stream().filter(OutputResult::linear).findFirst();
        if (linear.isEmpty()) {
            out.add("Only " + r.main().name()
                    + " was observed, which is not linear in the logits: how much of a rise comes"
                    + " from that nonlinearity is unknown.");
            return;
        }
        if (r.main().linear() && r.main().id().equals(LOG_ODDS)) {
            out.add(
                    "With two classes the log-odds are the margin between them, linear in the logits: no part of a rise comes"
                            + " from that nonlinearity, and a margin beside them is the same output once more.");
            return;
        }
        Optional<Estimate> rise = linear.get().rise();
        Optional<Estimate> mainRise = r.main().rise();
        if (rise.isEmpty()
                || mainRise.isEmpty()
                || r.main().linear()
                || mainRise.get().value() < CARRIED) {
            return;
        }
        String both = Fmt.fixed(rise.get().value(), 2) + " orders with the "
                + linear.get().name() + " against " + Fmt.fixed(mainRise.get().value(), 2) + " with "
                + r.main().name();
        out.add(
                rise.get().value() < CARRIED
                        ? "The rise is carried by the log-odds nonlinearity: " + both + "."
                        : "Part of the rise is the nonlinearity of the output: " + both + ".");
    }

    /** The fall is one of shares; what the upper third of the orders does in absolute terms is another matter. */
    private static Optional<String> relative(TwoPhaseReport r) {
        OutputResult o = r.main();
        int n = o.strengths().orders();
        if (o.tStar().isEmpty() || n < 3) {
            return Optional.empty();
        }
        int turn = r.nearest(o.tStar().get().value());
        int from = n - n / 3;
        double before = 0;
        double after = 0;
        for (int k = from; k <= n; k++) {
            before += o.strengths().of(0, k);
            after += o.strengths().of(turn, k);
        }
        double scaled = Normalisation.EFFECT.scale(o, turn) * after;
        double start = Normalisation.EFFECT.scale(o, 0) * before;
        if (turn == 0 || before == 0 || after == 0 || scaled == 0 || start == 0) {
            return Optional.empty();
        }
        return Optional.of("The fall is relative. Up to the checkpoint nearest to t* the strength of orders " + from
                + " to " + n + " changes by a factor of " + Fmt.sig(after / before, 2)
                + " in absolute terms, and by a factor of " + Fmt.sig(scaled / start, 2)
                + " once divided by |v(N) \u2212 v(\u2205)|.");
    }

    private static void stopping(TwoPhaseReport r, List<String> out) {
        if (r.main().tStar().isEmpty()) {
            return;
        }
        int turn = r.nearest(r.main().tStar().get().value());
        double[] accuracy =
                r.losses().test().map(TestLosses::accuracy).orElse(r.losses().trainAccuracy());
        String split = r.losses().test().isPresent() ? "Test" : "Training";
        String best = r.losses()
                .test()
                .map(t -> "; the best test loss comes at step " + Fmt.step(t.bestStep()))
                .orElse("");
        out.add("t* is no place to stop training. " + split + " accuracy there is " + Fmt.fixed(accuracy[turn], 3)
                + " against " + Fmt.fixed(accuracy[r.last()], 3) + " at the end" + best + ".");
    }

    private static String chance(TwoPhaseReport r) {
        return r.losses().chance().isPresent()
                ? " By chance alone " + Fmt.percent(r.losses().chance().getAsDouble())
                        + " of the run\u2019s logarithmic time counts as near."
                : "";
    }
}
