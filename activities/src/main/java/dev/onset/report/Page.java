package dev.onset.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The page, self-contained: its content security policy allows nothing but its own style and script, named by their hashes,
 * so nothing is ever loaded and nothing in a study's texts can run.
 */
final class Page {
    private final TwoPhaseReport r;
    private int number;

    Page(TwoPhaseReport report) {
        this.r = report;
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
                .el("div", "", "id", "tip", "role", "status")
                .resource("script", script)
                .close()
                .close();
        return "<!doctype html>\n" + out.finish() + "\n";
    }

    private void charts(Markup out) {
        figure(
                out,
                "Losses, gap and accuracy",
                new LossChart(r).draw(),
                "Lines are means over the whole splits; the band around the gap is its 95 % bootstrap interval. Circles on the gap"
                        + " mark where it opens under each rule, the large one under the verdict\u2019s. The grey band is the"
                        + " interval of t*.",
                "losses");
        figure(
                out,
                "How strength spreads over orders",
                new DistributionFigure(r).draw(),
                "Mean strength of salient interactions by order. Positive effects point up, negative down; full colour is AND,"
                        + " light is OR. All panels share one scale. " + spindle(),
                "strengths");
        figure(
                out,
                "Mean order of interactions",
                new CentroidChart(r).draw(),
                "Bands are 95 % bootstrap intervals over samples; whiskers, how far the centroid moves among equally sparse"
                        + " solutions; grey lines, control models.",
                "centroid");
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
                    "sparsity");
        }
        if (!r.samples().isEmpty()) {
            figure(
                    out,
                    "Strongest interactions, drawn on the samples",
                    new SampleFigure(r).draw(),
                    "Outlined are the members; a full outline is AND (all present), a dashed one OR (any present). The number"
                            + " is the effect on v.",
                    "interactions");
        }
        r.theory()
                .ifPresent(t -> figure(
                        out,
                        "Against the denoising theory",
                        new TheoryChart(r, t).draw(),
                        "One noise variance is fitted to every checkpoint (arXiv 2407.19198). Lower total variation is better; a"
                                + " simpler path below the theory means that the theory adds nothing there.",
                        "theory"));
    }

    private String spindle() {
        return r.main().spindle().isPresent() ? "The line at step 0 is what independent outputs would give." : "";
    }

    private void decisions(Markup out) {
        Tables tables = new Tables(r);
        if (!r.criteria().isEmpty()) {
            figure(
                    out,
                    "The tests behind the verdict",
                    tables.criteria(),
                    "Verdict: " + r.verdict().id() + ".",
                    "criteria");
        }
        Markup more = new Markup().add(tables.outputs()).add(tables.onsets());
        if (!r.sensitivity().isEmpty()) {
            more.add(tables.sensitivity());
        }
        if (!r.nulls().isEmpty()) {
            more.add(tables.nulls());
        }
        figure(out, "Sensitivity and nulls", more, chance(), "turns", "onsets", "sensitivity", "nulls");
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
        out.open("section", "id", id)
                .open("h2")
                .el("span", Integer.toString(number))
                .text(title)
                .close();
    }

    private void figure(Markup out, String title, Markup content, String caption, String... csv) {
        section(out, title, "s-" + csv[0]);
        out.add(content)
                .open("p", "class", "caption")
                .text(caption.isBlank() ? "" : caption.strip() + " ")
                .text("Numbers: ");
        for (int i = 0; i < csv.length; i++) {
            out.text(i > 0 ? ", " : "").el("a", csv[i] + ".csv", "href", "csv/" + csv[i] + ".csv");
        }
        out.text(".").close().close();
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
