package dev.onset.infra.study;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.Milestone;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.RunProgress;
import dev.onset.contracts.RunStatus;
import dev.onset.contracts.StudyRef;
import dev.onset.contracts.StudyStatus;
import dev.onset.workflows.RunWorkflow;
import dev.onset.workflows.StudyWorkflow;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowServiceException;
import io.temporal.failure.ApplicationFailure;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a study's workflows say of themselves, told to whoever watches. */
final class Following {
    /** A study of more runs is shown as one. */
    private static final int SHOWN_APART = 4;

    private static final int SHOWN_DIGITS = 8;

    /** States in which no time that is left can be told, and the word for it. */
    private static final Map<String, String> RESTING = Map.of(
            "waiting-for-operator",
            "parked in part or whole",
            "waiting-for-worker",
            "waits for a worker",
            "paused",
            "paused");

    private final WorkflowClient client;
    private final ProgressSink progress;
    private String told = "";
    private @Nullable StudyRef followed;
    private boolean toldMilestone;
    /** Runs that need not be asked again. */
    private final Set<Integer> finished = new HashSet<>();
    /** By index, of the runs that have begun. */
    private final Map<Integer, RunStatus> latest = new TreeMap<>();

    Following(WorkflowClient client, ProgressSink progress) {
        this.client = client;
        this.progress = progress;
    }

    /** One look. What does not answer yet is told at the next. */
    void look(StudyWorkflow workflow) {
        try {
            StudyStatus status = workflow.status();
            String rest = rest(status);
            if (!rest.equals(told)) {
                progress.note(rest.isEmpty() ? "the study goes on" : rest);
                told = rest;
            }
            if (!status.study().equals(followed)) {
                if (followed != null) {
                    progress.note("the study was revised and goes on as "
                            + status.study().fingerprint().substring(0, SHOWN_DIGITS) + "; what is committed stays");
                }
                followed = status.study(); // a revision has runs of its own
                finished.clear();
                latest.clear();
            }
            // runs begin in their order
            int index = 0;
            while (index < status.runs() && lookAtRun(index, status.study().runWorkflowId(index))) {
                index++;
            }
            if (status.runs() <= SHOWN_APART) {
                latest.values().forEach(this::apart);
            } else {
                together(status.runs(), RESTING.get(status.state()));
            }
            if (status.stage().equals("fit") || status.stage().equals("report")) {
                show(status.stage(), 0, 1, "", RESTING.get(status.state()));
            }
        } catch (WorkflowException e) {
            // a service that does not answer now, or a query that needs a worker and none polls: the next look tells
            throwIfUnreadable(e);
        }
    }

    private static void throwIfUnreadable(WorkflowException e) {
        Optional<OnsetException> unreadable = stated(e).filter(stated -> stated.code() == ErrorCode.PAYLOAD_UNREADABLE);
        if (unreadable.isPresent()) {
            throw unreadable.get();
        }
    }

    /** In words why nothing goes on until someone acts; empty where it does. */
    private static String rest(StudyStatus status) {
        return switch (status.state()) {
            case "waiting-for-operator" -> "the study waits for an operator: " + status.lastError();
            case "waiting-for-worker" -> "the study waits for a worker: " + status.lastError();
            case "paused" ->
                "the study is paused; 'infra/onset resume " + status.study().study() + "' has it go on";
            default -> "";
        };
    }

    /** A task that goes on, or rests. */
    private void show(String task, long done, long total, String detail, @Nullable String rests) {
        if (rests == null) {
            progress.update(task, done, total, detail);
        } else {
            progress.rests(task, done, total, rests);
        }
    }

    /** Returns whether this run has begun; if not, those after it have not either. */
    private boolean lookAtRun(int index, String id) {
        if (finished.contains(index)) {
            return true;
        }
        RunStatus run;
        try {
            run = client.newWorkflowStub(RunWorkflow.class, id).status();
        } catch (WorkflowServiceException | io.temporal.client.WorkflowNotFoundException notYet) {
            return false;
        }
        if (!run.point().isEmpty()) {
            latest.put(index, run);
        }
        Optional<Milestone> reached = run.progress().reading().milestone();
        if (reached.isPresent() && !toldMilestone) {
            toldMilestone = true;
            Milestone at = reached.get();
            progress.note("run " + run.point() + ", as step " + at.step() + " shows, is in " + at.words());
        }
        if (run.state().equals("done")) {
            finished.add(index);
        }
        return true;
    }

    private void apart(RunStatus run) {
        RunProgress at = run.progress();
        String rests = RESTING.get(run.state());
        show("train " + run.point(), at.step(), run.lastStep(), at.committed() + " checkpoints", rests);
        show("observe " + run.point(), at.observed(), run.observations(), "", rests);
    }

    /** A grid as one: runs that have not begun count as the longest that has. */
    private void together(int runs, @Nullable String rests) {
        long steps = 0;
        long observations = 0;
        long trained = 0;
        long observed = 0;
        for (RunStatus run : latest.values()) {
            steps = Math.max(steps, run.lastStep());
            observations = Math.max(observations, run.observations());
            trained += run.progress().step();
            observed += run.progress().observed();
        }
        if (!latest.isEmpty()) {
            show("train " + runs + " runs", trained, runs * steps, finished.size() + " runs done", rests);
            show("observe " + runs + " runs", observed, runs * observations, "", rests);
        }
    }

    /** The coded failure that a stage, a worker or this process stated, below what Temporal wraps around it. */
    static Optional<OnsetException> stated(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OnsetException coded) {
                return Optional.of(coded);
            }
            if (cause instanceof ApplicationFailure application) {
                for (ErrorCode code : ErrorCode.values()) {
                    if (code.name().equals(application.getType())) {
                        return Optional.of(new OnsetException(code, application.getOriginalMessage(), failure));
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** A workflow's failure with the code of the stage that failed. */
    static OnsetException coded(@Nullable Throwable failure) {
        return stated(failure)
                .orElseGet(() -> new OnsetException(ErrorCode.INTERNAL, "the study failed: " + failure, failure));
    }

    /** The end of an execution, where that is what was heard of. */
    static Optional<WorkflowFailedException> end(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof WorkflowFailedException end) {
                return Optional.of(end);
            }
        }
        return Optional.empty();
    }

    /** How an execution ended that has no result: by an operator, or by a failure. */
    static OnsetException ended(WorkflowFailedException end, String id) {
        return switch (end.getWorkflowCloseEventType()) {
            case EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED ->
                new OnsetException(ErrorCode.STUDY_CANCELLED, id + " was cancelled; what is committed stays", end);
            case EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED ->
                new OnsetException(ErrorCode.STUDY_TERMINATED, id + " was terminated; what is committed stays", end);
            case EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT ->
                new OnsetException(
                        ErrorCode.STUDY_TERMINATED,
                        id + " was ended by a time limit that its execution was given; what is committed stays",
                        end);
            default -> coded(end);
        };
    }
}
