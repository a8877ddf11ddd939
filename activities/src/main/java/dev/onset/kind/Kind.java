package dev.onset.kind;

import dev.onset.checkpoint.CommittedCheckpoint;
import dev.onset.contracts.Device;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.Experiment;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.StudySpec;
import dev.onset.store.Fingerprint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * How one kind of experiment trains, what it observes, what it fits and how it reports. Safe for several threads;
 * everything comes in through its arguments and goes out as files, so that any worker can do any part.
 */
public interface Kind {
    /** The name that a study file gives as its {@code kind}. */
    String name();

    /** The record that a study of this kind is. */
    Class<? extends Experiment> experiment();

    /** The files a study needs: role to source, as the study file writes it. */
    SortedMap<String, String> sources(StudySpec spec);

    /**
     * Checks the input files against the study before anything is written.
     *
     * @throws dev.onset.contracts.OnsetException an input code, naming file, field and bound
     */
    void check(StudySpec spec, Map<String, SourceFile> inputs) throws IOException;

    /**
     * The same study, trained longer: every step that was scheduled stays so, and what is committed is not trained again.
     *
     * @param steps optimiser steps in all, more than the study's
     * @throws OnsetException STUDY_INVALID where that cannot be
     */
    default StudySpec extended(StudySpec spec, long steps) {
        throw new OnsetException(
                ErrorCode.STUDY_INVALID,
                "a study of kind " + spec.experiment().kind() + " has a fixed length; nothing was changed");
    }

    /**
     * The same study, ended at an earlier step of its schedule.
     *
     * @throws OnsetException STUDY_INVALID where that cannot be
     */
    default StudySpec shortened(StudySpec spec, long step) {
        return extended(spec, step);
    }

    /** How long a training segment may go on before it ends at a commit. */
    int segmentSeconds(StudyDocument study);

    /** Trainings that one process can carry at once; more than one only where they share no native state or thread. */
    default int trainingsAtOnce() {
        return 1;
    }

    /** The study's runs, in grid order; the first is the study's own, others may be controls. */
    List<RunPoint> points(StudyDocument study);

    /** What determines the bits of a run's checkpoints up to any step: not how long it goes on, not when it is observed. */
    Fingerprint trajectory(StageContext context, StudyDocument study, RunPoint point);

    /** Opens the training of a run at step 0. */
    ResumableTraining open(StageContext context, StudyDocument study, RunPoint point) throws IOException;

    /**
     * What determines the bits of one observation.
     *
     * @param checkpoint absent to ask what would determine it apart from the checkpoint, to compare settings
     */
    Fingerprint observation(
            StageContext context,
            StudyDocument study,
            RunPoint point,
            Optional<CommittedCheckpoint> checkpoint,
            int shard);

    /** Observes one shard at one checkpoint. */
    StageProduct observe(
            StageContext context,
            StudyDocument study,
            RunPoint point,
            CommittedCheckpoint checkpoint,
            int shard,
            Path folder,
            StageProgress progress)
            throws IOException;

    /** Where observations are computed. */
    default Device device(StudyDocument study) {
        return Device.CPU;
    }

    /** Reads the phase of a run while it goes on; empty where there is nothing to read. */
    default Optional<LiveReader> liveReader(StudyDocument study, RunPoint point) {
        return Optional.empty();
    }

    /** What the fit depends on besides the observations; a record or a map. */
    Object fitParameters(StudyDocument study);

    /** Version of the fit's code, changed whenever its results change. */
    String fitVersion();

    /** Fits the phase model. */
    StageProduct fit(
            StageContext context, StudyDocument study, List<ObservedRun> runs, Path folder, StageProgress progress)
            throws IOException;

    /** Version of the report's code, changed whenever its pages change. */
    String reportVersion();

    /**
     * Writes the report's files, {@code index.html} and {@code outcome.json} among them, by relative path; scalars
     * {@code verdict}, {@code words} and {@code digest}.
     */
    StageProduct report(StageContext context, StudyDocument study, ReportFacts facts, Path folder) throws IOException;

    /** Cost of a run, for a plan. */
    Cost cost(StudyDocument study, RunPoint point);

    /**
     * What a run costs, about.
     *
     * @param forwardPasses masked rows evaluated per observation
     * @param checkpointBytes bytes of one checkpoint
     * @param observationBytes bytes of one observation
     * @param secondsPerThousandSteps training time on one core
     * @param secondsPerObservation time of one observation on one core
     */
    record Cost(
            long forwardPasses,
            long checkpointBytes,
            long observationBytes,
            double secondsPerThousandSteps,
            double secondsPerObservation) {}
}
