package dev.onset.workflows;

import dev.onset.contracts.ErrorCode;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.failure.TerminatedFailure;
import io.temporal.failure.TimeoutFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Runs a stage; when it fails for good, either fails the workflow with the stage's own coded failure or, where an operator
 * can act, parks until {@link #retry} is called. What failed for a reason of its worker's own is first tried on others.
 */
final class OperatorGate {
    private final boolean park;
    private final Runnable changed;
    private String lastCode = "";
    private String lastError = "";
    private int waiting;
    private int elsewhere;
    private int retries;

    /** @param changed told whenever something begins or stops to wait */
    OperatorGate(boolean park, Runnable changed) {
        this.park = park;
        this.changed = changed;
    }

    <T> T attempt(String stage, Supplier<T> call) {
        OtherWorkers others = new OtherWorkers();
        while (true) {
            try {
                T result = others.isTried() ? elsewhere(call) : call.get();
                if (waiting == 0 && elsewhere == 0 && !lastError.isEmpty()) {
                    lastError = "";
                    lastCode = "";
                    changed.run();
                }
                return result;
            } catch (ActivityFailure | ChildWorkflowFailure failure) {
                Waiting problem = problem(stage, failure);
                if (park && others.mayTry(coded(failure))) {
                    tryElsewhere(others, problem);
                    continue;
                }
                others = new OtherWorkers();
                lastError = problem.error();
                lastCode = problem.code();
                Workflow.getLogger(OperatorGate.class).warn("{}", lastError);
                if (!park) {
                    throw failed(failure);
                }
                int seen = retries;
                waiting++;
                changed.run();
                try {
                    Workflow.await(() -> retries > seen);
                } finally {
                    waiting--;
                }
                changed.run();
            }
        }
    }

    private void tryElsewhere(OtherWorkers others, Waiting problem) {
        if (waiting == 0) { // what an operator is waited for with stays in sight
            lastError =
                    problem.error() + " Until then it is tried on other workers, and on this one once it works again.";
            lastCode = problem.code();
        }
        Workflow.getLogger(OperatorGate.class).info("tried on another worker: {}", problem.error());
        elsewhere++;
        try {
            changed.run();
            int seen = retries;
            Workflow.await(others.pause(), () -> retries > seen);
        } finally {
            elsewhere--;
        }
    }

    private <T> T elsewhere(Supplier<T> call) {
        elsewhere++;
        try {
            return call.get();
        } finally {
            elsewhere--;
        }
    }

    /**
     * What a stage that failed for good waits with.
     *
     * @throws RuntimeException where it did not fail but was cancelled
     */
    static Waiting problem(String stage, RuntimeException failure) {
        boolean cancelled = failure.getCause() instanceof CanceledFailure;
        if (CancellationScope.current().isCancelRequested()) {
            throw cancelled ? failure : new CanceledFailure("cancelled; " + describe(stage, failure));
        }
        if (failure instanceof ChildWorkflowFailure && (cancelled || failure.getCause() instanceof TerminatedFailure)) {
            return new Waiting(
                    ErrorCode.RUN_ENDED.name(),
                    stage + " was " + (cancelled ? "cancelled" : "terminated")
                            + " by itself, while the study goes on; what it committed stays. Next: "
                            + ErrorCode.RUN_ENDED.nextAction());
        }
        if (cancelled) {
            throw failure;
        }
        return new Waiting(code(failure), describe(stage, failure));
    }

    void retry() {
        retries++;
    }

    boolean isWaiting() {
        return waiting > 0;
    }

    /** What is waited with; empty where nothing waits. */
    Optional<Waiting> waiting() {
        return isWaiting() ? Optional.of(new Waiting(lastCode, lastError)) : Optional.empty();
    }

    /** Why something is tried on another worker than the one that failed; empty when nothing is. */
    String elsewhere() {
        return elsewhere > 0 && waiting == 0 ? lastError : "";
    }

    String lastError() {
        return lastError;
    }

    /** Code of {@link #lastError}; empty when there is none. */
    String lastCode() {
        return lastCode;
    }

    /** The stage's own failure, with which its workflow fails where nobody can act. */
    static RuntimeException failed(RuntimeException failure) {
        return coded(failure)
                .<RuntimeException>map(cause -> ApplicationFailure.newNonRetryableFailureWithCause(
                        cause.getOriginalMessage(), cause.getType(), failure))
                .orElse(failure);
    }

    private static String code(RuntimeException failure) {
        return coded(failure).map(ApplicationFailure::getType).orElse(ErrorCode.INTERNAL.name());
    }

    /** What went wrong, in the words of the stage that failed. */
    static String message(RuntimeException failure) {
        return coded(failure).map(ApplicationFailure::getOriginalMessage).orElse(String.valueOf(failure.getMessage()));
    }

    private static String describe(String stage, RuntimeException failure) {
        return coded(failure)
                .map(cause -> stage + " failed: " + cause.getType() + ": " + cause.getOriginalMessage() + ". Next: "
                        + nextAction(cause.getType()))
                .orElse(stage + " failed: " + failure.getMessage());
    }

    /** The stage's own failure, below what Temporal wraps around it. */
    private static Optional<ApplicationFailure> coded(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ApplicationFailure application) {
                return Optional.of(application);
            }
            if (cause instanceof TimeoutFailure timeout) {
                Optional<ApplicationFailure> coded = Timeouts.coded(timeout);
                if (coded.isPresent()) {
                    return coded;
                }
            }
        }
        return Optional.empty();
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
