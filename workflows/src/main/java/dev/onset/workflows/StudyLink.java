package dev.onset.workflows;

import dev.onset.contracts.Reading;
import dev.onset.contracts.RunRequest;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import java.util.function.Consumer;

/** What a run tells its study, each thing once. A run neither ends nor continues as new before it is delivered. */
final class StudyLink {
    private final RunRequest request;
    private boolean toldWaiting;
    private Reading told;
    private int telling;

    StudyLink(RunRequest request) {
        this.request = request;
        this.toldWaiting = request.progress().waiting();
        this.told = request.progress().reading();
    }

    /** The study parks with its run, so that one look at it is enough. */
    void waits(OperatorGate gate) {
        boolean waits = gate.isWaiting();
        if (waits == toldWaiting || !request.operated()) {
            return;
        }
        toldWaiting = waits;
        String code = waits ? gate.lastCode() : "";
        String error = waits ? gate.lastError() : "";
        tell(study -> study.runWaits(request.run().index(), code, error));
    }

    /** Tells a reading where the run stands elsewhere than before. */
    void read(Reading reading) {
        if (!reading.stands().equals(told.stands()) || !reading.milestone().equals(told.milestone())) {
            told = reading;
            tell(study -> study.runRead(request.run().index(), reading));
        }
    }

    private void tell(Consumer<StudyWorkflow> signal) {
        Workflow.getInfo().getParentWorkflowId().ifPresent(parent -> {
            StudyWorkflow study = Workflow.newExternalWorkflowStub(StudyWorkflow.class, parent);
            telling++;
            Async.procedure(() -> signal.accept(study)).handle((nothing, ended) -> {
                telling--;
                return null;
            });
        });
    }

    /** Whether all is delivered. */
    boolean isQuiet() {
        return telling == 0;
    }

    /** Whether the study was told that an operator is waited for. */
    boolean toldWaiting() {
        return toldWaiting;
    }
}
