package dev.onset.report;

import dev.onset.report.TheoryParts.Theory;
import java.io.IOException;
import java.util.Set;

/** The page of a two-phase study, self-contained. */
final class Page {
    /** Sections that may run over a page break: lists and tables, not drawings. */
    private static final Set<String> LONG =
            Set.of("s-criteria", "s-turns", "s-theory", "stages", "meaning", "provenance");

    private final TwoPhaseReport r;
    private final Set<String> filled;

    /** @param filled names of the CSV files that hold at least one row */
    Page(TwoPhaseReport report, Set<String> filled) {
        this.r = report;
        this.filled = filled;
    }

    String render() throws IOException {
        Markup out = new Markup().add(new Summary(r).draw());
        Sections sections = new Sections(out, filled, LONG);
        charts(sections);
        decisions(sections, out);
        origin(sections, out);
        return PageShell.around(r.identity().study() + ": " + r.verdict().id(), out);
    }

    private void charts(Sections sections) {
        sections.figure("Losses, gap and accuracy", new LossChart(r).draw(), losses(), "losses", "onsets");
        sections.figure(
                "How strength spreads over orders",
                new DistributionFigure(r).draw(),
                "Mean strength of salient interactions by order: positive effects point up, negative ones down. All panels share"
                        + " one scale.",
                "strengths",
                "spindle");
        sections.figure(
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
        sections.figure(
                "Every checkpoint, every order",
                new HeatMap(r).draw(),
                "Colour is the order\u2019s share of the checkpoint\u2019s strength, AND and OR, both signs. The line is the centroid.",
                "heatmap");
        SparsityChart sparsity = new SparsityChart(r);
        if (!sparsity.empty()) {
            sections.figure(
                    "How few interactions carry the effect",
                    sparsity.draw(),
                    "Interactions of all samples (" + r.main().name() + "), sorted by |I|.",
                    "sparsity",
                    "sparsity-facts");
        }
        if (!r.samples().isEmpty()) {
            sections.figure(
                    "Strongest interactions, drawn on the samples",
                    new SampleFigure(r).draw(),
                    "AND acts when all of its members are present (full outline or bar), OR when any is (dashed outline, light"
                            + " bar). The number is the effect on v: blue for positive, orange for negative.",
                    "interactions",
                    "sample-inputs",
                    "sample-players");
        }
        generalisation(sections);
        theory(sections);
    }

    private void generalisation(Sections sections) {
        if (!r.generalisation().isEmpty()) {
            sections.figure(
                    "Which orders generalise",
                    GeneralisationFigure.similarity(r.generalisation()),
                    GeneralisationFigure.words(r.generalisation())
                            + "Dashed: one side\u2019s coalitions permuted within their order. An untrained network shows"
                            + " falling similarity too; two networks trained apart are the better evidence.",
                    "generalisation");
        }
        if (!r.labelGroups().isEmpty()) {
            sections.figure(
                    "What wrong labels add",
                    GeneralisationFigure.labels(r.labelGroups()),
                    "Mean strength of salient interactions of training samples by order, in units of mean |v(N) \u2212"
                            + " v(\u2205)|; v is taken for the label that was trained on.",
                    "label-groups");
        }
    }

    private void theory(Sections sections) {
        if (r.theory().isEmpty()) {
            return;
        }
        Markup content = new Markup();
        for (Theory t : r.theory()) {
            content.el("h3", t.name()).el("p", t.words(), "class", "prose").add(new TheoryChart(r, t).draw());
        }
        sections.figure(
                "Against the denoising theory",
                content.add(new Tables(r).theory()),
                "One noise variance is fitted to every checkpoint (arXiv 2407.19198). Lower total variation is better; a"
                        + " simpler path below the theory means that the theory adds nothing there. The theory claims"
                        + " nothing about the first phase.",
                "theory",
                "theory-summary");
        if (!r.ratios().isEmpty()) {
            sections.figure(
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

    private void decisions(Sections sections, Markup out) {
        Tables tables = new Tables(r);
        if (!r.criteria().isEmpty()) {
            sections.figure(
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
        sections.figure("Sensitivity and nulls", more, untried(), "turns", "onsets", "sensitivity", "nulls");
        sections.open("What the verdict does not mean", "meaning");
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

    private void origin(Sections sections, Markup out) {
        Tables tables = new Tables(r);
        if (!r.solver().isEmpty()) {
            sections.figure(
                    "How exact the extraction is",
                    tables.solver(),
                    "The certified gap bounds how far an objective lies above the optimum, relative to it; the residual is the"
                            + " largest mismatch relative to max |u|.",
                    "solver");
        }
        if (!r.stages().isEmpty()) {
            sections.open("Reused and computed", "stages");
            out.add(Tables.stages(r.stages())).close();
        }
        sections.open("Provenance", "provenance");
        out.add(tables.provenance()).close();
    }
}
