package dev.onset.workflows;

import dev.onset.contracts.RunRequest;

/** What a run was told to do or to leave: whether it may begin something now. */
final class RunOrders {
    private final HistoryLimit history;
    private boolean paused;
    private boolean stopping;
    private boolean leaving;
    private boolean draining;

    RunOrders(RunRequest request) {
        this.history = new HistoryLimit(request.mostEvents());
        this.paused = request.progress().paused();
        this.leaving = request.progress().leaving();
    }

    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
    }

    /** The study ends earlier than it was planned: commit and end. */
    void stop() {
        stopping = true;
    }

    /** The study continues as new: end where nothing but an operator is waited for. */
    void leave() {
        leaving = true;
    }

    /** The run continues as new: it begins nothing any more. */
    void drain() {
        draining = true;
    }

    boolean isPaused() {
        return paused;
    }

    boolean isStopping() {
        return stopping;
    }

    boolean isLeaving() {
        return leaving;
    }

    /** Whether the run has to continue as new. */
    boolean shouldDrain() {
        return draining || history.isReached();
    }

    /** Whether nothing begins any more in this execution. */
    boolean isEnding() {
        return stopping || shouldDrain();
    }

    boolean mayBegin() {
        return !paused && !isEnding();
    }
}
