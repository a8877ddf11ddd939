package dev.onset.report;

import dev.onset.report.GeneralisationParts.LabelGroup;
import dev.onset.report.GeneralisationParts.Similarity;
import dev.onset.report.ReportParts.ControlPath;
import dev.onset.report.ReportParts.Estimate;
import dev.onset.report.ReportParts.OutputResult;
import dev.onset.report.ReportParts.SparseRange;
import dev.onset.report.ReportParts.SparsityCurve;
import dev.onset.report.ReportParts.TestLosses;
import dev.onset.report.TheoryParts.RatioCurves;
import dev.onset.report.TheoryParts.Theory;
import dev.onset.report.TheoryParts.TheoryNull;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Every plotted or tabulated number as CSV, in full precision, long format. A text cell that a spreadsheet would take for a
 * formula gets a leading apostrophe; an absent number is an empty cell.
 */
final class CsvTables {
    private final TwoPhaseReport r;
    private final Map<String, String> files = new TreeMap<>();

    private CsvTables(TwoPhaseReport report) {
        this.r = report;
    }

    /** Content by name, without the ending. */
    static Map<String, String> of(TwoPhaseReport report) throws IOException {
        CsvTables tables = new CsvTables(report);
        tables.losses();
        tables.outputs();
        tables.onsets();
        tables.sparsity();
        tables.samples();
        tables.decisions();
        tables.generalisation();
        tables.theory();
        return tables.files;
    }

    private void losses() throws IOException {
        Table t = new Table(
                "step", "train_loss", "train_accuracy", "test_loss", "test_accuracy", "gap", "gap_low", "gap_high");
        Optional<TestLosses> test = r.losses().test();
        for (int i = 0; i < r.steps().length; i++) {
            int at = i;
            t.row(
                    r.steps()[i],
                    r.losses().train()[i],
                    r.losses().trainAccuracy()[i],
                    test.map(x -> x.loss()[at]),
                    test.map(x -> x.accuracy()[at]),
                    test.map(x -> x.gap()[at]),
                    test.map(x -> x.gapLow()[at]),
                    test.map(x -> x.gapHigh()[at]));
        }
        save("losses", t);
    }

    private void outputs() throws IOException {
        Table strengths = new Table("output", "step", "order", "kind", "sign", "absolute", "share", "per_effect");
        Table heat = new Table("output", "step", "order", "share");
        Table centroid = new Table(
                "output",
                "step",
                "centroid",
                "low",
                "high",
                "mean_effect",
                "equally_sparse_low",
                "equally_sparse_high");
        Table spindle = new Table("output", "order", "expected_share", "gaussian_share");
        Table turns = new Table("output", "quantity", "value", "low", "high");
        for (OutputResult o : r.outputs()) {
            for (int i = 0; i < r.steps().length; i++) {
                int at = i;
                Optional<SparseRange> range = o.equallySparse().stream()
                        .filter(x -> x.checkpoint() == at)
                        .findFirst();
                centroid.row(
                        o.id(),
                        r.steps()[i],
                        o.centroid()[i],
                        o.centroidLow()[i],
                        o.centroidHigh()[i],
                        o.meanEffect()[i],
                        range.map(SparseRange::low),
                        range.map(SparseRange::high));
                for (int k = 1; k <= o.strengths().orders(); k++) {
                    heat.row(o.id(), r.steps()[i], k, o.strengths().of(i, k) * Normalisation.SHARE.scale(o, i));
                    strength(
                            strengths, o, i, k, "AND", "positive", o.strengths().andPositive());
                    strength(
                            strengths, o, i, k, "AND", "negative", o.strengths().andNegative());
                    strength(strengths, o, i, k, "OR", "positive", o.strengths().orPositive());
                    strength(strengths, o, i, k, "OR", "negative", o.strengths().orNegative());
                }
            }
            double[] expected = o.spindle().orElse(new double[0]);
            for (int k = 0; k < expected.length; k++) {
                int order = k;
                spindle.row(o.id(), k + 1, expected[k], o.gaussian().map(shares -> shares[order]));
            }
            estimate(turns, o, "t_star", o.tStar());
            estimate(turns, o, "fall", o.fall());
            estimate(turns, o, "rise", o.rise());
        }
        save("strengths", strengths);
        save("heatmap", heat);
        save("centroid", centroid);
        save("spindle", spindle);
        save("turns", turns);
        Table controls = new Table("control", "output", "step", "centroid");
        for (ControlPath c : r.controls()) {
            for (int i = 0; i < c.steps().length; i++) {
                controls.row(c.name(), c.output(), c.steps()[i], c.centroid()[i]);
            }
        }
        save("controls", controls);
    }

