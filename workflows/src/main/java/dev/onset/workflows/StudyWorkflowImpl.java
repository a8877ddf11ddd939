package dev.onset.workflows;

import dev.onset.contracts.FitRequest;
import dev.onset.contracts.ReportRequest;
import dev.onset.contracts.RunProgress;
import dev.onset.contracts.RunRef;
import dev.onset.contracts.RunRequest;
import dev.onset.contracts.RunResult;
import dev.onset.contracts.StageOutcome;
import dev.onset.contracts.StageTally;
import dev.onset.contracts.StudyPlan;
import dev.onset.contracts.StudyRef;
import dev.onset.contracts.StudyRequest;
import dev.onset.contracts.StudyResult;
import dev.onset.contracts.StudyStatus;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** @see StudyWorkflow */
public final class StudyWorkflowImpl implements StudyWorkflow {
    private final StudyRef study;
    private final OperatorGate gate;
    private String stage = "plan";
    private boolean done;
    private int runs;
    private int firstRun;
    private int finishedRuns;
    private final Set<Integer> waitingRuns = new TreeSet<>();

    @WorkflowInit
    public StudyWorkflowImpl(StudyRequest request) {
        this.study = request.study();
        this.gate = new OperatorGate(request.parkOnFailure());
    }

    @Override
    public StudyResult study(StudyRequest request) {
        PlanActivities planning = Workflow.newActivityStub(PlanActivities.class, StageOptions.plan());
        StudyPlan plan = gate.attempt("plan", () -> planning.planStudy(study));
        runs = plan.runs();

        stage = "run";
        long runsFrom = Workflow.currentTimeMillis();
        StageTally tally = runs(request, plan);

        stage = "fit";
        long fitFrom = Workflow.currentTimeMillis();
        FitActivities fitting = Workflow.newActivityStub(FitActivities.class, StageOptions.fit("fit the phase model"));
        StageOutcome fit = gate.attempt("fit", () -> fitting.fit(new FitRequest(study)));

        stage = "report";
        long reportFrom = Workflow.currentTimeMillis();
        FitActivities reporting = Workflow.newActivityStub(FitActivities.class, StageOptions.fit("write the report"));
        ReportRequest reportRequest =
                new ReportRequest(study, fit, tally, (fitFrom - runsFrom) / 1000.0, (reportFrom - fitFrom) / 1000.0);
        StageOutcome report = gate.attempt("report", () -> reporting.report(reportRequest));

        stage = "done";
        done = true;
        Workflow.await(Workflow::isEveryHandlerFinished);
        return new StudyResult(fit, report, tally);
    }

    /**
     * All runs, in waves. A run that fails or parks does so alone: the wave is over when each of its runs is done, failed or
     * waiting, and what failed is said once all others are through, so that they need not be computed again.
     */
    private StageTally runs(StudyRequest request, StudyPlan plan) {
        List<Promise<RunResult>> all = new ArrayList<>();
        for (firstRun = 0; firstRun < plan.runs(); firstRun += plan.waveSize()) {
            int from = firstRun;
            int to = Math.min(plan.runs(), from + plan.waveSize());
            for (int index = from; index < to; index++) {
                int point = index;
                all.add(Async.function(() -> gate.attempt("run " + point, () -> runOnce(request, point))));
            }
            Workflow.await(() -> IntStream.range(from, to)
                    .allMatch(index -> all.get(index).isCompleted() || waitingRuns.contains(index)));
        }
        StageTally tally = StageTally.NONE;
        List<RuntimeException> failures = new ArrayList<>();
        for (Promise<RunResult> run : all) {
            try {
                tally = tally.plus(run.get().tally());
            } catch (RuntimeException failure) {
                failures.add(failure);
            }
        }
        if (!failures.isEmpty()) {
            throw failed(failures, all.size());
        }
        return tally;
    }

    private static RuntimeException failed(List<RuntimeException> failures, int runs) {
        RuntimeException first = failures.get(0);
        if (runs > 1 && first instanceof ApplicationFailure failure) {
            return ApplicationFailure.newNonRetryableFailureWithCause(
                    failure.getOriginalMessage() + "; " + failures.size() + " of " + runs
                            + " runs failed, the others are done and will be reused",
                    failure.getType(),
                    first);
        }
        return first;
    }

    private RunResult runOnce(StudyRequest request, int index) {
        ChildWorkflowOptions options = ChildWorkflowOptions.newBuilder()
                .setWorkflowId(study.runWorkflowId(index))
                .setTaskQueue(Queues.WORKFLOWS)
                .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_REQUEST_CANCEL)
                .setStaticSummary("run " + index + " of study " + study.study())
                .build();
        RunWorkflow child = Workflow.newChildWorkflowStub(RunWorkflow.class, options);
        RunResult result = child.run(new RunRequest(
                new RunRef(study, index), request.parkOnFailure(), request.signalMillis(), RunProgress.start()));
        finishedRuns++;
        return result;
    }

    @Override
    public void runWaits(int index, boolean waiting) {
        if (waiting) {
            waitingRuns.add(index);
        } else {
            waitingRuns.remove(index);
        }
    }

    @Override
    public StudyStatus status() {
        String state = done ? "done" : gate.isWaiting() ? "waiting-for-operator" : "running";
        return new StudyStatus(study, stage, state, runs, firstRun, finishedRuns, gate.lastError());
    }

    @Override
    public void retry(String reason) {
        Workflow.getLogger(StudyWorkflowImpl.class).info("retry asked for: {}", reason);
        gate.retry();
    }

    @Override
    public void validateRetry(String reason) {
        if (!gate.isWaiting()) {
            throw ApplicationFailure.newNonRetryableFailure(
                    "the study is not waiting for an operator; its stage is " + stage, "STUDY_INVALID");
        }
    }
}
