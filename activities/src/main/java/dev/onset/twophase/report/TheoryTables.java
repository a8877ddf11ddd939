package dev.onset.twophase.report;

import dev.onset.report.DataTable;
import dev.onset.twophase.report.GeneralisationParts.LabelGroup;
import dev.onset.twophase.report.GeneralisationParts.Similarity;
import dev.onset.twophase.report.TheoryParts.RatioCurves;
import dev.onset.twophase.report.TheoryParts.Theory;
import dev.onset.twophase.report.TheoryParts.TheoryNull;
import java.util.List;

/** The numbers that theory is held against, and those of which orders generalise, by file. */
final class TheoryTables {
    private TheoryTables() {}

    static DataTable theory(TwoPhaseReport r) {
        DataTable.Builder t = DataTable.of("theory", "interactions", "step", "path", "sigma2", "total_variation");
        for (Theory theory : r.theory()) {
            for (int i = 0; i < r.steps().length; i++) {
                t.row(theory.name(), r.steps()[i], "theory", theory.sigma2()[i], theory.tv()[i]);
                for (TheoryNull n : theory.nulls()) {
                    t.row(theory.name(), r.steps()[i], n.name(), "", n.tv()[i]);
                }
            }
        }
        return t.build();
    }

    static DataTable theorySummary(TwoPhaseReport r) {
        DataTable.Builder t =
                DataTable.of("theory-summary", "interactions", "turn_checkpoint", "sigma2_trend", "words");
        r.theory().forEach(theory -> t.row(theory.name(), theory.turn(), theory.trend(), theory.words()));
        return t.build();
    }

    static DataTable theoryRatios(List<RatioCurves> all) {
        DataTable.Builder t = DataTable.of("theory-ratios", "players", "order", "sigma2", "ratio");
        for (RatioCurves curves : all) {
            for (int k = 0; k < curves.ratio().length; k++) {
                for (int i = 0; i < curves.sigma2().length; i++) {
                    t.row(curves.players(), k + 1, curves.sigma2()[i], curves.ratio()[k][i]);
                }
            }
        }
        return t.build();
    }

    static DataTable generalisation(List<Similarity> all) {
        DataTable.Builder t = DataTable.of(
                "generalisation", "compared", "step", "pairs", "order", "similarity", "chance", "chance_high");
        for (Similarity s : all) {
            for (int k = 0; k < s.similarity().length; k++) {
                t.row(s.name(), s.step(), s.pairs(), k + 1, s.similarity()[k], s.chance()[k], s.chanceHigh()[k]);
            }
        }
        return t.build();
    }

    static DataTable labelGroups(List<LabelGroup> all) {
        DataTable.Builder t = DataTable.of("label-groups", "mislabelled", "samples", "step", "order", "strength");
        for (LabelGroup g : all) {
            for (int k = 0; k < g.strength().length; k++) {
                t.row(g.mislabelled(), g.samples(), g.step(), k + 1, g.strength()[k]);
            }
        }
        return t.build();
    }
}
