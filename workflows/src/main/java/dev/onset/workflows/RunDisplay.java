package dev.onset.workflows;

import dev.onset.contracts.Reading;
import dev.onset.contracts.RunPlan;
import dev.onset.contracts.RunRequest;
import dev.onset.contracts.RunStatus;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What people see of a run without asking it: search attributes, and details with the time that is left. */
final class RunDisplay {
    private final Visibility visibility;
    private final long began = Workflow.currentTimeMillis();
    private final long firstStep;
    private String origin = "";
    private String commit = "";

    RunDisplay(RunRequest request) {
        this.visibility = new Visibility(request.operated());
        this.firstStep = request.progress().step();
    }

    /** It is known what the run will do. */
    void planned(RunPlan plan) {
        origin = plan.origin();
    }

    /** Something began, ended or waits. */
    void show(String stage, RunStatus status, String failureCode, boolean training) {
        visibility.show(stage, status.state().equals("planning") ? "running" : status.state(), failureCode);
        visibility.step(status.progress().step(), true);
        details(status, training);
    }

    /** Training has reached a step. */
    void committed(long step, String digest, RunStatus status, boolean training) {
        if (!digest.isEmpty() && !commit.endsWith(digest)) {
            Instant now = Instant.ofEpochMilli(Workflow.currentTimeMillis()).truncatedTo(ChronoUnit.SECONDS);
            commit = now + ", step " + step + ", digest " + digest;
        }
        visibility.step(status.progress().step(), false);
        details(status, training);
    }

    /** It was read where the run stands. */
    void reading(Reading reading, RunStatus status, boolean training) {
        visibility.stands(reading.stands());
        details(status, training);
    }

    private void details(RunStatus status, boolean training) {
        long step = status.progress().step();
        long steps = step - firstStep;
        long elapsed = (Workflow.currentTimeMillis() - began) / 1000;
        long left = !training || steps <= 0 || elapsed <= 0 ? -1 : (status.lastStep() - step) * elapsed / steps;
        Workflow.setCurrentDetails(Details.of(status, left, origin, commit));
    }
}
