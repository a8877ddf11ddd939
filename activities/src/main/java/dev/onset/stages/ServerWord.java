package dev.onset.stages;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.client.ActivityCanceledException;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.ActivityCompletionFailureException;
import io.temporal.failure.TimeoutFailure;
import java.util.Optional;
import java.util.Set;

/**
 * What the server says of an attempt that shows a sign of life.
 *
 * @param cause what the SDK made of it, unless the attempt goes on
 */
record ServerWord(Kind kind, Optional<ActivityCompletionException> cause) {
    /** The words there are. */
    enum Kind {
        GOES_ON,
        /** The attempt is asked to end. */
        CANCELLED,
        /** The server has given the attempt up, or holds it: another may be at work already. */
        OVER,
        /** It said nothing: it is down, or the network is cut. */
        UNREACHABLE
    }

    static final ServerWord GOES_ON = new ServerWord(Kind.GOES_ON, Optional.empty());
    static final ServerWord UNREACHABLE = new ServerWord(Kind.UNREACHABLE, Optional.empty());

    private static final Set<Status.Code> ANSWERS =
            Set.of(Status.Code.NOT_FOUND, Status.Code.INVALID_ARGUMENT, Status.Code.FAILED_PRECONDITION);

    /** Tells an answer of the server from what the SDK concludes by itself when none has come for a heartbeat timeout. */
    static ServerWord of(ActivityCompletionException e) {
        return new ServerWord(kind(e), Optional.of(e));
    }

    private static Kind kind(ActivityCompletionException e) {
        if (e instanceof ActivityCanceledException) {
            return e.getCause() instanceof TimeoutFailure ? Kind.UNREACHABLE : Kind.CANCELLED;
        }
        if (e instanceof ActivityCompletionFailureException) {
            boolean answered = e.getCause() instanceof StatusRuntimeException status
                    && ANSWERS.contains(status.getStatus().getCode());
            return answered ? Kind.OVER : Kind.UNREACHABLE;
        }
        return Kind.OVER;
    }
}
