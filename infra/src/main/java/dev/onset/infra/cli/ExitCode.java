package dev.onset.infra.cli;

import dev.onset.contracts.ErrorCode;

/** The exit codes of every command. */
public final class ExitCode {
    public static final int DONE = 0;
    public static final int BAD_INPUT = 2;
    public static final int FAILED = 3;
    /** A stage stalled: whoever supervises the process starts it again. The number is EX_TEMPFAIL of sysexits. */
    public static final int STALLED = 75;

    /** The command was interrupted, or the study that it follows was cancelled. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}

    static int of(ErrorCode code) {
        if (code == ErrorCode.STALLED) {
            return STALLED;
        }
        if (code == ErrorCode.STUDY_CANCELLED) {
            return INTERRUPTED;
        }
        return code.category() == ErrorCode.Category.INPUT ? BAD_INPUT : FAILED;
    }
}
