package dev.onset.infra.study;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.StudyRef;
import dev.onset.contracts.StudyResult;
import dev.onset.contracts.StudyStatus;
import dev.onset.infra.study.StudyService.Place;
import dev.onset.infra.temporal.TemporalFailure;
import dev.onset.infra.temporal.TemporalServer;
import dev.onset.workflows.StudyWorkflow;
import dev.onset.workflows.Visibility;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.common.SearchAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a Temporal server says of studies: of the newest execution under a study's id, whoever started it, so that one that was
 * reset is seen as what it goes on as. A server that does not answer fails nothing here: then {@link #silence} says so.
 */
final class LiveStudies implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveStudies.class);

    /** A query waits for a worker; who looks does not wait long for one. */
    private static final long QUERY_SECONDS = 4;

    private final Optional<TemporalServer> server;
    private Optional<String> silence;

    private LiveStudies(Optional<TemporalServer> server, Optional<String> silence) {
        this.server = server;
        this.silence = silence;
    }

    /**
     * Asks the place's server, where it has one.
     *
     * @throws OnsetException STUDY_INVALID for a configuration that cannot be read
     */
    static LiveStudies of(Place place, Map<String, String> environment) {
        if (place.temporal().isEmpty()) {
            return new LiveStudies(Optional.empty(), Optional.empty());
        }
        try {
            TemporalServer.Settings settings =
                    TemporalServer.Settings.of(place.temporal().get());
            return new LiveStudies(Optional.of(TemporalServer.connect(settings, environment)), Optional.empty());
        } catch (OnsetException e) {
            if (!isAway(e)) {
                throw e;
            }
            return new LiveStudies(Optional.empty(), Optional.of(words(e)));
        }
    }

    private static boolean isAway(OnsetException e) {
        return e.code() == ErrorCode.TEMPORAL_UNAVAILABLE || e.code() == ErrorCode.TEMPORAL_REFUSED;
    }

    private static String words(OnsetException e) {
        String told = String.valueOf(e.getMessage());
        return e.code() + ": " + told.replaceFirst("; nothing was started$", "") + ". Next: "
                + e.code().nextAction();
    }

    /** Why the server said nothing; empty where it answered, and where there is none. */
    Optional<String> silence() {
        return silence;
    }

    /**
     * Where the newest execution under a study's id stands.
     *
     * @param workflowId of it
     * @param open whether it goes on
     * @param state of an open one: running, paused or waiting-for-operator, the server's own record, which needs no worker; of
     *     one that is closed: done, cancelled, terminated or failed
     * @param phase what the newest observations show
     * @param failure why it waits, or ended without a result, and what to do; empty where it does neither
     * @param study as what it goes on now, or as what it ended; empty where nobody answers that
     * @param report key of the report's result, of one that is done
     * @param note what else there is to say
     */
    record Standing(
            String workflowId,
            boolean open,
            String state,
            Optional<String> phase,
            Optional<String> failure,
            Optional<StudyRef> study,
            Optional<String> report,
            Optional<String> note) {}

    /**
     * Where the study stands that is meant: the one execution of its name that is open, or else the newest one under the id that
     * is known.
     *
     * @param known id under which the store knows the study's newest execution on a server
     * @param ours whether the store knows an execution under an id; others are of another store
     * @return empty where the server knows none, or does not answer
     * @throws OnsetException STUDY_INVALID with the workflow ids where a name means several
     */
    Optional<Standing> standing(StudyTarget target, Optional<String> known, Predicate<String> ours) {
        if (server.isEmpty()) {
            return Optional.empty();
        }
        try {
            return standing(server.get(), target, known, ours);
        } catch (RuntimeException e) {
            OnsetException away = TemporalFailure.coded(e, server.get().address(), "what is in the store is shown")
                    .orElseThrow(() -> e);
            silence = Optional.of(words(away));
            return Optional.empty();
        }
    }

    private static Optional<Standing> standing(
            TemporalServer asked, StudyTarget target, Optional<String> known, Predicate<String> ours) {
        TreeSet<String> ids = new TreeSet<>();
        // the list is seconds behind; an id that is known is asked itself
        new StudyControl(asked)
                .open(target.name())
                .forEach(one -> ids.add(one.getExecution().getWorkflowId()));
        known.ifPresent(ids::add);
        target.id().ifPresent(ids::add);
        ids.removeIf(id -> !target.means(id) || !ours.test(id));
        List<WorkflowExecutionDescription> found = new ArrayList<>();
        for (String id : ids) {
            describe(asked, id).ifPresent(found::add);
        }
        Optional<String> open = target.among(found.stream()
                .filter(one -> one.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING)
                .map(one -> one.getExecution().getWorkflowId())
                .toList());
        return found.stream()
                .filter(one ->
                        open.isEmpty() || one.getExecution().getWorkflowId().equals(open.get()))
                .max(Comparator.comparing(WorkflowExecutionDescription::getStartTime))
                .map(one -> standing(asked, one));
    }

    private static Optional<WorkflowExecutionDescription> describe(TemporalServer asked, String id) {
        try {
            return Optional.of(new StudyControl(asked).newest(id));
        } catch (RuntimeException e) {
            if (TemporalFailure.isUnknown(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Standing standing(TemporalServer asked, WorkflowExecutionDescription one) {
        return switch (one.getStatus()) {
            case WORKFLOW_EXECUTION_STATUS_CANCELED ->
                closed(one, "cancelled", Optional.of(failure(asked, one)), Optional.empty());
            case WORKFLOW_EXECUTION_STATUS_TERMINATED ->
                closed(one, "terminated", Optional.of(failure(asked, one)), Optional.empty());
            case WORKFLOW_EXECUTION_STATUS_COMPLETED -> closed(one, "done", Optional.empty(), result(asked, one));
            case WORKFLOW_EXECUTION_STATUS_FAILED, WORKFLOW_EXECUTION_STATUS_TIMED_OUT ->
                closed(one, "failed", Optional.of(failure(asked, one)), Optional.empty());
            case WORKFLOW_EXECUTION_STATUS_RUNNING,
                    WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW,
                    WORKFLOW_EXECUTION_STATUS_PAUSED,
                    WORKFLOW_EXECUTION_STATUS_UNSPECIFIED,
                    UNRECOGNIZED -> open(asked, one);
        };
    }

    private static Standing closed(
            WorkflowExecutionDescription one, String state, Optional<String> failure, Optional<StudyResult> result) {
        return new Standing(
                one.getExecution().getWorkflowId(),
                false,
                state,
                Optional.empty(),
                failure,
                result.map(StudyResult::study),
                result.map(done -> done.report().key()),
                Optional.empty());
    }

    private static Standing open(TemporalServer asked, WorkflowExecutionDescription one) {
        String id = one.getExecution().getWorkflowId();
        SearchAttributes attributes = one.getTypedSearchAttributes();
        String state = attributes.get(Visibility.STATE);
        String failure = attributes.get(Visibility.FAILURE);
        boolean waits = failure != null && !failure.isEmpty();
        Answer answer = status(asked, id);
        boolean cancelling = one.getRawDescription().getWorkflowExtendedInfo().getCancelRequested();
        Optional<String> note = cancelling
                ? Optional.of("it was asked to cancel, and is over once what is under way has committed")
                : answer.unreadable()
                        .map(why -> "what it says of itself is not known: " + why)
                        .or(() ->
                                answer.said().map(StudyStatus::lastError).filter(error -> !waits && !error.isEmpty()));
        return new Standing(
                id,
                true,
                state == null ? "running" : state,
                Optional.ofNullable(attributes.get(Visibility.PHASE)),
                waits ? Optional.of(words(answer, failure)) : Optional.empty(),
                answer.said().map(StudyStatus::study),
                Optional.empty(),
                note);
    }

    /** What a workflow says of itself, and why that cannot be read. */
    private record Answer(Optional<StudyStatus> said, Optional<String> unreadable) {}

    private static String words(Answer answer, String code) {
        return answer.said()
                .map(status -> status.lastError().isEmpty() ? code : status.lastError())
                .orElse(code
                        + (answer.unreadable().isPresent()
                                ? " (its words are encrypted)"
                                : " (no worker answers, so its words are not known)"));
    }

    private static Answer status(TemporalServer asked, String id) {
        StudyWorkflow workflow = asked.client().newWorkflowStub(StudyWorkflow.class, id);
        try {
            StudyStatus said = CompletableFuture.supplyAsync(workflow::status).get(QUERY_SECONDS, TimeUnit.SECONDS);
            return new Answer(Optional.of(said), Optional.empty());
        } catch (TimeoutException noWorker) {
            return new Answer(Optional.empty(), Optional.empty());
        } catch (ExecutionException e) {
            LOG.debug("{} does not answer a query", id, e);
            return new Answer(
                    Optional.empty(),
                    Following.stated(e)
                            .filter(stated -> stated.code() == ErrorCode.PAYLOAD_UNREADABLE)
                            .map(LiveStudies::words));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(Optional.empty(), Optional.empty());
        }
    }

    /** The result of an execution that is done; empty where this process cannot read it. */
    private static Optional<StudyResult> result(TemporalServer asked, WorkflowExecutionDescription one) {
        try {
            return Optional.of(stub(asked, one).getResult(StudyResult.class));
        } catch (RuntimeException e) {
            if (TemporalFailure.isOutage(e)) {
                throw e;
            }
            LOG.warn("as what {} ended is not known: {}", one.getExecution().getWorkflowId(), e.getMessage(), e);
            return Optional.empty();
        }
    }

    private static String failure(TemporalServer asked, WorkflowExecutionDescription one) {
        try {
            stub(asked, one).getResult(StudyResult.class);
            throw new IllegalStateException("an execution that failed has no result");
        } catch (WorkflowFailedException e) {
            return words(Following.ended(e, one.getExecution().getWorkflowId()));
        }
    }

    private static WorkflowStub stub(TemporalServer asked, WorkflowExecutionDescription one) {
        return asked.client().newUntypedWorkflowStub(one.getExecution(), Optional.empty());
    }

    @Override
    public void close() {
        server.ifPresent(TemporalServer::close);
    }
}
