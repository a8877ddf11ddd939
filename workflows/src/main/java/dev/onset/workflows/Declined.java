package dev.onset.workflows;

import dev.onset.contracts.ErrorCode;
import io.temporal.failure.ApplicationFailure;

/** How a worker that takes no work at present hands back what reached it all the same. */
public final class Declined {
    private static final String MARK = "declined";

    private Declined() {}

    /** @param code why it takes none, one {@link ErrorCode#ofWorker of its own} */
    public static ApplicationFailure because(ErrorCode code, String message) {
        return ApplicationFailure.newNonRetryableFailure(message, code.name(), MARK);
    }

    static boolean is(ApplicationFailure failure) {
        return failure.getDetails().getSize() > 0
                && MARK.equals(failure.getDetails().get(String.class));
    }
}
