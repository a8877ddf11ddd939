package dev.onset.report;

import dev.onset.report.ReportParts.Criterion;
import dev.onset.report.ReportParts.Estimate;
import dev.onset.report.ReportParts.Fact;
import dev.onset.report.ReportParts.NullResult;
import dev.onset.report.ReportParts.Onset;
import dev.onset.report.ReportParts.OutputResult;
import dev.onset.report.ReportParts.Provenance;
import dev.onset.report.ReportParts.Sensitivity;
import dev.onset.report.ReportParts.SolverFacts;
import dev.onset.report.ReportParts.StageLine;
import dev.onset.report.TheoryParts.Theory;
import dev.onset.report.TheoryParts.TheoryNull;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The report's tables. */
final class Tables {
    private final TwoPhaseReport r;

    Tables(TwoPhaseReport report) {
        this.r = report;
    }

    Markup criteria() {
        Markup out = head("Test", "#Found", "#Asked", "Passed");
        for (Criterion c : r.criteria()) {
            out.open("tr").open("td").el("b", c.name()).el("small", c.words()).close();
            out.el("td", Fmt.found(c.value()), "class", "num");
            out.el("td", c.comparison() + " " + Fmt.plain(c.bound()), "class", "num");
            out.el("td", c.passed() ? "\u2713 yes" : "\u2717 no", "class", c.passed() ? "yes" : "no")
                    .close();
        }
        return end(out);
    }

    /** Fall and rise by output: whether the turn depends on the choice of v. */
    Markup outputs() {
        Markup out = head("Output v", "#t*", "#Fall, orders", "#Rise, orders");
        for (OutputResult o : r.outputs()) {
            out.open("tr").open("td").el("b", o.name());
            out.el("small", o.linear() ? "linear in the logits" : "not linear in the logits")
                    .close();
            estimate(out, o.tStar(), 0);
            estimate(out, o.fall(), 2);
            estimate(out, o.rise(), 2);
            out.close();
        }
        return end(out);
    }

    private static void estimate(Markup out, Optional<Estimate> e, int decimals) {
        out.open("td", "class", "num")
                .text(e.map(x -> Fmt.fixed(x.value(), decimals)).orElse(Fmt.NONE));
        e.ifPresent(x -> out.el("small", Fmt.interval(x.low(), x.high(), decimals)));
        out.close();
    }

    Markup onsets() {
        if (r.losses().onsets().isEmpty() && r.losses().halving().isEmpty()) {
            return new Markup();
        }
        Markup out = head("Moment", "#Step");
        for (Onset o : r.losses().onsets()) {
            out.open("tr")
                    .el("td", "Gap opens: " + o.rule())
                    .el("td", Fmt.step(o.step()), "class", "num")
                    .close();
        }
        out.open("tr")
                .el("td", "Training loss has halved")
                .el("td", Fmt.step(r.losses().halving()), "class", "num")
                .close();
        r.losses()
                .test()
                .ifPresent(t -> out.open("tr")
                        .el("td", "Lowest test loss, " + Fmt.sig(t.best()) + " nats")
                        .el("td", Fmt.step(t.bestStep()), "class", "num")
                        .close());
        return end(out);
    }

    Markup sensitivity() {
        Markup out = head("Setting", "Verdict", "#t*", "#Fall", "#Rise");
        for (Sensitivity s : r.sensitivity()) {
            out.open("tr").el("td", s.setting()).el("td", s.verdict()).el("td", Fmt.step(s.tStar()), "class", "num");
            out.el("td", s.fall().isPresent() ? Fmt.fixed(s.fall().getAsDouble(), 2) : Fmt.NONE, "class", "num");
            out.el("td", s.rise().isPresent() ? Fmt.fixed(s.rise().getAsDouble(), 2) : Fmt.NONE, "class", "num")
                    .close();
        }
        return end(out);
    }

    Markup nulls() {
        Markup out = head("Null", "#Called two-phase");
        for (NullResult n : r.nulls()) {
            out.open("tr").open("td").el("b", n.name()).el("small", n.words()).close();
            out.el("td", Fmt.step(n.positive()) + " of " + Fmt.step(n.trials()), "class", "num")
                    .close();
        }
        return end(out);
    }

