package dev.onset.report;

import dev.onset.report.ReportParts.Criterion;
import dev.onset.report.ReportParts.Estimate;
import dev.onset.report.ReportParts.OutputResult;
import dev.onset.report.ReportParts.TestLosses;
import java.util.List;
import java.util.Optional;

/** The top of the page: the verdict in words, one sentence of numbers, and the key figures. */
final class Summary {
    private final TwoPhaseReport r;

    Summary(TwoPhaseReport report) {
        this.r = report;
    }

    Markup draw() {
        Markup out = new Markup().open("header");
        out.open("p", "class", "study")
                .el("b", r.identity().study())
                .text(" \u00b7 two-phase study \u00b7 seed " + r.identity().seed() + " \u00b7 verdict ")
                .el("b", r.verdict().id(), "class", "verdict");
        if (!r.identity().evidence()) {
            out.text(" \u00b7 ").el("strong", "a first look, no evidence");
        }
        out.close().el("h1", sentence(r.verdictWords()));
        out.el("p", story(), "class", "lede");
        out.open("div", "class", "figures");
        figures(out);
        out.close();
        out.open("p", "class", "caution").el("b", "Mind: ").text(Cautions.of(r).get(0) + " ");
        out.el("a", "See what the verdict does not mean.", "href", "#meaning").close();
        if (!r.identity().description().isBlank()) {
            out.el("p", r.identity().description(), "class", "about");
        }
        return out.close();
    }

    static String sentence(String words) {
        String text = words.strip();
        if (text.isEmpty()) {
            return "No verdict was given.";
        }
        String first = text.substring(0, text.offsetByCodePoints(0, 1)).toUpperCase(java.util.Locale.ROOT);
        String rest = text.substring(text.offsetByCodePoints(0, 1));
        return first + rest + (text.endsWith(".") ? "" : ".");
    }

    private String story() {
        OutputResult o = r.main();
        double first = o.centroid()[0];
        double low = OutcomeJson.lowest(o.centroid());
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

    private void figures(Markup out) {
        OutputResult o = r.main();
        figure(
                out,
                "turn t*, step",
                o.tStar().map(t -> Fmt.step(t.value())).orElse(Fmt.NONE),
                o.tStar().map(t -> Fmt.interval(t.low(), t.high(), 0)).orElse("none found") + halving());
        figure(
                out,
                "gap opens, step",
                Fmt.step(r.losses().onset()),
                r.losses().onsets().isEmpty()
                        ? "not looked for"
                        : r.losses().onsets().get(0).rule());
        estimate(out, "fall, orders", o.fall(), 2);
        estimate(out, "rise, orders", o.rise(), 2);
        Optional<TestLosses> test = r.losses().test();
        figure(
                out,
                "loss gap, nats",
                test.map(t -> Fmt.sig(t.gap()[r.last()])).orElse(Fmt.NONE),
                test.map(t -> Fmt.interval(t.gapLow()[r.last()], t.gapHigh()[r.last()], 3) + ", last checkpoint")
                        .orElse("no test samples"));
        figure(
                out,
                "test accuracy",
                test.map(t -> Fmt.fixed(t.accuracy()[r.last()], 3)).orElse(Fmt.NONE),
                test.isPresent() ? "last checkpoint" : "");
        int samples = r.identity().trainSamples() + r.identity().testSamples();
        figure(
                out,
                "checkpoints",
                Fmt.step(r.steps().length),
                Fmt.step(samples) + " samples, " + r.identity().players() + " players");
    }

    /** Stands beside t* because the two often coincide. */
    private String halving() {
        return r.losses().halving().isPresent()
                ? "; loss\u00a0halved\u00a0" + Fmt.step(r.losses().halving())
                : "";
    }

    private static void estimate(Markup out, String name, Optional<Estimate> e, int decimals) {
        figure(
                out,
                name,
                e.map(x -> Fmt.fixed(x.value(), decimals)).orElse(Fmt.NONE),
                e.map(x -> Fmt.interval(x.low(), x.high(), decimals)).orElse("none found"));
    }

    static void figure(Markup out, String name, String value, String note) {
        out.open("div").el("span", name).el("b", value).el("small", note).close();
    }
}
