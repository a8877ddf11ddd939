package dev.onset.workflows;

import dev.onset.contracts.FitRequest;
import dev.onset.contracts.LiveReading;
import dev.onset.contracts.NoticeRequest;
import dev.onset.contracts.ReadingRequest;
import dev.onset.contracts.ReportRequest;
import dev.onset.contracts.StageOutcome;
import io.temporal.activity.ActivityInterface;

/**
 * Reads the phase while a run goes on, fits the phase model at its end and writes the report; the last two are found in the
 * store when nothing they depend on changed.
 */
@ActivityInterface
public interface FitActivities {
    /** What the run's first checkpoints show; computed from observations alone, kept nowhere. */
    LiveReading readPhase(ReadingRequest request);

    /**
     * Tells the notice address, once a study: a crash between telling and noting it down tells it again.
     *
     * @return what was done, in words
     */
    String notice(NoticeRequest request);

    StageOutcome fit(FitRequest request);

    StageOutcome report(ReportRequest request);
}
