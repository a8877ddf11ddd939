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

    private static final String WAITING = "waiting-for-";

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
            String error = status.state().startsWith(WAITING) ? status.lastError() : "";
            if (!error.equals(told)) {
                progress.note(
                        error.isEmpty()
                                ? "the study goes on"
                                : "the study waits for "
                                        + (status.state().equals(WAITING + "worker") ? "a worker: " : "an operator: ")
                                        + error);
                told = error;
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
                together(status.runs());
            }
            if (status.stage().equals("fit") || status.stage().equals("report")) {
                progress.update(status.stage(), 0, 1, "");
            }
        } catch (WorkflowServiceException | io.temporal.client.WorkflowNotFoundException notYet) {
            // a run that has not begun, or a service that does not answer now: the next look tells
        } catch (WorkflowException noWorker) {
            // a query needs a worker: none polls now
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
        progress.update("train " + run.point(), at.step(), run.lastStep(), at.committed() + " checkpoints");
        progress.update("observe " + run.point(), at.observed(), run.observations(), "");
    }

    /** A grid as one: runs that have not begun count as the longest that has. */
    private void together(int runs) {
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
            progress.update("train " + runs + " runs", trained, runs * steps, finished.size() + " runs done");
            progress.update("observe " + runs + " runs", observed, runs * observations, "");
        }
    }

    /** A workflow's failure with the code of the stage that failed. */
    static OnsetException coded(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OnsetException coded) {
                return coded;
            }
            if (cause instanceof ApplicationFailure application) {
                for (ErrorCode code : ErrorCode.values()) {
                    if (code.name().equals(application.getType())) {
                        return new OnsetException(code, application.getOriginalMessage(), failure);
                    }
                }
            }
        }
        return new OnsetException(ErrorCode.INTERNAL, "the study failed: " + failure, failure);
    }
}
