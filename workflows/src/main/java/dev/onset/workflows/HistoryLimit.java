package dev.onset.workflows;

import io.temporal.workflow.Workflow;

/** How long a history may grow before its workflow continues as new. */
final class HistoryLimit {
    /** Where no server suggests it before. */
    private static final int MOST_EVENTS = 8_000;

    private final int mostEvents;

    /** @param asked events; 0: the default */
    HistoryLimit(int asked) {
        this.mostEvents = asked > 0 ? asked : MOST_EVENTS;
    }

    boolean isReached() {
        return Workflow.getInfo().isContinueAsNewSuggested()
                || Workflow.getInfo().getHistoryLength() > mostEvents;
    }
}
