package dev.onset.infra.study;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.StudyRef;
import dev.onset.contracts.StudyStatus;
import dev.onset.infra.study.StudyService.Order;
import dev.onset.infra.temporal.TemporalServer;
import dev.onset.workflows.StudyWorkflow;
import dev.onset.workflows.Visibility;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.common.SearchAttributes;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an operator asks of a study that runs on a server: the same updates that Temporal's own UI and CLI send. */
final class StudyControl {
    private static final Logger LOG = LoggerFactory.getLogger(StudyControl.class);

    /** A query waits for a worker; who looks does not wait long for one. */
    private static final long QUERY_SECONDS = 4;

    private final WorkflowClient client;

    StudyControl(TemporalServer server) {
        this.client = server.client();
    }

    /** The open executions of a name; studies that differ in their content may run side by side. */
    List<WorkflowExecutionMetadata> open(String name) {
        try (Stream<WorkflowExecutionMetadata> found = client.listExecutions(
                "WorkflowType = 'StudyWorkflow' AND OnsetStudy = '" + name + "' AND ExecutionStatus = 'Running'")) {
            return found.toList();
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
     * Where an open study stands.
     *
     * @param workflowId under which it runs
     * @param state running, paused or waiting-for-operator: the server's own record, which needs no worker
     * @param phase what the newest observations show
     * @param waitsWith why it waits and what to do; only a worker can say it in words, the failure's code stands for it
     *     otherwise; empty where it does not wait
     * @param study as what it goes on now; empty where no worker answers
     */
    record Standing(
            String workflowId,
            String state,
            Optional<String> phase,
            Optional<String> waitsWith,
            Optional<StudyRef> study) {}

    /** @throws OnsetException STUDY_INVALID with the workflow ids where a name means several */
    Optional<Standing> standing(StudyTarget target) {
        return running(target).map(found -> {
            Optional<StudyStatus> said = status(id(found));
            SearchAttributes attributes = found.getTypedSearchAttributes();
            String state = attributes.get(Visibility.STATE);
            String failure = attributes.get(Visibility.FAILURE);
            boolean waits = failure != null && !failure.isEmpty();
            Optional<String> elsewhere = said.map(StudyStatus::lastError).filter(error -> !error.isEmpty());
            return new Standing(
                    id(found),
                    state == null ? "running" : state,
                    Optional.ofNullable(attributes.get(Visibility.PHASE)),
                    waits ? Optional.of(words(said, failure)) : elsewhere,
                    said.map(StudyStatus::study));
        });
    }

    private static String words(Optional<StudyStatus> said, String code) {
        return said.map(status -> status.lastError().isEmpty() ? code : status.lastError())
                .orElse(code + " (no worker answers, so its words are not known)");
    }

    /** What the workflow says of itself; empty where no worker answers soon. */
    private Optional<StudyStatus> status(String id) {
        StudyWorkflow workflow = client.newWorkflowStub(StudyWorkflow.class, id);
        try {
            return Optional.of(CompletableFuture.supplyAsync(workflow::status).get(QUERY_SECONDS, TimeUnit.SECONDS));
        } catch (TimeoutException | ExecutionException noWorker) {
            LOG.debug("{} does not answer a query", id, noWorker);
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /**
     * Sends an order.
     *
     * @return what happened, in words
     * @throws OnsetException STUDY_INVALID where the study does not run, several of its name do, or the order makes no sense
     *     now
     */
    String send(StudyTarget target, Order order) {
        String id = running(target)
                .map(StudyControl::id)
                .orElseThrow(() -> new OnsetException(
                        ErrorCode.STUDY_INVALID,
                        "study " + target + " does not run on this server; 'infra/onset run " + target.name()
                                + "' starts it"));
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
