package dev.onset.twophase.report;

import dev.onset.report.DataTable;
import dev.onset.twophase.report.ReportParts.ControlPath;
import dev.onset.twophase.report.ReportParts.Estimate;
import dev.onset.twophase.report.ReportParts.Onset;
import dev.onset.twophase.report.ReportParts.OutputResult;
import dev.onset.twophase.report.ReportParts.SparseRange;
import dev.onset.twophase.report.ReportParts.SparsityCurve;
import dev.onset.twophase.report.ReportParts.TestLosses;
import java.util.List;
import java.util.Optional;

/** Every plotted or tabulated number of a two-phase report, by file. */
final class PhaseTables {
    private static final List<String> COLOURS = List.of("red", "green", "blue");

    private final TwoPhaseReport r;

    PhaseTables(TwoPhaseReport report) {
        this.r = report;
    }

    /** All of them: every study has the same files. */
    List<DataTable> all() {
        return List.of(
                losses(),
                strengths(),
                heatmap(),
                centroid(),
                spindle(),
                turns(),
                controls(),
                onsets(),
                sparsity(),
                sparsityFacts(),
                interactions(),
                sampleInputs(),
                samplePlayers(),
                criteria(),
                sensitivity(),
                nulls(),
                solver(),
                TheoryTables.generalisation(r.generalisation()),
                TheoryTables.labelGroups(r.labelGroups()),
                TheoryTables.theory(r),
                TheoryTables.theorySummary(r),
                TheoryTables.theoryRatios(r.ratios()));
    }

    DataTable losses() {
        DataTable.Builder t = DataTable.of(
                "losses",
                "step",
                "train_loss",
                "train_accuracy",
                "test_loss",
                "test_accuracy",
                "gap",
                "gap_low",
                "gap_high");
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
        return t.build();
    }

    DataTable strengths() {
        DataTable.Builder t =
                DataTable.of("strengths", "output", "step", "order", "kind", "sign", "absolute", "share", "per_effect");
        for (OutputResult o : r.outputs()) {
            Strengths s = o.strengths();
            for (int i = 0; i < r.steps().length; i++) {
                for (int k = 1; k <= s.orders(); k++) {
                    strength(t, o, i, k, "AND", "positive", s.andPositive());
                    strength(t, o, i, k, "AND", "negative", s.andNegative());
                    strength(t, o, i, k, "OR", "positive", s.orPositive());
                    strength(t, o, i, k, "OR", "negative", s.orNegative());
                }
            }
        }
        return t.build();
    }

