package dev.onset.contracts;

import java.util.Optional;

/**
 * Starts a study.
 *
 * @param operated true where an operator can act (a real server): a stage that fails for good waits for one instead of
 *     failing the study, and search attributes say where it is
 * @param signalMillis how often a training activity may tell its run what it committed
 * @param mostEvents history after which the study or a run continues as new, where no server suggests it before; 0: the
 *     default
 * @param patienceSeconds that work may wait for a worker without a sign of one before it is said that none is there; 0: the
 *     default
 * @param kind the experiment's kind, for lists of studies
 * @param dataset what it trains on, for lists of studies
 * @param again the stage to do again even where its result is there, with the operator's reason; absent reuses everything
 * @param progress where an earlier execution of the same study stopped; absent at its start
 */
public record StudyRequest(
        StudyRef study,
        boolean operated,
        long signalMillis,
        int mostEvents,
        int patienceSeconds,
        String kind,
        String dataset,
        Optional<Again> again,
        Optional<StudyProgress> progress) {
    /** With the default length of history. */
    public StudyRequest(
            StudyRef study, boolean operated, long signalMillis, String kind, String dataset, Optional<Again> again) {
        this(study, operated, signalMillis, 0, 0, kind, dataset, again, Optional.empty());
    }

    /** A stage to do again, and why. */
    public record Again(RerunStage stage, String reason) {
        public Again {
            Require.present("stage", stage);
            Require.text("reason", reason, 512);
        }
    }

    public StudyRequest {
        Require.present("study", study);
        Require.within("signalMillis", signalMillis, 10, 3_600_000);
        Require.within("patienceSeconds", patienceSeconds, 0, 86_400);
    }

    /** The same with another patience. */
    public StudyRequest withPatience(int seconds) {
        return new StudyRequest(study, operated, signalMillis, mostEvents, seconds, kind, dataset, again, progress);
    }

    /** The same, to be continued from there. */
    public StudyRequest at(StudyProgress newProgress) {
        return new StudyRequest(
                study,
                operated,
                signalMillis,
                mostEvents,
                patienceSeconds,
                kind,
                dataset,
                again,
                Optional.of(newProgress));
    }
}
