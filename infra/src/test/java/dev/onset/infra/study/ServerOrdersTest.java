package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.contracts.StudyResult;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.workflowservice.v1.ResetWorkflowExecutionRequest;
import io.temporal.client.WorkflowStub;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What operators order of studies on real servers. */
@Tag("servers")
@Tag("server-studies")
@Tag("e2e")
class ServerOrdersTest extends RealStudies {
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
}