    Markup solver() {
        Markup out = head("Extraction", "#Certified gap, median", "#Iterations, median", "#Residual");
        for (SolverFacts s : r.solver()) {
            out.open("tr")
                    .open("td")
                    .el("b", name(s.output()))
                    .el("small", s.mode() + "; gap asked for: " + Fmt.plain(s.tolerance()))
                    .close();
            number(out, Fmt.sig(s.medianGap(), 2), "largest " + Fmt.sig(s.maxGap(), 2));
            number(out, Fmt.step(s.medianIterations()), "most " + Fmt.step(s.maxIterations()));
            out.el("td", Fmt.sig(s.residual(), 2), "class", "num").close();
        }
        return end(out);
    }

    private static void number(Markup out, String value, String note) {
        out.open("td", "class", "num").text(value).el("small", note).close();
    }

    private String name(String output) {
        return r.outputs().stream()
                .filter(o -> o.id().equals(output))
                .map(OutputResult::name)
                .findFirst()
                .orElse(output);
    }

    /** Fitted noise by checkpoint, with the distance of every path, the least of them set off. */
    Markup theory() {
        Markup out = new Markup();
        for (Theory t : r.theory()) {
            List<String> names = new ArrayList<>(List.of(t.name() + ": step", "#\u03c3\u00b2", "#TV, theory"));
            t.nulls().forEach(n -> names.add("#" + n.name()));
            Markup table = head(names.toArray(String[]::new));
            for (int i = 0; i < r.steps().length; i++) {
                table.open("tr").el("td", Fmt.step(r.steps()[i])).el("td", Fmt.sig(t.sigma2()[i], 2), "class", "num");
                row(table, t, t.tv()[i], i);
                for (TheoryNull n : t.nulls()) {
                    row(table, t, n.tv()[i], i);
                }
                table.close();
            }
            out.add(end(table));
        }
        return out;
    }

    private static void row(Markup table, Theory t, double value, int checkpoint) {
        double least = t.tv()[checkpoint];
        for (TheoryNull n : t.nulls()) {
            least = Math.min(least, n.tv()[checkpoint]);
        }
        table.open("td", "class", checkpoint < t.turn() ? "num soft" : "num");
        if (value == least) {
            table.el("b", Fmt.fixed(value, 3)).close();
        } else {
            table.text(Fmt.fixed(value, 3)).close();
        }
    }

    static Markup stages(List<StageLine> stages) {
        Markup out = head("StageLine", "Result", "#Time");
        for (StageLine s : stages) {
            out.open("tr").open("td").el("b", s.name()).el("small", s.reason()).close();
            out.el("td", s.reused() ? "reused" : "computed", "class", s.reused() ? "soft" : "")
                    .el("td", Fmt.seconds(s.seconds()), "class", "num")
                    .close();
        }
        return end(out);
    }

    Markup provenance() {
        return provenance(
                r.identity().study(),
                r.identity().fingerprint(),
                ReportDigest.of(r),
                r.identity().seed(),
                r.provenance());
    }

    static Markup provenance(String study, String fingerprint, String digest, long seed, Provenance from) {
        Markup out = new Markup().open("dl", "class", "facts");
        fact(out, "Study", study);
        fact(out, "Fingerprint", fingerprint);
        fact(out, "Digest of all numbers", digest);
        fact(out, "Seed", Long.toString(seed));
        fact(out, "Machine", from.machine());
        fact(out, "Numeric profile", from.numericProfile());
        for (Fact f : from.facts()) {
            fact(out, f.label(), f.value());
        }
        return out.close();
    }

    private static void fact(Markup out, String label, String value) {
        out.open("div").el("dt", label).el("dd", value).close();
    }

    /** Opens a table; a name after # heads a column of numbers. */
    static Markup head(String... names) {
        Markup out = new Markup()
                .open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", names[0])
                .open("table")
                .open("thead")
                .open("tr");
        for (String name : names) {
            boolean number = name.startsWith("#");
            out.el("th", number ? name.substring(1) : name, "scope", "col", "class", number ? "num" : "");
        }
        return out.close().close().open("tbody");
    }

    static Markup end(Markup out) {
        return out.close().close().close();
    }
}
