package dev.onset.workflows;

import dev.onset.contracts.ErrorCode;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;

/** What an operator, or the study, may ask of a run, and when it makes no sense. */
final class RunOperator {
    private static final Logger LOG = Workflow.getLogger(RunOperator.class);

    private final RunOrders orders;
    private final Training training;
    private final OperatorGate gate;
    private final boolean operated;
    private final BooleanSupplier done;
    private final Runnable changed;

    /**
     * @param done whether the run is done
     * @param changed told when it is paused or goes on
     */
    RunOperator(
            RunOrders orders,
            Training training,
            OperatorGate gate,
            boolean operated,
            BooleanSupplier done,
            Runnable changed) {
        this.orders = orders;
        this.training = training;
        this.gate = gate;
        this.operated = operated;
        this.done = done;
        this.changed = changed;
    }

    /** The study asks; what does not apply now is passed over. */
    void operate(RunWorkflow.Action action, String reason) {
        switch (action) {
            case PAUSE -> {
                if (!done.getAsBoolean() && !orders.isPaused()) {
                    pause(reason);
                }
            }
            case RESUME -> resume();
            case RETRY -> {
                if (gate.isWaiting()) {
                    retry(reason);
                }
            }
            case CHECKPOINT -> {
                if (!orders.isPaused()) {
                    checkpointNow(reason);
                }
            }
            case STOP -> stop(reason);
            case LEAVE -> orders.leave();
        }
    }

    private void stop(String reason) {
        orders.stop();
        // the embedded service can lose the end of an activity that is cancelled as it ends: there it ends by itself
        if (operated) {
            training.endSegment(reason);
        }
        gate.retry(); // what waits for an operator need not any more
    }

    void pause(String reason) {
        LOG.info("paused: {}", reason);
        orders.pause();
        changed.run();
        training.endSegment(reason);
    }

    void validatePause() {
        refuseIf(done.getAsBoolean(), "the run is done");
        refuseIf(orders.isPaused(), "the run is already paused");
    }

    void resume() {
        orders.resume();
        changed.run();
    }

    void validateResume() {
        refuseIf(!orders.isPaused(), "the run is not paused");
    }

    void retry(String reason) {
        LOG.info("retry asked for: {}", reason);
        gate.retry();
    }

    void validateRetry() {
        refuseIf(!gate.isWaiting(), "the run is not waiting for an operator");
    }

    void checkpointNow(String reason) {
        LOG.info("checkpoint asked for: {}", reason);
        training.endSegment(reason);
    }

    void validateCheckpointNow() {
        refuseIf(!training.isUnderWay() || orders.isPaused(), "the run is not training now");
    }

    private static void refuseIf(boolean senseless, String why) {
        if (senseless) {
            throw ApplicationFailure.newNonRetryableFailure(why, ErrorCode.STUDY_INVALID.name());
        }
    }
}
