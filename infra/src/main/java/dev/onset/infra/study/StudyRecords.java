package dev.onset.infra.study;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.StudyRef;
import dev.onset.infra.study.StudyService.Place;
import dev.onset.kind.Kinds;
import dev.onset.kind.StageContext;
import dev.onset.stages.OpenStudy;
import dev.onset.stages.StudyPipeline;
import dev.onset.store.StageResult;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a store knows of studies: executions as they were recorded and, for those whose end nobody recorded, the results that
 * are there. Reads only.
 */
final class StudyRecords {
    private static final Logger LOG = LoggerFactory.getLogger(StudyRecords.class);

    private final Executions executions;
    private final StudyPipeline pipeline;

    StudyRecords(StageContext context) {
        executions = new Executions(context.store());
        pipeline = StudyPipeline.looking(context, Kinds.installed());
    }

    SortedSet<String> names() {
        return executions.studies();
    }

    /** The newest execution that is meant. */
    Optional<Executions.Begin> newest(StudyTarget target) {
        return executions
                .newestFirst(target.name())
                .filter(begin -> isMeant(target, begin))
                .findFirst();
    }

    private boolean isMeant(StudyTarget target, Executions.Begin begin) {
        return target.means(executions.ref(target.name(), begin).workflowId());
    }

    /** @throws OnsetException STUDY_INVALID where there is none */
    Executions.Begin require(StudyTarget target, Place place) {
        return newest(target)
                .orElseThrow(() -> new OnsetException(
                        ErrorCode.STUDY_INVALID,
                        "study " + target + " was never run with " + place.option() + "; it knows "
                                + (names().isEmpty() ? "none" : String.join(", ", names()))));
    }

    Optional<Executions.End> end(StudyTarget target, Executions.Begin execution) {
        return executions.end(target.name(), execution.execution());
    }

    /** As what an execution ended or goes on. */
    StudyRef current(StudyTarget target, Executions.Begin execution) {
        return executions.current(target.name(), execution);
    }

    OpenStudy open(StudyRef study) {
        return pipeline.open(study);
    }

    /** An execution's report: the one its follower recorded or, where nobody recorded its end, the one the store has of it. */
    Optional<StageResult> report(StudyTarget target, Executions.Begin execution) {
        Optional<Executions.End> end = end(target, execution);
        return end.isPresent()
                ? end.filter(Executions.End::done).map(done -> pipeline.result(done.reportKey()))
                : found(current(target, execution));
    }

    /** The report of the newest execution that has one. */
    Optional<StageResult> newestReport(StudyTarget target) {
        Set<StudyRef> without = new HashSet<>();
        return executions
                .newestFirst(target.name())
                .filter(begin -> isMeant(target, begin))
                .filter(begin -> end(target, begin).isPresent() || without.add(current(target, begin)))
                .flatMap(begin -> report(target, begin).stream())
                .findFirst();
    }

    /** What a finished execution says; empty for others. */
    Optional<String> verdict(StudyTarget target, Executions.Begin execution) {
        Optional<Executions.End> end = end(target, execution);
        Optional<String> verdict = end.isPresent()
                ? end.map(Executions.End::verdict)
                : report(target, execution)
                        .flatMap(report -> Optional.ofNullable(report.scalars().get("verdict")))
                        .map(JsonNode::asText);
        return verdict.filter(words -> !words.isEmpty());
    }

    private Optional<StageResult> found(StudyRef study) {
        try {
            return pipeline.open(study).reported();
        } catch (OnsetException e) {
            if (e.code() != ErrorCode.STORE_MISSING && e.code() != ErrorCode.STORE_CORRUPT) {
                throw e;
            }
            LOG.warn("{} is damaged or of another version, so its report is not known: {}", study, e.getMessage());
            return Optional.empty();
        }
    }
}
