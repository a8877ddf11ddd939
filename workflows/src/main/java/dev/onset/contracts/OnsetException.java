package dev.onset.contracts;

import org.jspecify.annotations.Nullable;

/**
 * A coded failure. The message says what happened and where (file, field, value) and what it means for the data; the
 * code says whether a retry can help and what to do next.
 */
public final class OnsetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public OnsetException(ErrorCode code, String message) {
        this(code, message, null);
    }

    public OnsetException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }
}
