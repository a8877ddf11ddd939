package dev.onset.stages;

import dev.onset.contracts.SegmentRequest;
import dev.onset.contracts.SegmentResult;
import dev.onset.workflows.RunWorkflow;
import dev.onset.workflows.TrainActivities;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.WorkflowException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** @see TrainActivities */
public final class TrainActivitiesImpl implements TrainActivities {
    private static final Logger LOG = LoggerFactory.getLogger(TrainActivitiesImpl.class);

    private final StudyPipeline pipeline;

    public TrainActivitiesImpl(StudyPipeline pipeline) {
        this.pipeline = pipeline;
    }

    @Override
    public SegmentResult trainSegment(SegmentRequest request) {
        ActivityExecutionContext context = Activity.getExecutionContext();
        RunWorkflow run = context.getWorkflowClient()
                .newWorkflowStub(RunWorkflow.class, context.getInfo().getWorkflowId());
        CommitHints hints = new CommitHints(run, request.signalMillis());
        return ActivityBoundary.run(pipeline, request.run().study(), ActivityBoundary.TRAIN, progress -> {
            SegmentResult result =
                    pipeline.open(request.run().study()).train(request.run().index(), progress, hints);
            hints.flush();
            return result;
        });
    }

    /** Tells the run what is durable, at most so often. A lost hint costs nothing: the segment's result reconciles. */
    private static final class CommitHints implements OpenStudy.DurableListener {
        private final RunWorkflow run;
        /** Steps alone are told this much more rarely than commits: every signal is history. */
        private static final int STEPS_RARER = 10;

        private final long everyNanos;
        private long lastSent = Long.MIN_VALUE;
        private int prefix;
        private long step;
        private String digest = "";
        private boolean pending;
        private boolean fresh;

        CommitHints(RunWorkflow run, long everyMillis) {
            this.run = run;
            this.everyNanos = everyMillis * 1_000_000;
        }

        @Override
        public void durable(int newPrefix, long newStep, String newDigest) {
            boolean committed = newPrefix != prefix;
            fresh |= committed;
            pending |= committed || newStep != step;
            prefix = newPrefix;
            step = newStep;
            digest = newDigest;
            long now = System.nanoTime();
            if (lastSent == Long.MIN_VALUE || now - lastSent >= (fresh ? everyNanos : STEPS_RARER * everyNanos)) {
                lastSent = now;
                flush();
            }
        }

        void flush() {
            if (!pending) {
                return;
            }
            try {
                run.checkpointsCommitted(prefix, step, digest);
                pending = false;
                fresh = false;
            } catch (WorkflowException e) {
                LOG.warn("the run could not be told about a commit; its segment's result will tell", e);
            }
        }
    }
}
