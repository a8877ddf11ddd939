package dev.onset.contracts;

/**
 * Writes the study's report.
 *
 * @param fit the fit it shows
 * @param tally what this execution reused and computed, for the page
 * @param runSeconds wall time of training and observing
 * @param fitSeconds wall time of the fit
 * @param generation as in {@link FitRequest}
 */
public record ReportRequest(
        StudyRef study, StageOutcome fit, StageTally tally, double runSeconds, double fitSeconds, int generation) {
    public ReportRequest {
        Require.present("study", study);
        Require.present("fit", fit);
        Require.present("tally", tally);
    }
}
