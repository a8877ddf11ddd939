package dev.onset.kind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.Experiment;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.StudySpec;
import dev.onset.numeric.JavaProfile;
import dev.onset.numeric.Profile;
import dev.onset.workflows.Queues;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * A kind of study: its record, its defaults and bundled studies, its bounds, and which {@link Trainer}, {@link Observable}s,
 * {@link PhaseModel} and {@link StudyPages} it puts together. A kind lives in one package and is registered by a service file;
 * beside its class lie {@code defaults.yaml} and one {@code NAME.yaml} for each bundled study. Safe for several threads.
 */
public interface Kind {
    /** The name that a study file gives as its {@code kind}. */
    String name();

    /** Whether study files name it; one that puts others together is made of what they say. */
    default boolean isWritten() {
        return true;
    }

    /** The record that a study of this kind is. */
    Class<? extends Experiment> experiment();

    /** Names of the studies that come with it. */
    List<String> bundled();

    /**
     * Refuses what must be refused before a study's tree is bound to records, since the message needs more words than a range.
     *
     * @throws OnsetException as {@link #limit(StudySpec, Limits)}
     */
    default void limit(JsonNode tree, Limits limits) {}

    /**
     * Refuses what cannot hold between the fields of a study and can be known without its data.
     *
     * @throws OnsetException STUDY_INVALID or STUDY_TOO_LARGE, made by {@code limits}, naming field, value and bound
     */
    void limit(StudySpec spec, Limits limits);

    /**
     * Refuses what a study may ask for alone but not as one point of a grid, such as to change the study as it goes on.
     *
     * @throws OnsetException as {@link #limit(StudySpec, Limits)}
     */
    default void limitPoint(StudySpec point, Limits limits) {}

    /** What it trains on in a word or two, for lists of studies. */
    String dataset(StudySpec spec);

    /**
     * Fits the kind's defaults to what a study file chooses: sections that its choice makes empty go, others come.
     *
     * @param file the file's tree with what options set, not to be changed
     * @param defaults the kind's, to be changed
     * @throws OnsetException as {@link #limit(StudySpec, Limits)}, where the file has what its choice leaves no room for
     */
    default void fit(ObjectNode file, ObjectNode defaults, Limits limits) {}

    /**
     * The same study with what its files alone can tell, such as the steps of checkpoints that exist.
     *
     * @throws OnsetException an input code, naming file, field and bound
     */
    default StudySpec resolved(StudySpec spec, Sources sources) throws IOException {
        return spec;
    }

    /** The files a study needs, once it is resolved: role to source, as the study file writes it. */
    SortedMap<String, String> sources(StudySpec spec);

    /**
     * Checks the input files against the study before anything is written.
     *
     * @throws OnsetException an input code, naming file, field and bound
     */
    void check(StudySpec spec, Map<String, SourceFile> inputs) throws IOException;

    /**
     * What {@link #check} looks at of a study besides its files: points of a grid that agree in it are checked once.
     *
     * @return a record, or a list of records
     */
    default Object checked(StudySpec spec) {
        return spec;
    }

    /**
     * Which programs compute a study's stages, as far as they decide numeric profiles: the points of a grid, whose stages are pinned
     * once for all, agree in it.
     *
     * @return a record, or a list of records
     */
    default Object programs(StudySpec spec) {
        return List.of();
    }

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

    /** The study's runs, in grid order; the first is the study's own, others may be controls. */
    List<RunPoint> points(StudySpec spec);

    /**
     * The numeric profiles under which this process would compute what its studies send to a queue, libraries loaded to find out:
     * a worker of the queue takes work of those alone. A profile that one of its parts has and this list lacks is served by
     * nobody.
     *
     * @param queue of a stage, as {@link Queues} has them
     * @param gpu which of this machine's GPUs is computed on, where it is
     */
    default List<Profile> profiles(String queue, int gpu) {
        return queue.equals(Queues.OBSERVE_GPU) ? List.of() : List.of(JavaProfile.current());
    }

    /** How the checkpoints of a study come to be. */
    Trainer trainer(StudyDocument study);

    /** What is measured at every checkpoint of a study, in the order in which it is shown; names differ. */
    List<Observable> observables(StudyDocument study);

    /** What is fitted to a study's observations, and what is read of them while it goes on. */
    PhaseModel phaseModel(StudyDocument study);

    /** How a study's fit becomes pages. */
    StudyPages pages(StudyDocument study);
}
