package dev.onset.grokking.cubic;

import dev.onset.contracts.StudySpec;
import dev.onset.grid.Observations;
import dev.onset.grokking.CheckLines;
import dev.onset.grokking.GrokkingCheck;
import dev.onset.grokking.cubic.LangevinSettings.Start;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a cubic study measured and which checks hold: every sentence of the report is said from here. */
final class CubicFindings {
    final CubicEnsembles ensembles;
    /** By noise. */
    final SortedMap<Double, EnsembleSummary> prior;

    final SortedMap<Double, EnsembleSummary> aligned;
    final CubicTransition transition;
    final List<GrokkingCheck> theory = CubicChecks.theory();
    final List<GrokkingCheck> runs;
    final List<GrokkingCheck> starts;
    final List<GrokkingCheck> evidence;

    CubicFindings(StudySpec spec, Observations observations) {
        ensembles = new CubicEnsembles(spec, observations);
        prior = ensembles.from(Start.PRIOR);
        aligned = ensembles.from(Start.ALIGNED);
        transition = CubicTransition.of(sizes());
        runs = CubicChecks.ensembles(sizes(), prior);
        starts = CubicChecks.starts(prior, aligned);
        evidence = judged() ? CubicChecks.evidence(ensembles.seeds(), prior, aligned) : List.of();
    }

    /** The trained sizes; their noise means nothing. */
    CubicSettings sizes() {
        return ensembles.sizes();
    }

    /** Whether bounds for runs exist at these sizes. */
    boolean judged() {
        return CubicChecks.judges(sizes());
    }

    List<GrokkingCheck> checks() {
        List<GrokkingCheck> all = new ArrayList<>(theory);
        all.addAll(runs);
        all.addAll(starts);
        all.addAll(evidence);
        return all;
    }

    /** How many of b, c and P(|q| &gt; .4) agree with the theory of their size. */
    CheckLines.Tally means() {
        return CheckLines.Tally.of(runs.stream()
                .filter(check -> check.relation() == GrokkingCheck.Relation.WITHIN)
                .toList());
    }

    /** How many of the bounds on side peaks hold. */
    CheckLines.Tally shapes() {
        return CheckLines.Tally.of(runs.stream()
                .filter(check -> check.relation() != GrokkingCheck.Relation.WITHIN)
                .toList());
    }

    /** The noises whose pooled networks show side peaks. */
    SortedMap<Double, EnsembleSummary> peaked() {
        SortedMap<Double, EnsembleSummary> peaked = new TreeMap<>(prior);
        peaked.values().removeIf(run -> !run.sidePeak().stands());
        return peaked;
    }
}
