package dev.onset.kind;

/** A stage was told to stop; what it committed stays, what it had under way is lost. */
public final class StageCancelled extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StageCancelled(String message, Throwable cause) {
        super(message, cause);
    }
}
