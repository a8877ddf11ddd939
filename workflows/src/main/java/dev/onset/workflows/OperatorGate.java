package dev.onset.workflows;

import dev.onset.contracts.ErrorCode;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.Workflow;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs a stage; when it fails for good, either fails the workflow with the stage's own coded failure or, where an operator
 * can act, parks until {@link #retry} is called.
 */
final class OperatorGate {
    private final boolean park;
    private final Consumer<Boolean> waitingChanged;
    private String lastError = "";
    private int waiting;
    private int retries;

    OperatorGate(boolean park) {
        this(park, nobody -> {});
    }

    /** @param waitingChanged told true when the first stage parks, false when the last one goes on */
    OperatorGate(boolean park, Consumer<Boolean> waitingChanged) {
        this.park = park;
        this.waitingChanged = waitingChanged;
    }

    <T> T attempt(String stage, Supplier<T> call) {
        while (true) {
            try {
                T result = call.get();
                lastError = waiting == 0 ? "" : lastError;
                return result;
            } catch (ActivityFailure | ChildWorkflowFailure failure) {
                if (failure.getCause() instanceof CanceledFailure) {
                    throw failure;
                }
                lastError = describe(stage, failure);
                Workflow.getLogger(OperatorGate.class).warn("{}", lastError);
                if (!park) {
                    throw failed(failure);
                }
                int seen = retries;
                if (++waiting == 1) {
                    waitingChanged.accept(true);
                }
                Workflow.await(() -> retries > seen);
                if (--waiting == 0) {
                    waitingChanged.accept(false);
                }
            }
        }
    }

    void retry() {
        retries++;
    }

    boolean isWaiting() {
        return waiting > 0;
    }

    String lastError() {
        return lastError;
    }

    private static RuntimeException failed(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ApplicationFailure application) {
                return ApplicationFailure.newNonRetryableFailureWithCause(
                        application.getOriginalMessage(), application.getType(), failure);
            }
        }
        return failure;
    }

    private static String describe(String stage, RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ApplicationFailure application) {
                return stage + " failed: " + application.getType() + ": " + application.getOriginalMessage()
                        + ". Next: " + nextAction(application.getType());
            }
        }
        return stage + " failed: " + failure.getMessage();
    }

    private static String nextAction(String type) {
        for (ErrorCode code : ErrorCode.values()) {
            if (code.name().equals(type)) {
                return code.nextAction();
            }
        }
        return ErrorCode.INTERNAL.nextAction();
    }
}
