package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.contracts.StudyResult;
import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import dev.onset.workflows.Visibility;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.workflowservice.v1.ResetWorkflowExecutionRequest;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.client.WorkflowStub;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Studies on real servers. */
@Tag("servers")
@Tag("server-studies")
@Tag("e2e")
class ServerStudyTest extends RealStudies {
    @Test
    void twoWorkersOnTheServer_giveTheEmbeddedDigest_withSmallHistories() throws Exception {
        worker("plan,train,fit");
        worker("observe");
        succeed(small("run"));
        assertThat(digest()).isEqualTo(expected);
        long events = 0;
        int largest = 0;
        try (Stream<WorkflowExecutionMetadata> all = temporal.client().listExecutions("OnsetStudy = '" + STUDY + "'")) {
            for (WorkflowExecutionMetadata one : all.toList()) {
                events = Math.max(events, one.getHistoryLength());
                for (var event : temporal.client()
                        .fetchHistory(
                                one.getExecution().getWorkflowId(),
                                one.getExecution().getRunId())
                        .getHistory()
                        .getEventsList()) {
                    largest = Math.max(largest, event.getSerializedSize());
                }
            }
        }
        System.out.printf("longest history %d events, largest event %d bytes%n", events, largest);
        assertThat(events).isPositive().isLessThan(MOST_EVENTS);
        assertThat(largest).isLessThan(64 * 1024);
    }

    @Test
    void aStageThatCannotSucceed_parksTheStudyWithItsReason_andRetryFinishesIt() throws Exception {
        start(data, with(small("run"), "--detach")).exit();
        ObjectKey input;
        byte[] content;
        try (ObjectStore objects = open()) {
            // the only blob there is before anything was trained: the data
            input = objects.list(new ObjectKey("blobs")).stream().findFirst().orElseThrow();
            try (InputStream in = objects.open(input).orElseThrow()) {
                content = in.readAllBytes();
            }
            objects.delete(input);
        }
        worker("train,observe,fit");
        eventually("the study is parked", () -> stateIs("waiting-for-operator"));
        WorkflowExecutionMetadata parked = running().orElseThrow();
        assertThat(parked.getTypedSearchAttributes().get(Visibility.FAILURE)).isEqualTo("STORE_MISSING");
        try (ObjectStore objects = open()) {
            objects.create(input, ObjectStore.Content.of(content));
        }
        assertThat(succeed("retry", STUDY, "--reason", "the data is back")).contains("tries the failed stage again");
        succeed(small("run"));
        assertThat(digest()).isEqualTo(expected);
    }

    @Test
    void rerunFromFit_ofAFinishedStudy_reusesAllUpstreamWork() throws Exception {
        worker("train,observe,fit");
        succeed(small("run"));
        long before = committed();
        String again = succeed("rerun", STUDY, "--from", "fit", "--reason", "another look", "--json");
        assertThat(again)
                .containsPattern("\"checkpointsComputed\" : 0")
                .containsPattern("\"observationsComputed\" : 0")
                .containsPattern("\"fitComputed\" : true")
                .containsPattern("\"reportComputed\" : true");
        assertThat(committed()).isEqualTo(before);
        assertThat(digest()).isEqualTo(expected);
    }

    @Test
    void paused_nothingIsCommittedUntilResumed_thenItEnds() throws Exception {
        worker("train,observe,fit");
        OnsetProcess follower = start(data, longer());
        eventually("a few checkpoints are committed", () -> committed() >= 4);
        succeed("pause", STUDY, "--reason", "the machine is wanted");
        eventually("it is paused", () -> stateIs("paused"));
        Thread.sleep(4_000);
        long whilePaused = committed();
        Thread.sleep(6_000);
        assertThat(committed()).isEqualTo(whilePaused);
        succeed("resume", STUDY);
        assertThat(follower.exit()).as("%s", follower.text()).isZero();
    }