    private void strength(Table t, OutputResult o, int i, int order, String kind, String sign, double[][] j)
            throws IOException {
        double v = j[i][order - 1];
        t.row(
                o.id(),
                r.steps()[i],
                order,
                kind,
                sign,
                v,
                v * Normalisation.SHARE.scale(o, i),
                v * Normalisation.EFFECT.scale(o, i));
    }

    private static void estimate(Table t, OutputResult o, String name, Optional<Estimate> e) throws IOException {
        t.row(o.id(), name, e.map(Estimate::value), e.map(Estimate::low), e.map(Estimate::high));
    }

    private void onsets() throws IOException {
        Table t = new Table("quantity", "share_of_largest_gap", "value");
        for (ReportParts.Onset o : r.losses().onsets()) {
            t.row("gap onset: " + o.rule(), o.share(), o.step());
        }
        t.row("training loss halved, step", Optional.empty(), r.losses().halving());
        t.row("chance rate of an onset near t*", Optional.empty(), r.losses().chance());
        t.row("best test loss, step", Optional.empty(), r.losses().test().map(TestLosses::bestStep));
        t.row("best test loss", Optional.empty(), r.losses().test().map(TestLosses::best));
        save("onsets", t);
    }

    private void sparsity() throws IOException {
        Table curves = new Table("output", "step", "rank", "magnitude", "cumulative_share");
        Table facts = new Table("output", "step", "share_for_90", "salient_per_sample", "threshold", "interactions");
        for (SparsityCurve c : r.sparsity()) {
            for (int i = 0; i < c.rank().length; i++) {
                curves.row(c.output(), c.step(), c.rank()[i], c.magnitude()[i], c.cumulative()[i]);
            }
            facts.row(c.output(), c.step(), c.shareFor90(), c.salientPerSample(), c.threshold(), c.total());
        }
        save("sparsity", curves);
        save("sparsity-facts", facts);
    }

    private void samples() throws IOException {
        Table interactions = new Table("sample", "step", "v_full_minus_empty", "kind", "order", "effect", "players");
        Table inputs = new Table("sample", "index", "name", "value", "height", "width");
        Table players = new Table("sample", "player", "input_index");
        for (SampleDrawing s : r.samples()) {
            for (SampleDrawing.Interaction i : s.interactions()) {
                StringBuilder members = new StringBuilder();
                for (int p : i.players()) {
                    members.append(members.length() > 0 ? " " : "").append(p);
                }
                interactions.row(
                        s.title(), s.step(), s.effect(), i.and() ? "AND" : "OR", i.order(), i.effect(), members);
            }
            if (s instanceof SampleDrawing.Image image) {
                for (int p = 0; p < image.grey().length; p++) {
                    inputs.row(s.title(), p, "", image.grey()[p], image.height(), image.width());
                }
                for (int k = 0; k < image.players().size(); k++) {
                    for (int pixel : image.players().get(k)) {
                        players.row(s.title(), k, pixel);
                    }
                }
            } else if (s instanceof SampleDrawing.Features f) {
                for (int p = 0; p < f.values().length; p++) {
                    inputs.row(s.title(), p, f.names().get(p), f.values()[p], "", "");
                }
            }
        }
        save("interactions", interactions);
        save("sample-inputs", inputs);
        save("sample-players", players);
    }

