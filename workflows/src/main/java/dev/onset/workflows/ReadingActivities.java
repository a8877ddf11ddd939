package dev.onset.workflows;

import dev.onset.contracts.NoticeRequest;
import dev.onset.contracts.Reading;
import dev.onset.contracts.ReadingRequest;
import io.temporal.activity.ActivityInterface;

/** Reads where a run stands while it goes on, and tells of what it has reached. */
@ActivityInterface
public interface ReadingActivities {
    /** What the run's first checkpoints show; computed from observations alone, kept nowhere. */
    Reading read(ReadingRequest request);

    /**
     * Tells the notice address, once a study and milestone: a crash between telling and noting it down tells it again.
     *
     * @return what was done, in words
     */
    String notice(NoticeRequest request);
}
