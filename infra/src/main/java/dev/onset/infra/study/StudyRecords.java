package dev.onset.infra.study;

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
        return target.means(id(target, begin));
    }

    /** Under which id a server runs, or would run, an execution. */
    String id(StudyTarget target, Executions.Begin begin) {
        return executions.ref(target.name(), begin).workflowId();
    }

    /** Whether an execution was begun under a workflow id. */
    boolean knows(StudyTarget target, String workflowId) {
        return executions
                .newestFirst(target.name())
                .anyMatch(begin -> id(target, begin).equals(workflowId));
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

    /**
     * An execution's report: the one its follower recorded, or the one the store has of it, whatever a follower recorded.
     *
     * @param study as what it ended or goes on
     */
    Optional<StageResult> report(StudyTarget target, Executions.Begin execution, StudyRef study) {
        return end(target, execution)
                .filter(Executions.End::done)
                .filter(done -> done.study().isEmpty() || done.study().get().equals(study))
                .flatMap(done -> stored(done.reportKey()))
                .or(() -> found(study));
    }

    /** The report of the newest execution that has one. */
    Optional<StageResult> newestReport(StudyTarget target) {
        Set<StudyRef> without = new HashSet<>();
        return executions
                .newestFirst(target.name())
                .filter(begin -> isMeant(target, begin))
                .filter(begin -> isDone(target, begin) || without.add(current(target, begin)))
                .flatMap(begin -> report(target, begin, current(target, begin)).stream())
                .findFirst();
    }

    /** Whether whoever followed an execution saw it done. */
    boolean isDone(StudyTarget target, Executions.Begin execution) {
        return end(target, execution).filter(Executions.End::done).isPresent();
    }

    /** What a report says. */
    static Optional<String> verdict(StageResult report) {
        return Optional.of(ExecutionRecords.scalar(report, "verdict")).filter(words -> !words.isEmpty());
    }

    /** A report by its key; empty where it is damaged or gone. */
    Optional<StageResult> stored(String key) {
        try {
            return Optional.of(pipeline.result(key));
        } catch (OnsetException e) {
            return lost(e, key);
        }
    }

    private Optional<StageResult> found(StudyRef study) {
        try {
            return pipeline.open(study).reported();
        } catch (OnsetException e) {
            return lost(e, study);
        }
    }

    private static Optional<StageResult> lost(OnsetException e, Object what) {
        if (e.code() != ErrorCode.STORE_MISSING && e.code() != ErrorCode.STORE_CORRUPT) {
            throw e;
        }
        LOG.warn("{} is damaged or of another version, so its report is not known: {}", what, e.getMessage());
        return Optional.empty();
    }
}
