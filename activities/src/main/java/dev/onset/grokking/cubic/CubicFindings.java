package dev.onset.grokking.cubic;

import dev.onset.contracts.StudySpec;
import dev.onset.grid.Observations;
import dev.onset.grokking.cubic.LangevinSettings.Start;
import dev.onset.report.Check;
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
    final List<Check> theory = CubicChecks.theory();
    final List<Check> runs;
    final List<Check> starts;
    final List<Check> evidence;

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

    List<Check> checks() {
        List<Check> all = new ArrayList<>(theory);
        all.addAll(runs);
        all.addAll(starts);
        all.addAll(evidence);
        return all;
    }

    /** How many of b, c and P(|q| &gt; .4) agree with the theory of their size. */
    Check.Tally means() {
        return Check.Tally.of(runs.stream()
                .filter(check -> check.relation() == Check.Relation.WITHIN)
                .toList());
    }

    /** How many of the bounds on side peaks hold. */
    Check.Tally shapes() {
        return Check.Tally.of(runs.stream()
                .filter(check -> check.relation() != Check.Relation.WITHIN)
                .toList());
    }

    /** The noises whose pooled networks show side peaks. */
    SortedMap<Double, EnsembleSummary> peaked() {
        SortedMap<Double, EnsembleSummary> peaked = new TreeMap<>(prior);
        peaked.values().removeIf(run -> !run.sidePeak().stands());
        return peaked;
    }
}
