package dev.onset.kind;

import dev.onset.contracts.StageOutcome;
import dev.onset.contracts.StageTally;
import dev.onset.numeric.Profile;
import dev.onset.store.StageResult;
import java.util.SortedMap;

/**
 * What a report shows besides the study.
 *
 * @param fit the fit's result
 * @param outcome how the fit's result came to be
 * @param fingerprint of the study
 * @param profiles numeric profile of each stage, by its name
 * @param tally what was reused and what computed
 * @param runSeconds wall time of all runs
 * @param fitSeconds wall time of the fit
 */
public record ReportFacts(
        StageResult fit,
        StageOutcome outcome,
        String fingerprint,
        SortedMap<String, Profile> profiles,
        StageTally tally,
        double runSeconds,
        double fitSeconds) {}
