package dev.onset.workflows;

import dev.onset.contracts.Reading;
import dev.onset.contracts.StudyPlan;
import dev.onset.contracts.StudyProgress;
import dev.onset.contracts.StudyRef;
import dev.onset.contracts.StudyRequest;
import dev.onset.contracts.StudyRequest.Again;
import dev.onset.contracts.StudyStatus;
import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.Optional;

/** Where a study stands, and how people see it: by query, by search attributes, by details. */
final class StudyState {
    private static final int SHOWN_REASONS = 12;

    /** What the study's own stages wait at. */
    final OperatorGate gate;

    final Reasons reasons;

    /** Notices that nobody serves a queue that the study itself waits on. */
    final Presence presence;

    private final Visibility visibility;
    private StudyRef study;
    private Optional<Again> again;
    private Optional<StudyPlan> plan;
    private Optional<RunPool> pool = Optional.empty();
    private String stage;
    private boolean paused;
    private boolean done;

    StudyState(StudyRequest request) {
        Optional<StudyProgress> before = request.progress();
        this.gate = new OperatorGate(request.operated(), this::show);
        this.presence = new Presence(
                request.operated(), request.patienceSeconds(), request.study().study(), this::show);
        this.visibility = new Visibility(request.operated());
        this.reasons = new Reasons(
                before.map(StudyProgress::reasons).orElse(List.of()),
                before.map(StudyProgress::reasonsBefore).orElse(0));
        this.study = before.map(StudyProgress::study).orElse(request.study());
        this.again = before.map(StudyProgress::again).orElse(request.again());
        this.paused = before.map(StudyProgress::paused).orElse(false);
        this.stage = before.isPresent() ? "run" : "plan";
        this.plan = before.map(StudyProgress::plan);
    }

    /** As what it goes on: another than at its start where it was revised. */
    StudyRef study() {
        return study;
    }

    void revise(StudyRef revised) {
        study = revised;
    }

    /** What an operator wants done again in the next pass. */
    Optional<Again> again() {
        return again;
    }

    Optional<Again> takeAgain() {
        Optional<Again> taken = again;
        again = Optional.empty();
        return taken;
    }

    /** What was asked for before stands where it begins earlier. */
    void askAgain(Again asked) {
        again = again.filter(before -> before.stage().covers(asked.stage())).or(() -> Optional.of(asked));
    }

    Optional<StudyPlan> plan() {
        return plan;
    }

    void planned(StudyPlan planned) {
        plan = Optional.of(planned);
    }

    /** The runs of the pass under way or of the last one; empty before the first. */
    Optional<RunPool> pool() {
        return pool;
    }

    void gather(RunPool runs) {
        pool = Optional.of(runs);
    }

    boolean isPaused() {
        return paused;
    }

    void pause(boolean now) {
        paused = now;
        show();
    }

    void awaitResumed() {
        Workflow.await(() -> !paused);
    }

    boolean isDone() {
        return done;
    }

    String stage() {
        return stage;
    }

    void enter(String next) {
        stage = next;
        done = next.equals("done");
        show();
    }

    /** What is waited with: the study's own failed stage, or that of the first run that waits, or a worker that is missed. */
    Optional<Waiting> failure() {
        return gate.waiting().or(() -> pool.flatMap(RunPool::waiting)).or(presence::missing);
    }

    private String state() {
        return done ? "done" : failure().map(Waiting::state).orElse(paused ? "paused" : "running");
    }

    StudyStatus status() {
        return new StudyStatus(
                study,
                stage,
                state(),
                plan.map(StudyPlan::runs).orElse(0),
                pool.map(RunPool::activeRuns).orElse(0),
                pool.map(RunPool::finishedRuns).orElse(0),
                pool.map(RunPool::waitingRuns).orElse(0),
                failure().map(Waiting::error).orElseGet(this::elsewhere));
    }

    /** Why something of it is tried on another worker; empty when nothing is. */
    private String elsewhere() {
        return gate.elsewhere().isEmpty() ? pool.map(RunPool::elsewhere).orElse("") : gate.elsewhere();
    }

    /** Tells search attributes and details what changed. */
    void show() {
        visibility.show(stage, state(), failure().map(Waiting::code).orElse(""));
        Workflow.setCurrentDetails(Details.of(status(), reasons.newest(SHOWN_REASONS)));
    }

    /** Tells search attributes where a run stands. */
    void stands(Reading reading) {
        visibility.stands(reading.stands());
    }
}
