package dev.onset.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.Milestone;
import dev.onset.contracts.ObservablePlan;
import dev.onset.contracts.RerunStage;
import dev.onset.contracts.RunStatus;
import dev.onset.contracts.StageTally;
import dev.onset.contracts.StudyRef;
import dev.onset.contracts.StudyRequest;
import dev.onset.contracts.StudyResult;
import dev.onset.contracts.StudyStatus;
import io.grpc.StatusRuntimeException;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StudyWorkflowTest {
    private static final StudyRef STUDY = new StudyRef("demo", "0123456789abcdef", "studies/demo/specs/x.json");

    private final TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder().setUseTimeskipping(false).build());

    /** With {@code -Donset.histories=DIR} every test leaves the histories of its workflows there, for {@link ReplayTest}. */
    @AfterEach
    void close(TestInfo test) throws IOException {
        String folder = System.getProperty("onset.histories", "");
        if (!folder.isEmpty()) {
            for (String id : List.of(STUDY.workflowId(), STUDY.runWorkflowId(0), STUDY.runWorkflowId(1))) {
                record(id, Path.of(folder, test.getTestMethod().orElseThrow().getName() + suffix(id) + ".json"));
            }
        }
        environment.close();
    }

    private static String suffix(String id) {
        return id.equals(STUDY.workflowId()) ? "" : "-run" + id.charAt(id.length() - 1);
    }

    private void record(String id, Path file) throws IOException {
        try {
            WorkflowExecutionHistory last = environment.getWorkflowClient().fetchHistory(id);
            Files.writeString(file, last.toJson(true));
            String before = last.getEvents()
                    .get(0)
                    .getWorkflowExecutionStartedEventAttributes()
                    .getContinuedExecutionRunId();
            if (!before.isEmpty()) {
                Files.writeString(
                        Path.of(file.toString().replace(".json", "-before.json")),
                        environment.getWorkflowClient().fetchHistory(id, before).toJson(true));
            }
        } catch (StatusRuntimeException noSuchWorkflow) {
            // the test has fewer runs
        }
    }

    private StudyWorkflow start(FakeStages stages, boolean park) {
        return start(stages, park, Optional.empty());
    }

    private StudyWorkflow start(FakeStages stages, boolean park, Optional<StudyRequest.Again> again) {
        return start(stages, park, 0, again);
    }

    private StudyWorkflow start(FakeStages stages, boolean park, int mostEvents, Optional<StudyRequest.Again> again) {
        if (park) {
            OnsetAttributes.registerWith(environment);
        }
        for (String queue :
                List.of(Queues.WORKFLOWS, Queues.PLAN, Queues.TRAIN, Queues.OBSERVE, Queues.OBSERVE_GPU, Queues.FIT)) {
            Worker worker = environment.newWorker(
                    queue,
                    WorkerOptions.newBuilder()
                            .setMaxHeartbeatThrottleInterval(Duration.ofMillis(100))
                            .build());
            if (queue.equals(Queues.WORKFLOWS)) {
                worker.registerWorkflowImplementationTypes(StudyWorkflowImpl.class, RunWorkflowImpl.class);
            } else {
                worker.registerActivitiesImplementations(stages);
            }
        }
        environment.start();
        StudyWorkflow study = environment
                .getWorkflowClient()
                .newWorkflowStub(
                        StudyWorkflow.class,
                        WorkflowOptions.newBuilder()
                                .setTaskQueue(Queues.WORKFLOWS)
                                .setWorkflowId(STUDY.workflowId())
                                .build());
        WorkflowClient.start(
                study::study, new StudyRequest(STUDY, park, 100, mostEvents, "two-phase", "digits", again));
        return study;
    }

    private static StudyResult result(StudyWorkflow study) {
        return within(Duration.ofSeconds(90), study);
    }

    private static StudyResult within(Duration patience, StudyWorkflow study) {
        try {
            return WorkflowStub.fromTyped(study).getResult(patience.toSeconds(), TimeUnit.SECONDS, StudyResult.class);
        } catch (TimeoutException e) {
            throw new AssertionError("the study did not end within " + patience, e);
        }
    }

    private RunWorkflow run(int index) {
        return environment.getWorkflowClient().newWorkflowStub(RunWorkflow.class, STUDY.runWorkflowId(index));
    }

    private static void eventually(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited 20 s").isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    @Test
    void everyShardOfEveryCheckpointIsObservedOnce_thenFitThenReport() {
        FakeStages stages = new FakeStages(3, 5, 4, 2);
        StudyResult result = result(start(stages, false));
        assertThat(stages.log.stream().filter(line -> line.contains("observe")))
                .hasSize(3 * 5 * 4)
                .doesNotHaveDuplicates();
        assertThat(stages.log.subList(stages.log.size() - 2, stages.log.size())).containsExactly("fit", "report");
        assertThat(result.tally()).isEqualTo(new StageTally(0, 15, 0, 60, 0));
    }

    @Test
    void observationBeginsWhileTheSegmentThatCommittedStillRuns() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 3, 1, 3);
        stages.holdSegment.set(true);
        StudyWorkflow study = start(stages, false);
        eventually(() -> stages.log.contains("run 0 observe 0/0"));
        assertThat(stages.durable.get()).as("the segment has not returned").isZero();
        stages.holdSegment.set(false);
        result(study);
    }

    @Test
    void lostHintsAreReconciledByTheSegmentsResult() {
        FakeStages stages = new FakeStages(1, 4, 2, 2);
        stages.signal.set(false);
        result(start(stages, false));
        assertThat(stages.log.stream().filter(line -> line.contains("observe"))).hasSize(8);
    }

    @Test
    void aStageThatFailsForGoodFailsTheStudyWithItsOwnCode_whereNobodyCanAct() {
        FakeStages stages = new FakeStages(1, 2, 1, 2);
        stages.failObserve.add("STORE_MISSING");
        StudyWorkflow study = start(stages, false);
        assertThatThrownBy(() -> result(study))
                .isInstanceOf(WorkflowException.class)
                .rootCause()
                .satisfies(cause ->
                        assertThat(((ApplicationFailure) cause).getType()).isEqualTo("STORE_MISSING"));
    }

    @Test
    void aStageThatFailsForGoodParksTheStudy_andRetryFinishesIt() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 2, 1, 2);
        stages.failFit.add("DATA_INVALID");
        StudyWorkflow study = start(stages, true);
        eventually(() -> study.status().state().equals("waiting-for-operator"));
        StudyStatus parked = study.status();
        assertThat(parked.stage()).isEqualTo("fit");
        assertThat(parked.lastError()).contains("DATA_INVALID", "the fit is bad", "Next: ");
        study.retry("column mended");
        result(study);
        assertThat(stages.log).contains("fit", "report");
    }

    @Test
    void aParkedObservationIsRetriedAlone() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 3, 2, 3);
        stages.failObserve.add("MODEL_INVALID");
        StudyWorkflow study = start(stages, true);
        eventually(() -> runState(0).equals("waiting-for-operator"));
        eventually(() ->
                stages.log.stream().filter(line -> line.contains("observe")).count() == 5);
        run(0).retry("model mended");
        result(study);
        assertThat(stages.log.stream().filter(line -> line.contains("observe")))
                .hasSize(6)
                .doesNotHaveDuplicates();
    }

    @Test
    void aRunThatFailsLeavesAllOthersToFinish_andTheStudyThenFailsWithItsCode() {
        FakeStages stages = new FakeStages(5, 2, 1, 2);
        stages.failObserve.add("MODEL_INVALID");
        StudyWorkflow study = start(stages, false);
        assertThatThrownBy(() -> result(study))
                .isInstanceOf(WorkflowException.class)
                .hasStackTraceContaining("1 of 5 runs failed, the others are done")
                .rootCause()
                .satisfies(cause ->
                        assertThat(((ApplicationFailure) cause).getType()).isEqualTo("MODEL_INVALID"));
        assertThat(finished(stages))
                .as("runs observed to their end, later waves included")
                .isEqualTo(4);
        assertThat(stages.log).doesNotContain("fit");
    }

    @Test
    void aParkedRunHoldsUpNoLaterWave_andRetryFinishesTheStudy() throws InterruptedException {
        FakeStages stages = new FakeStages(5, 2, 1, 2);
        stages.failObserve.add("MODEL_INVALID");
        StudyWorkflow study = start(stages, true);
        eventually(() -> study.status().finishedRuns() == 4);
        assertThat(finished(stages)).isEqualTo(4);
        List<Integer> waiting = IntStream.range(0, 5)
                .filter(index -> runState(index).equals("waiting-for-operator"))
                .boxed()
                .toList();
        assertThat(waiting).as("one run of the first wave").hasSize(1).allMatch(index -> index < 2);
        assertThat(stages.log).doesNotContain("fit");
        run(waiting.get(0)).retry("model mended");
        result(study);
        assertThat(finished(stages)).isEqualTo(5);
    }

    /** Runs both of whose checkpoints were observed. */
    private static long finished(FakeStages stages) {
        return IntStream.range(0, 5)
                .filter(run -> stages.log.contains("run " + run + " observe 0/0")
                        && stages.log.contains("run " + run + " observe 1/0"))
                .count();
    }

    @Test
    void pauseAsksTheSegmentToCommitAndReturn_andStartsNothingUntilResumed() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 6, 1, 2);
        stages.holdSegment.set(true);
        StudyWorkflow study = start(stages, false);
        eventually(() -> stages.log.contains("run 0 train from 0"));
        run(0).pause("machine is wanted");
        eventually(() -> stages.log.contains("run 0 asked to commit and return"));
        eventually(() -> runState(0).equals("paused"));
        int linesWhilePaused = stages.log.size();
        Thread.sleep(500);
        assertThat(stages.log).hasSize(linesWhilePaused);
        assertThat(stages.log).doesNotContain("run 0 train from 2");
        stages.holdSegment.set(false);
        run(0).resume();
        assertThat(result(study).tally().checkpointsComputed()).isEqualTo(6);
    }

    @Test
    void aParkedRunParksItsStudy_andTheStudysRetryReachesIt() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 3, 1, 3);
        stages.failObserve.add("MODEL_INVALID");
        StudyWorkflow study = start(stages, true);
        eventually(() -> study.status().state().equals("waiting-for-operator"));
        assertThat(study.status().lastError()).contains("run 0", "MODEL_INVALID", "Next: ");
        study.retry("model mended");
        result(study);
        assertThat(study.status().state()).isEqualTo("done");
        assertThat(study.status().lastError()).isEmpty();
    }

    @Test
    void theStudysPause_pausesItsRuns_andStartsNoFurtherStageUntilResumed() throws InterruptedException {
        FakeStages stages = new FakeStages(3, 4, 1, 2);
        stages.holdSegment.set(true);
        StudyWorkflow study = start(stages, true);
        eventually(() -> stages.log.stream()
                        .filter(line -> line.contains("train from 0"))
                        .count()
                == 2);
        study.pause("the machine is wanted");
        eventually(() -> runState(0).equals("paused") && runState(1).equals("paused"));
        assertThat(study.status().state()).isEqualTo("paused");
        assertThatThrownBy(() -> study.pause("again")).isInstanceOf(WorkflowUpdateException.class);
        stages.holdSegment.set(false);
        Thread.sleep(500);
        assertThat(stages.log).doesNotContain("fit").noneMatch(line -> line.startsWith("run 2"));
        study.resume();
        assertThat(result(study).tally().checkpointsComputed()).isEqualTo(12);
    }

    @Test
    void checkpointNow_endsTheSegmentAtACommit_andTrainingGoesOn() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 6, 1, 2);
        stages.holdSegment.set(true);
        StudyWorkflow study = start(stages, true);
        eventually(() -> stages.log.contains("run 0 train from 0"));
        study.checkpointNow("before the outage");
        eventually(() -> stages.log.contains("run 0 asked to commit and return"));
        stages.holdSegment.set(false);
        assertThat(result(study).tally().checkpointsComputed()).isEqualTo(6);
    }

    @Test
    void rerunFromFit_whileParked_doesFitAndReportAgain_andNoRun() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 2, 1, 2);
        stages.failFit.add("DATA_INVALID");
        StudyWorkflow study = start(stages, true);
        eventually(() -> study.status().state().equals("waiting-for-operator"));
        assertThatThrownBy(() -> study.rerunFrom("TRAIN", "no such stage")).isInstanceOf(WorkflowUpdateException.class);
        study.rerunFrom("FIT", "column mended");
        result(study);
        assertThat(stages.log.stream().filter(line -> line.startsWith("fit"))).hasSize(2);
        assertThat(stages.log.stream().filter(line -> line.contains("observe"))).hasSize(2);
    }

    @Test
    void aFinishedStudyRunAgainFromFit_asksForTheNextGenerationOfFitAndReportAlone() {
        FakeStages stages = new FakeStages(1, 2, 1, 2);
        stages.reuse.set(true);
        StudyWorkflow study = start(stages, true, Optional.of(new StudyRequest.Again(RerunStage.FIT, "another look")));
        result(study);
        assertThat(stages.log).contains("fit", "fit 2", "report", "report 2").noneMatch(line -> line.endsWith("0/0 2"));
        assertThat(study.why()).anyMatch(line -> line.startsWith("fit: computed"));
    }

    @Test
    void runAgainFromObserve_asksForTheNextGenerationOfEveryObservation() {
        FakeStages stages = new FakeStages(1, 2, 1, 2);
        stages.reuse.set(true);
        result(start(stages, true, Optional.of(new StudyRequest.Again(RerunStage.OBSERVE, "another evaluator"))));
        assertThat(stages.log).contains("run 0 observe 0/0", "run 0 observe 0/0 2", "run 0 observe 1/0 2", "fit 2");
    }

    @Test
    void extendTo_runsTheRevisionAfterTheStudy_andAnswersItsFingerprint() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 2, 1, 2);
        stages.holdSegment.set(true);
        StudyWorkflow study = start(stages, true);
        eventually(() -> stages.log.contains("run 0 train from 0"));
        assertThatThrownBy(() -> study.extendTo(0, "nothing")).isInstanceOf(WorkflowUpdateException.class);
        String revision = study.extendTo(9_000, "it has not converged");
        stages.holdSegment.set(false);
        StudyResult result = result(study);
        assertThat(result.study().fingerprint()).isEqualTo(revision).isNotEqualTo(STUDY.fingerprint());
        assertThat(stages.log).contains("extend to 9000");
        assertThat(stages.log.stream().filter(line -> line.equals("fit"))).hasSize(2);
    }

    @Test
    void searchAttributesSayStageStateAndFailure_withNoQueryAnswered() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 2, 1, 2);
        stages.failFit.add("DATA_INVALID");
        StudyWorkflow study = start(stages, true);
        eventually(() -> "waiting-for-operator".equals(attribute(Visibility.STATE)));
        assertThat(attribute(Visibility.STAGE)).isEqualTo("fit");
        assertThat(attribute(Visibility.FAILURE)).isEqualTo("DATA_INVALID");
        study.retry("mended");
        result(study);
        assertThat(attribute(Visibility.STATE)).isEqualTo("done");
        assertThat(attribute(Visibility.FAILURE)).isEmpty();
    }

    private @Nullable String attribute(SearchAttributeKey<String> key) {
        return environment
                .getWorkflowClient()
                .newUntypedWorkflowStub(STUDY.workflowId())
                .describe()
                .getTypedSearchAttributes()
                .get(key);
    }

    @Test
    void operatorRequestsThatMakeNoSenseNowAreRefused() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 2, 1, 2);
        stages.holdSegment.set(true);
        StudyWorkflow study = start(stages, true);
        eventually(() -> runState(0).equals("running"));
        assertThatThrownBy(() -> study.retry("no reason")).isInstanceOf(WorkflowUpdateException.class);
        assertThatThrownBy(() -> run(0).resume()).isInstanceOf(WorkflowUpdateException.class);
        assertThatThrownBy(() -> run(0).retry("no reason")).isInstanceOf(WorkflowUpdateException.class);
        stages.holdSegment.set(false);
        result(study);
    }

    @Test
    void thePhaseIsReadOfGaplessCheckpoints_oneReadingAtATime_toTheLast() {
        FakeStages stages = new FakeStages(1, 9, 3, 4);
        stages.milestoneAt.set(5);
        StudyWorkflow study = start(stages, true);
        result(study);
        List<String> readings =
                stages.log.stream().filter(line -> line.startsWith("read ")).toList();
        int from = 0;
        for (String reading : readings) {
            assertThat(reading).matches("read " + from + "\\.\\.[0-9]+"); // each goes on from the last
            int to = Integer.parseInt(reading.substring(reading.indexOf("..") + 2));
            for (int checkpoint = from; checkpoint < to; checkpoint++) {
                for (int shard = 0; shard < 3; shard++) {
                    assertThat(stages.log.indexOf("run 0 observe " + checkpoint + "/" + shard))
                            .isBetween(0, stages.log.indexOf(reading));
                }
            }
            from = to;
        }
        assertThat(from).isEqualTo(9);
        assertThat(attribute(Visibility.PHASE)).isEqualTo("phase 2");
        assertThat(study.why()).anyMatch(line -> line.equals("phase 2 showed at step 4: it has turned"));
    }

    @Test
    void phaseTwo_isTold_andACheckpointIsKept_whileTrainingGoesOn() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 6, 1, 3);
        stages.milestoneAt.set(2);
        stages.orders.set(new Milestone.Orders(true, true, 0, 0));
        stages.holdSegment.set(true);
        StudyWorkflow study = start(stages, true);
        eventually(() -> stages.log.contains("run 0 asked to commit and return"));
        eventually(() -> "phase 2".equals(attribute(Visibility.PHASE)));
        eventually(() -> stages.log.contains("notice of step 1"));
        assertThat(study.status().state()).isEqualTo("running");
        stages.holdSegment.set(false);
        result(study);
        assertThat(stages.log.stream().filter(line -> line.startsWith("notice")))
                .hasSize(1);
        assertThat(study.why()).contains("told");
    }

    @Test
    void aNoticeThatNobodyTakes_harmsNothing() {
        FakeStages stages = new FakeStages(1, 4, 1, 2);
        stages.milestoneAt.set(3);
        stages.orders.set(new Milestone.Orders(true, false, 0, 0));
        stages.failNotice.add("STORE_UNAVAILABLE");
        StudyWorkflow study = start(stages, true);
        result(study);
        assertThat(study.why()).contains("nobody could be told of phase 2: nobody answers");
    }

    @Test
    void phaseTwo_extendsTheStudyOnce_whereItAsksForThat() {
        FakeStages stages = new FakeStages(1, 4, 1, 2);
        stages.milestoneAt.set(3);
        stages.orders.set(new Milestone.Orders(false, false, 500, 0));
        StudyResult result = result(start(stages, true));
        assertThat(result.study().fingerprint()).startsWith("e");
        assertThat(stages.log.stream().filter(line -> line.equals("extend to 500")))
                .hasSize(1);
    }

    @Test
    void phaseTwo_endsTheStudyEarly_whereItAsksForThat_andNoFitOfTheLongStudyIsMade() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 6, 1, 3);
        stages.milestoneAt.set(2);
        stages.orders.set(new Milestone.Orders(false, false, 0, 2));
        stages.holdSegment.set(true);
        StudyWorkflow study = start(stages, true);
        eventually(() -> stages.log.contains("shorten to 2"));
        eventually(() -> stages.log.contains("run 0 asked to commit and return"));
        stages.holdSegment.set(false);
        StudyResult result = result(study);
        assertThat(result.study().fingerprint()).startsWith("s");
        assertThat(stages.log.stream().filter(line -> line.equals("fit"))).hasSize(1);
        assertThat(stages.log.stream().filter(line -> line.equals("shorten to 2")))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 6})
    void phaseTwoThatShowsLate_endsTheStudyEarlyAllTheSame(int at) {
        FakeStages stages = new FakeStages(2, 6, 2, 6);
        stages.milestoneAt.set(at);
        stages.orders.set(new Milestone.Orders(false, false, 0, 3));
        StudyResult result = result(start(stages, false));
        assertThat(result.study().fingerprint()).startsWith("s");
        assertThat(stages.log.stream().filter(line -> line.equals("shorten to 3")))
                .hasSize(1);
    }

    @Test
    void aRunThatContinuesAsNew_hearsItsStudyAllTheSame() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 40, 1, 1);
        stages.millis.set(20);
        StudyWorkflow study = start(stages, true, 60, Optional.empty());
        eventually(this::hasContinued);
        study.pause("machine is wanted");
        eventually(() -> runState(0).equals("paused"));
        Thread.sleep(300); // what was under way ends
        int linesWhilePaused = stages.log.size();
        Thread.sleep(500);
        assertThat(stages.log).hasSize(linesWhilePaused);
        study.resume();
        StudyResult result = result(study);
        assertThat(result.tally().checkpointsComputed()).isEqualTo(40);
        assertThat(result.tally().observationsComputed()).isEqualTo(40);
        assertThat(stages.log.stream().filter(line -> line.contains("observe")).distinct())
                .hasSize(40);
    }

    /** Whether the run has continued as new. */
    private boolean hasContinued() {
        try {
            return environment.getWorkflowClient().fetchHistory(STUDY.runWorkflowId(0)).getEvents().stream()
                    .filter(HistoryEvent::hasWorkflowExecutionStartedEventAttributes)
                    .anyMatch(event -> !event.getWorkflowExecutionStartedEventAttributes()
                            .getContinuedExecutionRunId()
                            .isEmpty());
        } catch (StatusRuntimeException notStartedYet) {
            return false;
        }
    }

    @Test
    void whatWaitsForAnOperator_goesAlongWhenTheRunContinuesAsNew_andHoldsUpNoTraining() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 30, 1, 1);
        stages.failObserve.add("DATA_INVALID");
        StudyWorkflow study = start(stages, true, 60, Optional.empty());
        // the parked observation is tried again by the next execution, where it does not fail any more
        StudyResult result = result(study);
        assertThat(result.tally().observationsComputed()).isEqualTo(30);
        assertThat(stages.log.stream().filter(line -> line.contains("observe")).distinct())
                .hasSize(30); // each one, not as many
        assertThat(study.status().state()).isEqualTo("done");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRAINING_DIVERGED", "STORE_UNAVAILABLE"})
    void anAttemptThatFailsAfterItWasAskedToCommit_parksNothing(String code) throws InterruptedException {
        FakeStages stages = new FakeStages(1, 6, 1, 2);
        stages.holdSegment.set(true);
        stages.failHeld.add(code);
        StudyWorkflow study = start(stages, true);
        eventually(() -> stages.log.contains("run 0 train from 0"));
        study.pause("machine is wanted");
        eventually(() -> stages.log.contains("run 0 fails " + code));
        eventually(() -> runState(0).equals("paused"));
        assertThat(study.status().state()).isEqualTo("paused");
        stages.holdSegment.set(false);
        study.resume();
        assertThat(result(study).tally().checkpointsComputed()).isEqualTo(6);
    }

    @Test
    void aRunOfAnEarlierExecution_hearsTheStudysOrders_andIsWaitedFor() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 4, 1, 2);
        stages.holdSegment.set(true);
        StudyWorkflow study = start(stages, true);
        eventually(() -> runState(0).equals("running"));
        // terminated, the study leaves its run for a while; the next execution finds it there
        WorkflowStub.fromTyped(study).terminate("as an operator would");
        StudyWorkflow next = environment
                .getWorkflowClient()
                .newWorkflowStub(
                        StudyWorkflow.class,
                        WorkflowOptions.newBuilder()
                                .setTaskQueue(Queues.WORKFLOWS)
                                .setWorkflowId(STUDY.workflowId())
                                .build());
        WorkflowClient.start(next::study, new StudyRequest(STUDY, true, 100, "two-phase", "digits", Optional.empty()));
        eventually(() -> next.why().stream().anyMatch(line -> line.contains("earlier execution is not over")));
        next.pause("machine is wanted");
        eventually(() -> stages.log.contains("run 0 asked to commit and return"));
        next.resume();
        stages.holdSegment.set(false);
        result(next);
        assertThat(next.why().stream().filter(line -> line.contains("earlier execution is not over")))
                .hasSize(1);
    }

    @Test
    void retryWhilePaused_startsNothing() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 2, 1, 2);
        stages.failObserve.add("DATA_INVALID");
        StudyWorkflow study = start(stages, true);
        eventually(() -> study.status().state().equals("waiting-for-operator"));
        study.pause("machine is wanted");
        eventually(() ->
                stages.log.stream().filter(line -> line.contains("observe")).count() == 1);
        study.retry("mended");
        Thread.sleep(500);
        assertThat(stages.log.stream().filter(line -> line.contains("observe"))).hasSize(1);
        study.resume();
        assertThat(result(study).tally().observationsComputed()).isEqualTo(2);
    }

    @Test
    void rerunFrom_whileARunIsParked_triesItAgain_andTheEarlierOfTwoStagesStands() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 2, 1, 2);
        stages.reuse.set(true);
        stages.failObserve.add("DATA_INVALID");
        stages.holdSegment.set(true);
        StudyWorkflow study = start(stages, true);
        eventually(() -> study.status().state().equals("waiting-for-operator"));
        study.rerunFrom("FIT", "the data column was mended");
        study.rerunFrom("REPORT", "another title");
        stages.holdSegment.set(false);
        result(study);
        assertThat(stages.log).contains("fit 2", "report 2");
    }

    @Test
    void anOperatorsExtension_isNotCutByPhaseTwo() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 6, 1, 3);
        stages.milestoneAt.set(6);
        stages.orders.set(new Milestone.Orders(false, false, 0, 2));
        stages.holdSegment.set(true);
        StudyWorkflow study = start(stages, true);
        eventually(() -> stages.log.contains("run 0 train from 0"));
        String longer = study.extendTo(9_000, "it has not converged");
        stages.holdSegment.set(false);
        assertThat(result(study).study().fingerprint()).isEqualTo(longer);
        assertThat(stages.log).doesNotContain("shorten to 2");
        assertThat(study.why()).contains("goes on past step 2: an operator extended it");
    }

    @Test
    void cancel_endsAStudyThatTrains_afterItsCommit() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 6, 1, 2);
        stages.holdSegment.set(true);
        StudyWorkflow study = start(stages, true);
        // the test service can lose the end of an activity that is cancelled as it ends
        eventually(() -> runState(0).equals("running") && observed(0) == 2);
        cancelled(study);
        assertThat(stages.log).contains("run 0 asked to commit and return");
    }

    @Test
    void observationsOfAStudyThatAsksForAGpu_waitForWorkersThatHaveOne() {
        FakeStages stages = new FakeStages(1, 2, 1, 2);
        stages.observables.set(List.of(new ObservablePlan("observations", 1, Queues.OBSERVE_GPU)));
        result(start(stages, true));
        List<String> queues = environment.getWorkflowClient().fetchHistory(STUDY.runWorkflowId(0)).getEvents().stream()
                .filter(HistoryEvent::hasActivityTaskScheduledEventAttributes)
                .map(HistoryEvent::getActivityTaskScheduledEventAttributes)
                .filter(scheduled -> scheduled.getActivityType().getName().equals("Observe"))
                .map(scheduled -> scheduled.getTaskQueue().getName())
                .toList();
        assertThat(queues).hasSize(2).containsOnly(Queues.OBSERVE_GPU);
    }

    @Test
    void cancel_endsAPausedStudy() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 6, 1, 2);
        stages.holdSegment.set(true);
        StudyWorkflow study = start(stages, true);
        eventually(() -> stages.log.contains("run 0 train from 0"));
        study.pause("machine is wanted");
        eventually(() -> runState(0).equals("paused"));
        cancelled(study);
    }

    @Test
    void cancel_endsAParkedStudy_whateverWaits() throws InterruptedException {
        FakeStages stages = new FakeStages(2, 4, 1, 2);
        stages.failObserve.add("DATA_INVALID");
        StudyWorkflow study = start(stages, true);
        eventually(() -> study.status().state().equals("waiting-for-operator"));
        // all but the one that waits, whichever run it belongs to
        eventually(() -> observed(0) + observed(1) == 7);
        cancelled(study);
    }

    @Test
    void cancel_endsAStudyWhoseFitWaits() throws InterruptedException {
        FakeStages stages = new FakeStages(1, 2, 1, 2);
        stages.failFit.add("DATA_INVALID");
        StudyWorkflow study = start(stages, true);
        eventually(() ->
                study.status().stage().equals("fit") && study.status().state().equals("waiting-for-operator"));
        cancelled(study);
    }

    private int observed(int index) {
        return run(index).status().progress().observed();
    }

    private static void cancelled(StudyWorkflow study) {
        WorkflowStub stub = WorkflowStub.fromTyped(study);
        stub.cancel("not wanted any more");
        assertThatThrownBy(() -> stub.getResult(20, TimeUnit.SECONDS, StudyResult.class))
                .isInstanceOf(WorkflowFailedException.class)
                .hasCauseInstanceOf(CanceledFailure.class);
    }

    private String runState(int index) {
        try {
            RunStatus status = run(index).status();
            return status.state();
        } catch (WorkflowException notStartedYet) {
            return "";
        }
    }
}
