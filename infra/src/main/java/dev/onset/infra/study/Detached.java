package dev.onset.infra.study;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;

/** Whoever followed a study on a server follows it no longer; the study goes on, so nothing is known of its end. */
final class Detached extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final OnsetException why;

    /** An interrupt. */
    Detached(String workflowId) {
        this(new OnsetException(ErrorCode.INTERNAL, "not followed any longer; " + workflowId + " goes on"));
    }

    Detached(OnsetException why) {
        super(why.getMessage(), why);
        this.why = why;
    }

    OnsetException why() {
        return why;
    }
}
