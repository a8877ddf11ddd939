package dev.onset.report;

import dev.onset.report.TheoryParts.Theory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Set;

/**
 * The page, self-contained: its content security policy allows nothing but its own style and script, named by their hashes,
 * so nothing is ever loaded and nothing in a study's texts can run.
 */
final class Page {
    /** Sections that may run over a page break: lists and tables, not drawings. */
    private static final Set<String> LONG =
            Set.of("s-criteria", "s-turns", "s-theory", "stages", "meaning", "provenance");

    private final TwoPhaseReport r;
    private final Set<String> filled;
    private int number;

    /** @param filled names of the CSV files that hold at least one row */
    Page(TwoPhaseReport report, Set<String> filled) {
        this.r = report;
        this.filled = filled;
    }

    String render() throws IOException {
        String style = resource("report.css");
        String script = resource("report.js");
        Markup out = new Markup().open("html", "lang", "en").open("head").leaf("meta", "charset", "utf-8");
        out.leaf(
                "meta",
                "http-equiv",
                "Content-Security-Policy",
                "content",
                "default-src 'none'; style-src " + hash(style) + "; script-src " + hash(script)
                        + "; base-uri 'none'; form-action 'none'");
        out.leaf("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        out.leaf("meta", "name", "color-scheme", "content", "light dark")
                .leaf("meta", "name", "referrer", "content", "no-referrer");
        out.el("title", r.identity().study() + ": " + r.verdict().id())
                .resource("style", style)
                .close();
        out.open("body").open("main").add(new Summary(r).draw());
        charts(out);
        decisions(out);
        origin(out);
        out.close()
                .el("div", "", "id", "tip", "aria-hidden", "true")
                .resource("script", script)
                .close()
                .close();
        return "<!doctype html>\n" + out.finish() + "\n";
    }

    private void charts(Markup out) {
        figure(out, "Losses, gap and accuracy", new LossChart(r).draw(), losses(), "losses", "onsets");
        figure(
                out,
                "How strength spreads over orders",
                new DistributionFigure(r).draw(),
                "Mean strength of salient interactions by order: positive effects point up, negative ones down. All panels share"
                        + " one scale.",
                "strengths",
                "spindle");
        figure(
                out,
                "Mean order of interactions",
                new CentroidChart(r).draw(),
                "Bands are 95 % bootstrap intervals over samples"
                        + (r.main().tStar().isPresent() ? "; the grey band is the interval of t*." : ".")
                        + (r.outputs().stream().allMatch(o -> o.equallySparse().isEmpty())
                                ? ""
                                : " Whiskers show how far the centroid moves among equally sparse solutions.")
                        + (r.controls().isEmpty() ? " No control model was run." : " Grey lines are control models."),
                "centroid",
                "turns",
                "controls");
        figure(
                out,
                "Every checkpoint, every order",
                new HeatMap(r).draw(),
                "Colour is the order\u2019s share of the checkpoint\u2019s strength, AND and OR, both signs. The line is the centroid.",
                "heatmap");
        SparsityChart sparsity = new SparsityChart(r);
        if (!sparsity.empty()) {
            figure(
                    out,
                    "How few interactions carry the effect",
                    sparsity.draw(),
                    "Interactions of all samples (" + r.main().name() + "), sorted by |I|.",
                    "sparsity",
                    "sparsity-facts");
        }
        if (!r.samples().isEmpty()) {
            figure(
                    out,
                    "Strongest interactions, drawn on the samples",
                    new SampleFigure(r).draw(),
                    "AND acts when all of its members are present (full outline or bar), OR when any is (dashed outline, light"
                            + " bar). The number is the effect on v: blue for positive, orange for negative.",
                    "interactions",
                    "sample-inputs",
                    "sample-players");
        }
        generalisation(out);
        theory(out);
    }

    private void generalisation(Markup out) {
        if (!r.generalisation().isEmpty()) {
            figure(
                    out,
                    "Which orders generalise",
                    GeneralisationFigure.similarity(r.generalisation()),
                    GeneralisationFigure.words(r.generalisation())
                            + "Dashed: one side\u2019s coalitions permuted within their order. An untrained network shows"
                            + " falling similarity too; two networks trained apart are the better evidence.",
                    "generalisation");
        }
        if (!r.labelGroups().isEmpty()) {
            figure(
                    out,
                    "What wrong labels add",
                    GeneralisationFigure.labels(r.labelGroups()),
                    "Mean strength of salient interactions of training samples by order, in units of mean |v(N) \u2212"
                            + " v(\u2205)|; v is taken for the label that was trained on.",
                    "label-groups");
        }
    }

    private void theory(Markup out) {
        if (r.theory().isEmpty()) {
            return;
        }
        Markup content = new Markup();
        for (Theory t : r.theory()) {
            content.el("h3", t.name()).el("p", t.words(), "class", "prose").add(new TheoryChart(r, t).draw());
        }
        figure(
                out,
                "Against the denoising theory",
                content.add(new Tables(r).theory()),
                "One noise variance is fitted to every checkpoint (arXiv 2407.19198). Lower total variation is better; a"
                        + " simpler path below the theory means that the theory adds nothing there. The theory claims"
                        + " nothing about the first phase.",
                "theory",
                "theory-summary");
        if (!r.ratios().isEmpty()) {
            figure(
                    out,
                    "What the theory predicts of neighbouring orders",
                    RatioChart.draw(r.ratios()),
                    "Above 1, the lower order is learned more strongly. That the ratio always exceeds 1 and grows with the"
                            + " noise, as printed, is no theorem: with 12 players, k = 1 and \u03c3\u00b2 = 10^\u22127.25 it is"
                            + " 0.99974.",
                    "theory-ratios");
        }
    }

    private String losses() {
        String lines = "Lines are means over the whole splits.";
        if (r.losses().test().isEmpty()) {
            return lines + " There is no test split, so neither a gap nor its onset.";
        }
        return lines + " The band around the gap is its 95 % bootstrap interval"
                + (r.losses().onset().isPresent()
                        ? "; circles on it mark where it opens under each rule, the large one under the verdict\u2019s."
                        : "; under the verdict\u2019s rule it does not open.")
                + (r.main().tStar().isPresent() ? " The grey band is the interval of t*." : "");
    }

    private void decisions(Markup out) {
        Tables tables = new Tables(r);
        if (!r.criteria().isEmpty()) {
            figure(
                    out,
                    "The tests behind the verdict",
                    tables.criteria(),
                    "Together: " + r.verdict().id() + ". " + chance(),
                    "criteria");
        }
        Markup more = new Markup().add(tables.outputs()).add(tables.onsets());
        if (!r.sensitivity().isEmpty()) {
            more.add(tables.sensitivity());
        }
        if (!r.nulls().isEmpty()) {
            more.add(tables.nulls());
        }
        figure(out, "Sensitivity and nulls", more, untried(), "turns", "onsets", "sensitivity", "nulls");
        section(out, "What the verdict does not mean", "meaning");
        out.open("ul", "class", "prose");
        Cautions.of(r).forEach(c -> out.el("li", c));
        out.close().close();
    }

    private String chance() {
        return r.losses().chance().isPresent()
                ? Fmt.percent(r.losses().chance().getAsDouble())
                        + " of the run\u2019s logarithmic time counts as near t*: the rate of agreement by chance."
                : "";
    }

    private String untried() {
        return r.nulls().isEmpty() ? "The detector was not tried on data without two phases here." : "";
    }

    private void origin(Markup out) {
        Tables tables = new Tables(r);
        if (!r.solver().isEmpty()) {
            figure(
                    out,
                    "How exact the extraction is",
                    tables.solver(),
                    "The certified gap bounds how far an objective lies above the optimum, relative to it; the residual is the"
                            + " largest mismatch relative to max |u|.",
                    "solver");
        }
        if (!r.stages().isEmpty()) {
            section(out, "Reused and computed", "stages");
            out.add(tables.stages()).close();
        }
        section(out, "Provenance", "provenance");
        out.add(tables.provenance()).close();
    }

    private void section(Markup out, String title, String id) {
        number++;
        out.open("section", "id", id, "class", LONG.contains(id) ? "long" : "")
                .open("h2")
                .el("span", Integer.toString(number))
                .text(title)
                .close();
    }

    private void figure(Markup out, String title, Markup content, String caption, String... csv) {
        section(out, title, "s-" + csv[0]);
        out.add(content).open("p", "class", "caption").text(caption.isBlank() ? "" : caption.strip() + " ");
        out.open("span", "class", "numbers");
        String before = "Numbers: ";
        for (String name : csv) {
            if (filled.contains(name)) {
                out.text(before).el("a", name + ".csv", "href", "csv/" + name + ".csv");
                before = ", ";
            }
        }
        out.text(before.equals(", ") ? "." : "").close().close().close();
    }

    private static String hash(String text) {
        try {
            byte[] sha = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(sha) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("the program's own file " + name + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