    private void decisions() throws IOException {
        Table criteria = new Table("criterion", "value", "comparison", "bound", "passed", "words");
        r.criteria().forEach(c -> criteria.row(c.name(), c.value(), c.comparison(), c.bound(), c.passed(), c.words()));
        save("criteria", criteria);
        Table sensitivity = new Table("setting", "verdict", "t_star", "fall", "rise");
        r.sensitivity().forEach(s -> sensitivity.row(s.setting(), s.verdict(), s.tStar(), s.fall(), s.rise()));
        save("sensitivity", sensitivity);
        Table nulls = new Table("null", "trials", "called_two_phase", "words");
        r.nulls().forEach(n -> nulls.row(n.name(), n.trials(), n.positive(), n.words()));
        save("nulls", nulls);
        Table solver = new Table(
                "output",
                "mode",
                "tolerance",
                "median_gap",
                "max_gap",
                "median_iterations",
                "max_iterations",
                "residual");
        r.solver()
                .forEach(s -> solver.row(
                        s.output(),
                        s.mode(),
                        s.tolerance(),
                        s.medianGap(),
                        s.maxGap(),
                        s.medianIterations(),
                        s.maxIterations(),
                        s.residual()));
        save("solver", solver);
    }

    private void theory() throws IOException {
        Table t = new Table("interactions", "step", "path", "sigma2", "total_variation");
        for (Theory theory : r.theory()) {
            for (int i = 0; i < r.steps().length; i++) {
                t.row(theory.name(), r.steps()[i], "theory", theory.sigma2()[i], theory.tv()[i]);
                for (TheoryNull n : theory.nulls()) {
                    t.row(theory.name(), r.steps()[i], n.name(), "", n.tv()[i]);
                }
            }
        }
        save("theory", t);
        Table summary = new Table("interactions", "turn_checkpoint", "sigma2_trend", "words");
        r.theory().forEach(theory -> summary.row(theory.name(), theory.turn(), theory.trend(), theory.words()));
        save("theory-summary", summary);
        Table ratios = new Table("players", "order", "sigma2", "ratio");
        for (RatioCurves curves : r.ratios()) {
            for (int k = 0; k < curves.ratio().length; k++) {
                for (int i = 0; i < curves.sigma2().length; i++) {
                    ratios.row(curves.players(), k + 1, curves.sigma2()[i], curves.ratio()[k][i]);
                }
            }
        }
        save("theory-ratios", ratios);
    }

    private void generalisation() throws IOException {
        Table t = new Table("compared", "step", "pairs", "order", "similarity", "chance", "chance_high");
        for (Similarity s : r.generalisation()) {
            for (int k = 0; k < s.similarity().length; k++) {
                t.row(s.name(), s.step(), s.pairs(), k + 1, s.similarity()[k], s.chance()[k], s.chanceHigh()[k]);
            }
        }
        save("generalisation", t);
        Table groups = new Table("mislabelled", "samples", "step", "order", "strength");
        for (LabelGroup g : r.labelGroups()) {
            for (int k = 0; k < g.strength().length; k++) {
                groups.row(g.mislabelled(), g.samples(), g.step(), k + 1, g.strength()[k]);
            }
        }
        save("label-groups", groups);
    }

    private void save(String name, Table table) {
        files.put(name, table.text());
    }

    /** One file in the making. */
    static final class Table {
        private final StringBuilder out = new StringBuilder();
        private final CSVPrinter printer;

        String text() {
            return out.toString();
        }

        Table(String... header) throws IOException {
            printer = new CSVPrinter(
                    out, CSVFormat.RFC4180.builder().setRecordSeparator("\n").get());
            printer.printRecord((Object[]) header);
        }

        void row(Object... cells) {
            Object[] shown = new Object[cells.length];
            for (int i = 0; i < cells.length; i++) {
                shown[i] = cell(cells[i]);
            }
            try {
                printer.printRecord(shown);
            } catch (IOException e) {
                throw new IllegalStateException("a StringBuilder refused text", e);
            }
        }

        private static String cell(Object value) {
            if (value instanceof Optional<?> o) {
                return o.isPresent() ? cell(o.get()) : "";
            }
            if (value instanceof OptionalDouble o) {
                return o.isPresent() ? ReportDigest.number(o.getAsDouble()) : "";
            }
            if (value instanceof Double d) {
                return ReportDigest.number(d);
            }
            String text = value.toString();
            boolean formula =
                    value instanceof CharSequence && !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
            return formula ? "'" + text : text;
        }
    }
}
