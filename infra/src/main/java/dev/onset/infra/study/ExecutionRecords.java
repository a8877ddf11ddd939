package dev.onset.infra.study;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.StageTally;
import dev.onset.contracts.StudyResult;
import dev.onset.infra.study.StudyService.StageFact;
import dev.onset.infra.study.StudyService.Work;
import dev.onset.stages.WorkPlan;
import dev.onset.store.BlobStore;
import dev.onset.store.StageResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is written down of an execution, and read back from what was.
 *
 * @param began when this process began with it
 */
record ExecutionRecords(Instant began) {
    private static final int MAX_PAGE = 64 << 20;

    /** A plan as it is recorded when an execution begins. */
    static List<Executions.Line> lines(WorkPlan plan) {
        return plan.stages().stream()
                .map(stage -> new Executions.Line(stage.stage(), stage.done(), stage.total(), stage.reason()))
                .toList();
    }

    /** What was there when an execution began, and why each stage ran or not. */
    static List<StageFact> facts(Executions.Begin execution) {
        return execution.stages().stream()
                .map(line -> new StageFact(line.stage(), line.done() == line.total(), line.reason()))
                .toList();
    }

    /** A report's files by path. */
    static Map<String, byte[]> pages(StageResult report, BlobStore blobs) {
        Map<String, byte[]> pages = new TreeMap<>();
        report.outputs().forEach((path, ref) -> pages.put(path, blobs.bytes(ref, MAX_PAGE)));
        return pages;
    }

    /** A word that a result carries; empty where it does not. */
    static String scalar(StageResult report, String name) {
        JsonNode value = report.scalars().get(name);
        return value == null ? "" : value.asText();
    }

    Executions.End done(Executions.Begin execution, StageResult report, StudyResult result, Instant now) {
        return new Executions.End(
                execution.execution(),
                "done",
                "",
                scalar(report, "verdict"),
                scalar(report, "digest"),
                result.report().key(),
                Optional.of(work(result)),
                now.toString(),
                seconds(now),
                Optional.of(result.study()));
    }

    Executions.End failed(Executions.Begin execution, RuntimeException e, Instant now) {
        ErrorCode code = e instanceof OnsetException coded ? coded.code() : ErrorCode.INTERNAL;
        return new Executions.End(
                execution.execution(),
                switch (code) {
                    case STUDY_CANCELLED -> "cancelled";
                    case STUDY_TERMINATED -> "terminated";
                    default -> "failed";
                },
                code + ": " + e.getMessage() + ". Next: " + code.nextAction(),
                "",
                "",
                "",
                Optional.empty(),
                now.toString(),
                seconds(now),
                Optional.empty());
    }

    /** What an execution computed and what it found. */
    static Work work(StudyResult result) {
        StageTally tally = result.tally();
        return new Work(
                tally.checkpointsComputed(),
                tally.checkpointsReused(),
                tally.observationsComputed(),
                tally.observationsReused(),
                tally.fencedCommits(),
                !result.fit().reused(),
                !result.report().reused());
    }

    double seconds(Instant now) {
        return Duration.between(began, now).toMillis() / 1000.0;
    }
}
