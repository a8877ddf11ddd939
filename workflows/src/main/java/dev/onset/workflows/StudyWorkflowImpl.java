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

/** @see StudyWorkflow */
public final class StudyWorkflowImpl implements StudyWorkflow {
    private final StudyRef study;
    private final OperatorGate gate;
    private String stage = "plan";
    private boolean done;
    private int runs;
    private int firstRun;
    private int finishedRuns;

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
        StageTally tally = StageTally.NONE;
        for (firstRun = 0; firstRun < plan.runs(); firstRun += plan.waveSize()) {
            for (RunResult result : wave(request, firstRun, Math.min(plan.runs(), firstRun + plan.waveSize()))) {
                tally = tally.plus(result.tally());
            }
        }

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

    private List<RunResult> wave(StudyRequest request, int from, int to) {
        List<Promise<RunResult>> started = new ArrayList<>();
        for (int index = from; index < to; index++) {
            int point = index;
            started.add(Async.function(() -> gate.attempt("run " + point, () -> runOnce(request, point))));
        }
        List<RunResult> results = new ArrayList<>();
        for (Promise<RunResult> promise : started) {
            results.add(promise.get());
        }
        return results;
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
