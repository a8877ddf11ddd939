package dev.onset.contracts;

/**
 * A finished study.
 *
 * @param study which content was run: another than was asked for when an operator extended it
 * @param report the report's stage result
 * @param fit the fit's stage result
 * @param tally what was reused and computed over all runs
 */
public record StudyResult(StudyRef study, StageOutcome fit, StageOutcome report, StageTally tally) {}
