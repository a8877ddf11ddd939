package dev.onset.infra.cli;

import dev.onset.contracts.ErrorCode;

/** The exit codes of every command. */
public final class ExitCode {
    public static final int DONE = 0;
    public static final int BAD_INPUT = 2;
    public static final int FAILED = 3;
    public static final int INTERRUPTED = 130;

    private ExitCode() {}

    static int of(ErrorCode code) {
        return code.category() == ErrorCode.Category.INPUT ? BAD_INPUT : FAILED;
    }
}
