package dev.onset.checkpoint;

import java.io.IOException;

/** A file is no array of the expected kind; reading it again will not help. */
public final class MalformedArrayException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedArrayException(String problem) {
        super(problem);
    }
}
