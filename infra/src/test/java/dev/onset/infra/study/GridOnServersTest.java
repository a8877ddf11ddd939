package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowExecutionMetadata;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A grid of a study file on real servers: a thousand tiny runs, by time, length of history and largest payload; and asked why. */
@Tag("servers")
@Tag("heavy")
@Tag("e2e")
@Timeout(7_200)
class GridOnServersTest extends RealStudies {
    private static final int LARGEST_PAYLOAD = 64 * 1024;
    private static final int RATES = 10;
    private static final int ASKED_AT = 100;
    private static final int RUNS = Integer.getInteger("onset.grid.runs", 1_000);
    private static final List<String> TINY = List.of(
            "data.train=40",
            "data.test=20",
            "network.layers=[{type: dense, units: 4}]",
            "training.batch=20",
            "training.steps=20",
            "checkpoints.log=[]",
            "checkpoints.explicit=[20]",
            "observation.players.count=3",
            "observation.trainSamples=2",
            "observation.testSamples=2",
            "observation.shardSize=4",
            "detector.resamples=20");

    @Test
    void aThousandRuns_endWithSmallHistoriesAndPayloads_andOneReport() throws Exception {
        worker("plan,train,fit");
        worker("observe");
        long began = System.nanoTime();
        start(data, grid("--detach")).exit();
        Duration most = Duration.ofHours(2);
        long asked = 0;
        while (running().isPresent()) {
            assertThat(System.nanoTime() - began).isLessThan(most.toNanos());
            if (asked++ == ASKED_AT) {
                ask("while it runs");
            }
            Thread.sleep(2_000);
        }
        long ended = System.nanoTime();
        long seconds = Duration.ofNanos(ended - began).toSeconds();
        int executions = 0;
        long events = 0;
        long all = 0;
        int payload = 0;
        try (Stream<WorkflowExecutionMetadata> list =
                temporal.client().listExecutions("OnsetStudy = '" + STUDY + "'")) {
            for (WorkflowExecutionMetadata one : list.toList()) {
                executions++;
                events = Math.max(events, one.getHistoryLength());
                all += one.getHistoryLength();
                for (var event : temporal.client()
                        .fetchHistory(
                                one.getExecution().getWorkflowId(),
                                one.getExecution().getRunId())
                        .getHistory()
                        .getEventsList()) {
                    payload = Math.max(payload, ServerHistoryTest.largest(event));
                }
            }
        }
        assertThat(ask("when it is done")).isGreaterThan(RUNS);
        succeed("report", STUDY);
        long pages;
        try (Stream<Path> files = Files.list(data.resolve("reports/" + STUDY + "/cells"))) {
            pages = files.count();
        }
        System.out.printf(
                "%d runs: %d s, %d executions, longest history %d events, %.0f on average, largest payload %d bytes,"
                        + " %d pages of points, index.html %d bytes%n",
                RUNS,
                seconds,
                executions,
                events,
                (double) all / executions,
                payload,
                pages,
                Files.size(data.resolve("reports/" + STUDY + "/index.html")));
        assertThat(pages).isEqualTo(RUNS);
        assertThat(executions).isGreaterThan(RUNS);
        assertThat(events).isPositive().isLessThan(MOST_EVENTS);
        assertThat(payload).isPositive().isLessThan(LARGEST_PAYLOAD);
    }

    /** What status and why take, commands of their own, and how many lines why has. */
    private int ask(String when) throws Exception {
        long began = System.nanoTime();
        succeed("status", STUDY);
        long status = System.nanoTime();
        int lines = (int) succeed("why", STUDY).lines().count();
        long why = System.nanoTime();
        System.out.printf(
                "%s: status %.1f s, why %.1f s with %d lines%n",
                when, (status - began) / 1e9, (why - status) / 1e9, lines);
        return lines;
    }

    private static String[] grid(String... further) {
        List<String> all = new ArrayList<>(List.of("run", STUDY));
        TINY.forEach(set -> all.addAll(List.of("--set", set)));
        String seeds =
                IntStream.range(0, RUNS / RATES).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        all.addAll(List.of(
                "--set",
                "grid.product={seed: [" + seeds
                        + "], training.learningRate: [0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.09, 0.1]}"));
        all.addAll(List.of(further));
        return all.toArray(new String[0]);
    }
}
