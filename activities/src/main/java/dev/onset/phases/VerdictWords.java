package dev.onset.phases;

import dev.onset.phases.PhaseVerdict.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** The verdict in words. */
final class VerdictWords {
    private VerdictWords() {}

    static String of(
            Verdict verdict,
            boolean withheld,
            List<Criterion> twoPhaseTests,
            Optional<LossGap> gap,
            OptionalDouble distance,
            boolean generalised) {
        if (verdict == Verdict.NONE) {
            return withheld ? withheld(twoPhaseTests) : "no two phases: " + failed(twoPhaseTests);
        }
        String doubt = gap.isPresent() && !generalised ? ", but the network did not generalise" : "";
        return "two phases; " + opening(verdict, gap, distance) + doubt;
    }

    private static String opening(Verdict verdict, Optional<LossGap> gap, OptionalDouble distance) {
        if (gap.isEmpty()) {
            return "there is no test split, so no gap";
        }
        if (!gap.get().exists()) {
            return "no gap between test and training loss opens";
        }
        if (distance.isEmpty()) {
            return "the gap is open from the first checkpoint on";
        }
        if (verdict == Verdict.TWO_PHASE_ONSET) {
            return "the gap opens nearby";
        }
        double decades = distance.getAsDouble();
        return "the gap opens " + Words.fixed(Math.abs(decades)) + " decades " + (decades > 0 ? "later" : "earlier");
    }

    private static String withheld(List<Criterion> tests) {
        Criterion range = tests.get(tests.size() - 1);
        return "no verdict: the centroid moves by " + Words.fixed(range.value())
                + " orders, and equally sparse extractions differ by " + Words.fixed(range.bound());
    }

    private static String failed(List<Criterion> tests) {
        return "failed "
                + tests.stream()
                        .filter(c -> !c.passed())
                        .map(c -> c.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "));
    }
}