    @Test
    void cancelledThenTerminatedThenReset_eachLeavesWhatIsCommitted_andTheNextRunGoesOn() throws Exception {
        worker("train,observe,fit");
        start(data, with(longer(), "--detach")).exit();
        eventually("a few checkpoints are committed", () -> committed() >= 3);
        succeed("cancel", STUDY);
        eventually("it is over", () -> running().isEmpty());
        long afterCancel = committed();
        assertThat(afterCancel).isPositive();

        start(data, with(longer(), "--detach")).exit();
        eventually("it goes on", () -> committed() > afterCancel);
        String id = running().orElseThrow().getExecution().getWorkflowId();
        WorkflowStub.fromTyped(temporal.client().newWorkflowStub(dev.onset.workflows.StudyWorkflow.class, id))
                .terminate("as an operator would");
        eventually("it is over", () -> running().isEmpty());
        long afterTerminate = committed();
        assertThat(afterTerminate).isGreaterThanOrEqualTo(afterCancel);

        String last = succeed(with(longer(), "--json"));
        assertThat(last).doesNotContain("\"checkpointsReused\" : 0");
        String digest = digest();

        reset(id);
        eventually("the reset run has ended", () -> running().isEmpty());
        succeed("report", STUDY);
        assertThat(digest()).isEqualTo(digest);
    }

    @Test
    void resetWhileItTrains_goesOnFromWhatIsCommitted_andEndsAsTheUninterruptedOne() throws Exception {
        worker("train,observe,fit");
        start(data, with(longer(), "--detach")).exit();
        eventually("a few checkpoints are committed", () -> committed() >= 3);
        String id = running().orElseThrow().getExecution().getWorkflowId();
        reset(id);
        temporal.client().newUntypedWorkflowStub(id).getResult(300, TimeUnit.SECONDS, StudyResult.class);
        succeed(with(longer(), "--json"));
        Path embedded = data.resolveSibling("uninterrupted");
        OnsetProcess.succeed(embedded, with(longer(), "--temporal", "embedded"));
        assertThat(digest())
                .isEqualTo(OnsetProcess.outcome(embedded, STUDY).get("digest").asText());
    }

    /** To the first completed workflow task, as an operator resets in the UI. */
    private void reset(String id) {
        var history = temporal.client().fetchHistory(id);
        long firstTask = history.getHistory().getEventsList().stream()
                .filter(event -> event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED)
                .findFirst()
                .orElseThrow()
                .getEventId();
        temporal.client()
                .getWorkflowServiceStubs()
                .blockingStub()
                .resetWorkflowExecution(ResetWorkflowExecutionRequest.newBuilder()
                        .setNamespace(temporal.namespace())
                        .setWorkflowExecution(WorkflowExecution.newBuilder().setWorkflowId(id))
                        .setWorkflowTaskFinishEventId(firstTask)
                        .setReason("a test")
                        .setRequestId(UUID.randomUUID().toString())
                        .build());
    }

