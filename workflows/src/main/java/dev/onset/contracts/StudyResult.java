package dev.onset.contracts;

/**
 * A finished study.
 *
 * @param report the report's stage result
 * @param fit the fit's stage result
 * @param tally what was reused and computed over all runs
 */
public record StudyResult(StageOutcome fit, StageOutcome report, StageTally tally) {}
