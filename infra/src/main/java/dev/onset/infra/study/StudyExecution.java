package dev.onset.infra.study;

import dev.onset.contracts.StudyRef;
import dev.onset.contracts.StudyRequest;
import dev.onset.contracts.StudyResult;

/** Where a study is run: by this process, or by workers behind a server. */
interface StudyExecution extends AutoCloseable {
    /**
     * Runs the study to its end.
     *
     * @throws dev.onset.contracts.OnsetException with the failed stage's own code
     */
    StudyResult run(StudyRef study, StudyRequest request, ProgressSink progress);

    /** An operator's interrupt: returns soon; what is committed stays. */
    void cancel();

    /** How often a training activity may tell its run what it committed. */
    long signalMillis();

    /** Whether an operator can act on a stage that failed for good. */
    boolean operated();

    @Override
    void close();
}