    @Test
    void drained_aWorkerCommitsAndEndsWithinItsGrace_andAnotherGoesOn() throws Exception {
        OnsetProcess first = worker("plan,train,fit");
        worker("observe");
        OnsetProcess follower = start(data, longer());
        eventually("a few checkpoints are committed", () -> committed() >= 3);
        long began = System.nanoTime();
        first.terminate();
        first.exit();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(60));
        assertThat(first.text()).contains("worker: drained");
        long handedOver = committed();
        worker("plan,train,fit");
        eventually("another goes on", () -> committed() > handedOver);
        assertThat(follower.exit()).as("%s", follower.text()).isZero();
    }

    @Test
    void suspendedForLongerThanTheHeartbeatTimeout_anotherGoesOn_andTheDigestIsEqual() throws Exception {
        OnsetProcess first = worker("train");
        worker("plan,observe,fit");
        String[] longer = with(small("run"), "--set", "training.steps=3000");
        OnsetProcess follower = start(data, longer);
        eventually("it trains", () -> committed() > 3);
        first.suspend();
        worker("train");
        Thread.sleep(90_000);
        first.wake();
        assertThat(follower.exit()).as("%s", follower.text()).isZero();
        String digest = digest();
        Path undisturbed = folder.resolve("undisturbed");
        OnsetProcess.succeed(undisturbed, with(longer, "--temporal", "embedded"));
        assertThat(digest)
                .isEqualTo(
                        OnsetProcess.outcome(undisturbed, STUDY).get("digest").asText());
        assertThat(first.isAlive()).isTrue();
        assertThat(first.text()).doesNotContain("STALLED");
    }

    @Test
    void hungStage_endsItsWorkerWith75_andAnotherFinishesTheStudy() throws Exception {
        OnsetProcess hung =
                worker("train", Map.of("ONSET_CRASH_AT", "during-training:40:hang", "ONSET_STALL_SECONDS", "10"));
        worker("plan,observe,fit");
        OnsetProcess follower = start(data, small("run"));
        assertThat(hung.exit()).as("%s", hung.text()).isEqualTo(75);
        assertThat(hung.text()).contains("showed no progress for", "to be started again");
        worker("train");
        assertThat(follower.exit()).as("%s", follower.text()).isZero();
        assertThat(digest()).isEqualTo(expected);
    }

    @Test
    void serversAwayForTwoMinutes_writeAtMostALineAMinute_andTheStudyEnds() throws Exception {
        OnsetProcess worker = worker("plan,train,observe,fit");
        OnsetProcess follower = start(data, longer());
        eventually("it trains", () -> committed() > 3);
        long workerSaid = worker.text().lines().count();
        long followerSaid =
                follower.text().lines().filter(line -> !line.contains(" of ")).count();
        servers.down();
        try {
            Thread.sleep(125_000);
            assertThat(worker.text().lines().skip(workerSaid))
                    .as("two minutes and what was under way")
                    .hasSizeLessThanOrEqualTo(3);
            assertThat(follower.text()
                            .lines()
                            .filter(line -> !line.contains(" of "))
                            .skip(followerSaid))
                    .hasSizeLessThanOrEqualTo(3);
        } finally {
            servers.up(); // on the same ports
        }
        assertThat(worker.isAlive()).isTrue();
        assertThat(follower.exit()).as("%s", follower.text()).isZero();
    }

    @Test
    void detached_itsReportIsThereForWhoeverAsks_alsoAsTheRevisionThatItWentOnAs() throws Exception {
        start(data, with(longer(), "--detach")).exit();
        worker("train,observe,fit");
        eventually("a few checkpoints are committed", () -> committed() >= 3);
        assertThat(succeed("extend", STUDY, "--steps", "6050")).contains("its revision is");
        eventually("it is over", () -> running().isEmpty());
        String status = succeed("status", STUDY, "--json");
        assertThat(status).contains("\"state\" : \"done\"", "\"steps\" : 6050");
        assertThat(succeed("studies")).containsPattern(STUDY + " +[0-9a-f]+ +done, ");
        assertThat(succeed("report", STUDY)).contains("index.html");
        assertThat(OnsetProcess.outcome(data, STUDY).get("fingerprint").asText())
                .isEqualTo(JSON.readTree(status.substring(status.indexOf('{')))
                        .get("fingerprint")
                        .asText());
        assertThat(succeed("rerun", STUDY, "--from", "fit", "--json"))
                .containsPattern("\"checkpointsComputed\" : 0")
                .containsPattern("\"fitComputed\" : true");
    }

    @Test
    void twoOfOneName_noneIsPickedByChance_andAnIdMeansOne() throws Exception {
        succeed(with(small("run"), "--detach"));
        succeed(with(small("run"), "--detach", "--seed", "1"));
        StudyControl control = new StudyControl(temporal);
        eventually("both are listed", () -> control.open(STUDY).size() == 2);
        List<String> ids = control.open(STUDY).stream()
                .map(open -> open.getExecution().getWorkflowId())
                .sorted()
                .toList();
        for (String command : List.of("pause", "status", "cancel")) {
            OnsetProcess refused = start(data, command, STUDY);
            assertThat(refused.exit()).as(command).isEqualTo(2);
            assertThat(refused.text()).contains("runs 2 times").contains(ids);
        }
        assertThat(succeed("status", ids.get(1), "--json"))
                .contains(ids.get(1).substring(ids.get(1).lastIndexOf('/') + 1));
        assertThat(succeed("cancel", ids.get(1))).contains(ids.get(1));
        worker("train,observe,fit");
        eventually(
                "one is over",
                () -> !control.open(STUDY).stream()
                        .anyMatch(open -> open.getExecution().getWorkflowId().equals(ids.get(1))));
    }

    @Test
    void withoutAServer_nothingIsStarted_andOneLineSaysWhatToDo() throws Exception {
        OnsetProcess nobody = start(data, with(small("run"), "--temporal", "127.0.0.1:1"));
        assertThat(nobody.exit()).isEqualTo(3);
        assertThat(nobody.text()).contains("TEMPORAL_UNAVAILABLE", "127.0.0.1:1", "Next: ");
        OnsetProcess order = OnsetProcess.start(data, Map.of("TEMPORAL_ADDRESS", ""), "pause", STUDY);
        processes.add(order);
        assertThat(order.exit()).isEqualTo(2);
        assertThat(order.text()).contains("needs a Temporal server");
    }
}