    private void strength(
            DataTable.Builder t, OutputResult o, int i, int order, String kind, String sign, double[][] j) {
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

    DataTable heatmap() {
        DataTable.Builder t = DataTable.of("heatmap", "output", "step", "order", "share");
        for (OutputResult o : r.outputs()) {
            for (int i = 0; i < r.steps().length; i++) {
                for (int k = 1; k <= o.strengths().orders(); k++) {
                    t.row(o.id(), r.steps()[i], k, o.strengths().of(i, k) * Normalisation.SHARE.scale(o, i));
                }
            }
        }
        return t.build();
    }

    DataTable centroid() {
        DataTable.Builder t = DataTable.of(
                "centroid",
                "output",
                "step",
                "centroid",
                "low",
                "high",
                "mean_effect",
                "equally_sparse_low",
                "equally_sparse_high");
        for (OutputResult o : r.outputs()) {
            for (int i = 0; i < r.steps().length; i++) {
                int at = i;
                Optional<SparseRange> range = o.equallySparse().stream()
                        .filter(x -> x.checkpoint() == at)
                        .findFirst();
                t.row(
                        o.id(),
                        r.steps()[i],
                        o.centroid()[i],
                        o.centroidLow()[i],
                        o.centroidHigh()[i],
                        o.meanEffect()[i],
                        range.map(SparseRange::low),
                        range.map(SparseRange::high));
            }
        }
        return t.build();
    }

    DataTable spindle() {
        DataTable.Builder t = DataTable.of("spindle", "output", "order", "expected_share", "gaussian_share");
        for (OutputResult o : r.outputs()) {
            double[] expected = o.spindle().orElse(new double[0]);
            for (int k = 0; k < expected.length; k++) {
                int order = k;
                t.row(o.id(), k + 1, expected[k], o.gaussian().map(shares -> shares[order]));
            }
        }
        return t.build();
    }

    DataTable turns() {
        DataTable.Builder t = DataTable.of("turns", "output", "quantity", "value", "low", "high");
        for (OutputResult o : r.outputs()) {
            estimate(t, o, "t_star", o.tStar());
            estimate(t, o, "fall", o.fall());
            estimate(t, o, "rise", o.rise());
        }
        return t.build();
    }

    private static void estimate(DataTable.Builder t, OutputResult o, String name, Optional<Estimate> e) {
        t.row(o.id(), name, e.map(Estimate::value), e.map(Estimate::low), e.map(Estimate::high));
    }

    DataTable controls() {
        DataTable.Builder t = DataTable.of("controls", "control", "output", "step", "centroid");
        for (ControlPath c : r.controls()) {
            for (int i = 0; i < c.steps().length; i++) {
                t.row(c.name(), c.output(), c.steps()[i], c.centroid()[i]);
            }
        }
        return t.build();
    }

    DataTable onsets() {
        DataTable.Builder t = DataTable.of("onsets", "quantity", "share_of_largest_gap", "value");
        for (Onset o : r.losses().onsets()) {
            t.row("gap onset: " + o.rule(), o.share(), o.step());
        }
        t.row("training loss halved, step", "", r.losses().halving());
        t.row("chance rate of an onset near t*", "", r.losses().chance());
        t.row("best test loss, step", "", r.losses().test().map(TestLosses::bestStep));
        t.row("best test loss", "", r.losses().test().map(TestLosses::best));
        return t.build();
    }

    DataTable sparsity() {
        DataTable.Builder t = DataTable.of("sparsity", "output", "step", "rank", "magnitude", "cumulative_share");
        for (SparsityCurve c : r.sparsity()) {
            for (int i = 0; i < c.rank().length; i++) {
                t.row(c.output(), c.step(), c.rank()[i], c.magnitude()[i], c.cumulative()[i]);
            }
        }
        return t.build();
    }

    DataTable sparsityFacts() {
        DataTable.Builder t = DataTable.of(
                "sparsity-facts", "output", "step", "share_for_90", "salient_per_sample", "threshold", "interactions");
        r.sparsity()
                .forEach(c ->
                        t.row(c.output(), c.step(), c.shareFor90(), c.salientPerSample(), c.threshold(), c.total()));
        return t.build();
    }

    DataTable interactions() {
        DataTable.Builder t = DataTable.of(
                "interactions", "sample", "step", "v_full_minus_empty", "kind", "order", "effect", "players");
        for (SampleDrawing s : r.samples()) {
            for (SampleDrawing.Interaction i : s.interactions()) {
                StringBuilder members = new StringBuilder();
                for (int p : i.players()) {
                    members.append(members.length() > 0 ? " " : "").append(p);
                }
                t.row(s.title(), s.step(), s.effect(), SampleFigure.kind(i), i.order(), i.effect(), members);
            }
        }
        return t.build();
    }

    DataTable sampleInputs() {
        DataTable.Builder t = DataTable.of("sample-inputs", "sample", "index", "name", "value", "height", "width");
        for (SampleDrawing s : r.samples()) {
            if (s instanceof SampleDrawing.Image image) {
                for (int p = 0; p < image.grey().length; p++) {
                    t.row(s.title(), p, "", image.grey()[p], image.height(), image.width());
                }
                for (int c = 0; c < image.colour().size(); c++) {
                    for (int p = 0; p < image.grey().length; p++) {
                        t.row(s.title(), p, COLOURS.get(c), image.colour().get(c)[p], image.height(), image.width());
                    }
                }
            } else if (s instanceof SampleDrawing.Sentence sentence) {
                for (int w = 0; w < sentence.words().size(); w++) {
                    t.row(s.title(), w, sentence.words().get(w), "", "", "");
                }
            } else if (s instanceof SampleDrawing.Features f) {
                for (int p = 0; p < f.values().length; p++) {
                    t.row(s.title(), p, f.names().get(p), f.values()[p], "", "");
                }
            }
        }
        return t.build();
    }

    DataTable samplePlayers() {
        DataTable.Builder t = DataTable.of("sample-players", "sample", "player", "input_index");
        for (SampleDrawing s : r.samples()) {
            List<int[]> players = s instanceof SampleDrawing.Image image
                    ? image.players()
                    : s instanceof SampleDrawing.Sentence sentence ? sentence.inputs() : List.of();
            for (int k = 0; k < players.size(); k++) {
                for (int input : players.get(k)) {
                    t.row(s.title(), k, input);
                }
            }
        }
        return t.build();
    }

    DataTable criteria() {
        DataTable.Builder t = DataTable.of("criteria", "criterion", "value", "comparison", "bound", "passed", "words");
        r.criteria().forEach(c -> t.row(c.name(), c.value(), c.comparison(), c.bound(), c.passed(), c.words()));
        return t.build();
    }

    DataTable sensitivity() {
        DataTable.Builder t = DataTable.of("sensitivity", "setting", "verdict", "t_star", "fall", "rise");
        r.sensitivity().forEach(s -> t.row(s.setting(), s.verdict(), s.tStar(), s.fall(), s.rise()));
        return t.build();
    }

    DataTable nulls() {
        DataTable.Builder t = DataTable.of("nulls", "null", "trials", "called_two_phase", "words");
        r.nulls().forEach(n -> t.row(n.name(), n.trials(), n.positive(), n.words()));
        return t.build();
    }

    DataTable solver() {
        DataTable.Builder t = DataTable.of(
                "solver",
                "output",
                "mode",
                "tolerance",
                "median_gap",
                "max_gap",
                "median_iterations",
                "max_iterations",
                "residual");
        r.solver()
                .forEach(s -> t.row(
                        s.output(),
                        s.mode(),
                        s.tolerance(),
                        s.medianGap(),
                        s.maxGap(),
                        s.medianIterations(),
                        s.maxIterations(),
                        s.residual()));
        return t.build();
    }
}
