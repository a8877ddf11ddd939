package dev.onset.workflows;

import dev.onset.contracts.ErrorCode;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TimeoutFailure;
import java.util.Optional;

/** What the server says where a worker says nothing, by code. */
final class Timeouts {
    private Timeouts() {}

    /** Empty for a deadline over all attempts: the last attempt's own failure, beneath it, says more. */
    static Optional<ApplicationFailure> coded(TimeoutFailure timeout) {
        return switch (timeout.getTimeoutType()) {
            case TIMEOUT_TYPE_HEARTBEAT ->
                Optional.of(failure(
                        ErrorCode.HEARTBEAT_LOST,
                        "the worker that did it was not heard of any more; what it committed stays",
                        timeout));
            case TIMEOUT_TYPE_START_TO_CLOSE ->
                Optional.of(failure(
                        ErrorCode.STAGE_OVERDUE, "it took longer than it is given; what it committed stays", timeout));
            case TIMEOUT_TYPE_SCHEDULE_TO_START,
                    TIMEOUT_TYPE_SCHEDULE_TO_CLOSE,
                    TIMEOUT_TYPE_UNSPECIFIED,
                    UNRECOGNIZED -> Optional.empty();
        };
    }

    private static ApplicationFailure failure(ErrorCode code, String message, TimeoutFailure timeout) {
        return ApplicationFailure.newNonRetryableFailureWithCause(message, code.name(), timeout);
    }
}
