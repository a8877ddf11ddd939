package dev.onset.workflows;

import dev.onset.contracts.Reading;
import dev.onset.contracts.RunRequest;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What a run tells its study, each thing once. A run neither ends nor continues as new before it is delivered. */
final class StudyLink {
    private final RunRequest request;
    private final Supplier<Optional<Waiting>> waits;
    private final BooleanSupplier stuck;
    private final Supplier<String> elsewhere;
    private boolean toldWaiting;
    private boolean toldForOperator;
    private boolean toldStuck;
    private String toldElsewhere = "";
    private boolean catchingUp;
    private Reading told;
    private int telling;

    /**
     * @param waits what the run waits with now
     * @param stuck whether the run waits for an operator and nothing of it goes on
     * @param elsewhere why a stage is tried on another worker; empty where none is
     */
    StudyLink(
            RunRequest request, Supplier<Optional<Waiting>> waits, BooleanSupplier stuck, Supplier<String> elsewhere) {
        this.request = request;
        this.waits = waits;
        this.stuck = stuck;
        this.elsewhere = elsewhere;
        this.toldStuck = request.progress().stuck();
        this.toldWaiting = request.progress().waiting();
        this.toldForOperator = toldWaiting;
        this.told = request.progress().reading();
    }

    /** Whether the study does not know how the run waits now. */
    boolean isBehind() {
        return request.operated()
                && !catchingUp
                && (waitsOtherwise() || !elsewhere.get().equals(toldElsewhere));
    }

    private boolean waitsOtherwise() {
        return waits.get().isPresent() != toldWaiting
                || isForOperator(waits.get()) != toldForOperator
                || stuck.getAsBoolean() != toldStuck;
    }

    /**
     * The study parks with its run, so that one look at it is enough, and gives its place to another once nothing of it goes on.
     * What changes while the study is being told is told next: signals that are under way together may change their order.
     */
    void waits() {
        if (isBehind()) {
            catchingUp = true;
            if (!waitsOtherwise()) {
                elsewhere();
                return;
            }
            Optional<Waiting> now = waits.get();
            boolean stands = stuck.getAsBoolean();
            toldWaiting = now.isPresent();
            toldForOperator = isForOperator(now);
            toldStuck = stands;
            String code = now.map(Waiting::code).orElse("");
            String error = now.map(Waiting::error).orElse("");
            tell(study -> study.runWaits(request.run().index(), code, error, stands), this::caughtUp);
        }
    }

    private static boolean isForOperator(Optional<Waiting> waiting) {
        return waiting.map(Waiting::isForOperator).orElse(false);
    }

    /** That a stage is tried on another worker is no waiting, but whoever asks the study should read why. */
    private void elsewhere() {
        String error = elsewhere.get();
        toldElsewhere = error;
        tell(study -> study.runElsewhere(request.run().index(), error), this::caughtUp);
    }

    private void caughtUp() {
        catchingUp = false;
        waits();
    }

    /** Tells a reading where the run stands elsewhere than before. */
    void read(Reading reading) {
        if (!reading.stands().equals(told.stands()) || !reading.milestone().equals(told.milestone())) {
            told = reading;
            tell(study -> study.runRead(request.run().index(), reading), () -> {});
        }
    }

    private void tell(Consumer<StudyWorkflow> signal, Runnable delivered) {
        Workflow.getInfo().getParentWorkflowId().ifPresent(parent -> {
            StudyWorkflow study = Workflow.newExternalWorkflowStub(StudyWorkflow.class, parent);
            telling++;
            Async.procedure(() -> signal.accept(study)).handle((nothing, ended) -> {
                telling--;
                delivered.run();
                return null;
            });
        });
    }

    /** Whether all is delivered. */
    boolean isQuiet() {
        return telling == 0;
    }

    /** Whether the study was told that nothing goes on until an operator comes. */
    boolean toldStuck() {
        return toldStuck;
    }

    /** Whether the study was told that an operator, or a worker, is waited for. */
    boolean toldWaiting() {
        return toldWaiting;
    }
}
