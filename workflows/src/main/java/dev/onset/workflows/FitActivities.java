package dev.onset.workflows;

import dev.onset.contracts.FitRequest;
import dev.onset.contracts.ReportRequest;
import dev.onset.contracts.StageOutcome;
import io.temporal.activity.ActivityInterface;

/** Fits the phase model and writes the report; both are found in the store when nothing they depend on changed. */
@ActivityInterface
public interface FitActivities {
    StageOutcome fit(FitRequest request);

    StageOutcome report(ReportRequest request);
}
