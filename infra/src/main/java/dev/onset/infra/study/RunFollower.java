package dev.onset.infra.study;

import dev.onset.contracts.RunStatus;
import dev.onset.contracts.StudyRef;
import dev.onset.contracts.StudyStatus;
import dev.onset.infra.cli.ProgressSink;
import dev.onset.stages.RunPoint;
import dev.onset.workflows.RunWorkflow;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowServiceException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Asks a study's runs how far they are, and shows each of a few, or all of many as one. */
final class RunFollower {
    private static final int SHOWN_APART = 4;

    private final WorkflowClient client;
    private final StudyRef study;
    private final List<RunPoint> points;
    private final Map<Integer, RunStatus> latest = new TreeMap<>();
    /** Runs that need not be asked again. */
    private final Set<Integer> finished = new HashSet<>();

    RunFollower(WorkflowClient client, StudyRef study, List<RunPoint> points) {
        this.client = client;
        this.study = study;
        this.points = points;
    }

    /** Looks once. */
    void follow(StudyStatus status, ProgressSink progress) {
        int index = 0;
        while (index < status.runs() && (finished.contains(index) || ask(index))) {
            index++;
        }
        if (points.size() <= SHOWN_APART) {
            latest.values().forEach(run -> apart(run, progress));
        } else {
            together(progress);
        }
    }

    /** Returns whether this run has begun; if not, those after it have not either. */
    private boolean ask(int index) {
        try {
            RunStatus run = client.newWorkflowStub(RunWorkflow.class, study.runWorkflowId(index))
                    .status();
            latest.put(index, run);
            if (run.state().equals("done")) {
                finished.add(index);
            }
            return true;
        } catch (WorkflowServiceException | WorkflowNotFoundException notYet) {
            return false;
        }
    }

    private static void apart(RunStatus run, ProgressSink progress) {
        if (!run.point().isEmpty()) {
            progress.update(
                    "train " + run.point(),
                    run.progress().step(),
                    run.lastStep(),
                    run.progress().committed() + " checkpoints");
            progress.update("observe " + run.point(), run.progress().observed(), run.observations(), "");
        }
    }

    private void together(ProgressSink progress) {
        long steps = 0;
        long observations = 0;
        for (RunPoint point : points) {
            steps += point.lastStep();
            observations += (long) point.schedule().size() * point.shards();
        }
        long trained = 0;
        long observed = 0;
        for (RunStatus run : latest.values()) {
            trained += run.progress().step();
            observed += run.progress().observed();
        }
        progress.update("train " + points.size() + " runs", trained, steps, finished.size() + " runs done");
        progress.update("observe " + points.size() + " runs", observed, observations, "");
    }
}
