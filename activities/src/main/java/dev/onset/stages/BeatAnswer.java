package dev.onset.stages;

import io.temporal.client.ActivityCanceledException;
import io.temporal.client.ActivityCompletionException;

/** What came of one heartbeat. */
sealed interface BeatAnswer {
    /** The attempt is wanted. */
    record GoesOn() implements BeatAnswer {}

    /** The attempt should end; what it commits is still taken. */
    record CancelRequested(ActivityCanceledException asked) implements BeatAnswer {}

    /** The server says that this attempt is over: timed out, paused, reset, or its workflow is. Another may run already. */
    record Over(ActivityCompletionException why) implements BeatAnswer {}

    /** The server said nothing; whether the attempt is still wanted is not known. */
    record Unreachable(String why) implements BeatAnswer {}
}
