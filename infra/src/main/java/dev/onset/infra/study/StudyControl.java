package dev.onset.infra.study;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.infra.cli.StudyService.Order;
import dev.onset.infra.temporal.TemporalServer;
import dev.onset.workflows.StudyWorkflow;
import dev.onset.workflows.Visibility;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.common.SearchAttributes;
import io.temporal.failure.ApplicationFailure;
import java.util.Optional;
import java.util.stream.Stream;

/** What an operator asks of a study that runs on a server: the same updates that Temporal's own UI and CLI send. */
final class StudyControl {
    private final WorkflowClient client;

    StudyControl(TemporalServer server) {
        this.client = server.client();
    }

    /** The open execution of a study, by name. */
    Optional<WorkflowExecutionMetadata> running(String study) {
        try (Stream<WorkflowExecutionMetadata> found = client.listExecutions(
                "WorkflowType = 'StudyWorkflow' AND OnsetStudy = '" + study + "' AND ExecutionStatus = 'Running'")) {
            return found.findFirst();
        }
    }

    /**
     * Where an open study stands.
     *
     * @param state running, paused or waiting-for-operator: the server's own record, which needs no worker
     * @param phase what the newest observations show
     * @param waitsWith why it waits and what to do; only a worker can say it in words, the failure's code stands for it
     *     otherwise; empty where it does not wait
     */
    record Standing(String state, Optional<String> phase, Optional<String> waitsWith) {}

    Optional<Standing> standing(String study) {
        return running(study).map(found -> {
            SearchAttributes attributes = found.getTypedSearchAttributes();
            String state = attributes.get(Visibility.STATE);
            String failure = attributes.get(Visibility.FAILURE);
            boolean waits = failure != null && !failure.isEmpty();
            return new Standing(
                    state == null ? "running" : state,
                    Optional.ofNullable(attributes.get(Visibility.PHASE)),
                    waits ? Optional.of(words(found.getExecution().getWorkflowId(), failure)) : Optional.empty());
        });
    }

    private String words(String id, String code) {
        try {
            String error =
                    client.newWorkflowStub(StudyWorkflow.class, id).status().lastError();
            return error.isEmpty() ? code : error;
        } catch (WorkflowException noWorker) {
            return code + " (no worker answers, so its words are not known)";
        }
    }

    /**
     * Sends an order.
     *
     * @return what happened, in words
     * @throws OnsetException STUDY_INVALID where the study does not run, or the order makes no sense now
     */
    String send(String study, Order order) {
        String id = running(study)
                .map(found -> found.getExecution().getWorkflowId())
                .orElseThrow(() -> new OnsetException(
                        ErrorCode.STUDY_INVALID,
                        "study " + study + " does not run on this server; 'infra/onset run " + study + "' starts it"));
        if (order instanceof Order.Cancel) {
            WorkflowStub stub = client.newUntypedWorkflowStub(id);
            stub.cancel();
            return id + ": asked to cancel; what is committed stays";
        }
        StudyWorkflow workflow = client.newWorkflowStub(StudyWorkflow.class, id);
        try {
            return id + ": " + update(workflow, order);
        } catch (WorkflowUpdateException e) {
            throw refused(id, e);
        }
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
