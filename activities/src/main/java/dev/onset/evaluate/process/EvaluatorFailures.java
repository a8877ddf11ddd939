package dev.onset.evaluate.process;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import org.jspecify.annotations.Nullable;

/** What goes wrong with evaluators, in words. */
final class EvaluatorFailures {
    private static final String NOTHING = "; nothing was computed";

    private EvaluatorFailures() {}

    /** It ended, hangs or cannot be started: another attempt or worker may do better. */
    static OnsetException failed(String problem, String lines, @Nullable Throwable cause) {
        return new OnsetException(ErrorCode.EVALUATOR_FAILED, problem + "; " + lines + NOTHING, cause);
    }

    /** It does not keep to the contract. */
    static OnsetException invalid(String problem, String lines) {
        return new OnsetException(ErrorCode.EVALUATOR_INVALID, problem + "; " + lines + NOTHING);
    }
}
