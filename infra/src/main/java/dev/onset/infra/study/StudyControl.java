package dev.onset.infra.study;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.infra.study.StudyService.Order;
import dev.onset.infra.temporal.TemporalFailure;
import dev.onset.infra.temporal.TemporalServer;
import dev.onset.workflows.Queues;
import dev.onset.workflows.StudyWorkflow;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an operator asks of a study that runs on a server: the same updates that Temporal's own UI and CLI send. */
final class StudyControl {
    /** Two of the server's own long polls. */
    private static final long ORDER_SECONDS = 40;

    private final WorkflowClient client;
    private final String address;

    StudyControl(TemporalServer server) {
        this.client = server.client();
        this.address = server.address();
    }

    /** The newest execution under an id, open or closed, by the server's own record rather than by its list. */
    WorkflowExecutionDescription newest(String id) {
        return client.newUntypedWorkflowStub(id).describe();
    }

    /** Whether an execution goes on under an id. */
    boolean isOpen(String id) {
        try {
            return newest(id).getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
        } catch (WorkflowException e) {
            if (TemporalFailure.isUnknown(e)) {
                return false;
            }
            throw coded(e, "nothing was started");
        }
    }

    private RuntimeException coded(RuntimeException e, String meaning) {
        return TemporalFailure.coded(e, address, meaning)
                .<RuntimeException>map(known -> known)
                .orElse(e);
    }

    /** The open executions of a name; studies that differ in their content may run side by side. */
    List<WorkflowExecutionMetadata> open(String name) {
        try (Stream<WorkflowExecutionMetadata> found = client.listExecutions(
                "WorkflowType = 'StudyWorkflow' AND OnsetStudy = '" + name + "' AND ExecutionStatus = 'Running'")) {
            return found.toList();
        } catch (StatusRuntimeException e) {
            throw coded(e, "nothing was asked of any study");
        }
    }

    /**
     * The open execution that is meant.
     *
     * @throws OnsetException STUDY_INVALID with the workflow ids where a name means several
     */
    Optional<WorkflowExecutionMetadata> running(StudyTarget target) {
        List<WorkflowExecutionMetadata> open = open(target.name());
        return target.among(open.stream().map(StudyControl::id).toList())
                .flatMap(id -> open.stream().filter(one -> id(one).equals(id)).findFirst());
    }

    private static String id(WorkflowExecutionMetadata execution) {
        return execution.getExecution().getWorkflowId();
    }

    /**
     * Sends an order.
     *
     * @return what happened, in words
     * @throws OnsetException STUDY_INVALID where the study does not run, several of its name do, or the order makes no sense
     *     now
     */
    String send(StudyTarget target, Order order) {
        String id = target.id()
                .filter(this::isOpen)
                .or(() -> running(target).map(StudyControl::id))
                .orElseThrow(() -> notRunning(target, null));
        try {
            if (order instanceof Order.Cancel) {
                client.newUntypedWorkflowStub(id).cancel();
                return id + ": asked to cancel; what is under way commits first, and what is committed stays";
            }
            return id + ": " + taken(id, () -> update(client.newWorkflowStub(StudyWorkflow.class, id), order));
        } catch (WorkflowException e) {
            Optional<OnsetException> unreadable =
                    Following.stated(e).filter(stated -> stated.code() == ErrorCode.PAYLOAD_UNREADABLE);
            if (unreadable.isPresent()) {
                throw new OnsetException(
                        ErrorCode.PAYLOAD_UNREADABLE,
                        "the order was sent, but the answer cannot be read: "
                                + unreadable.get().getMessage() + "; 'infra/onset status " + target
                                + "' says whether it was taken",
                        e);
            }
            if (e instanceof WorkflowUpdateException update) {
                throw refused(id, update);
            }
            // the list that named it is seconds behind
            throw TemporalFailure.isUnknown(e)
                    ? notRunning(target, e)
                    : coded(e, "whether the order was taken is not known; 'infra/onset status " + target + "' tells");
        }
    }

    /** An order is taken by a worker; who gives one does not wait for ever. */
    private static String taken(String id, Supplier<String> order) {
        CompletableFuture<String> answer = CompletableFuture.supplyAsync(order);
        try {
            return answer.get(ORDER_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new OnsetException(
                    ErrorCode.WORKER_MISSING,
                    "no worker has taken the order to " + id + " within " + ORDER_SECONDS
                            + " s; it may be taken yet when one polls queue " + Queues.WORKFLOWS,
                    e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failed) {
                throw failed;
            }
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted; whether the order was taken is not known", e);
        }
    }

    private static OnsetException notRunning(StudyTarget target, @Nullable Throwable cause) {
        return new OnsetException(
                ErrorCode.STUDY_INVALID,
                "study " + target + " does not run on this server; 'infra/onset status " + target
                        + "' says how it ended, 'infra/onset run " + target.name() + "' starts it",
                cause);
    }

    private static String update(StudyWorkflow workflow, Order order) {
        if (order instanceof Order.Pause pause) {
            workflow.pause(pause.reason());
            return "paused; training commits and stops, nothing new starts";
        }
        if (order instanceof Order.Resume) {
            workflow.resume();
            return "goes on";
        }
        if (order instanceof Order.Retry retry) {
            workflow.retry(retry.reason());
            return "tries the failed stage again";
        }
        if (order instanceof Order.Rerun rerun) {
            workflow.rerunFrom(rerun.stage().name(), rerun.reason());
            return "does " + rerun.stage().name().toLowerCase(java.util.Locale.ROOT) + " and what follows again";
        }
        if (order instanceof Order.Extend extend) {
            return "extended to " + extend.steps() + " steps; its revision is "
                    + workflow.extendTo(extend.steps(), extend.reason());
        }
        if (order instanceof Order.CheckpointNow now) {
            workflow.checkpointNow(now.reason());
            return "training commits now";
        }
        if (order instanceof Order.Repin repin) {
            return workflow.repin(repin.stage(), repin.reason());
        }
        throw new IllegalStateException("order " + order + " has no update");
    }

    private static OnsetException refused(String id, WorkflowUpdateException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ApplicationFailure application) {
                return new OnsetException(
                        ErrorCode.STUDY_INVALID, id + " refused: " + application.getOriginalMessage(), e);
            }
        }
        return new OnsetException(ErrorCode.STUDY_INVALID, id + " refused: " + e.getMessage(), e);
    }
}
