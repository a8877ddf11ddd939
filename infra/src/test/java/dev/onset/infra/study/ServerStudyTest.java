package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import dev.onset.workflows.Visibility;
import io.temporal.client.WorkflowExecutionMetadata;
import java.io.InputStream;
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
}
