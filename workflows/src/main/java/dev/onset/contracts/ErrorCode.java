package dev.onset.contracts;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Every way Onset can fail. The same name is the failure type in Temporal, the metric label and the log field.
 *
 * <p>{@link #retryable()} tells the orchestration whether the same attempt may succeed later without anyone acting; a code
 * that is not retryable ends the stage at once, so no retry is burned on bad input. {@link #ofWorker()} tells whether another worker may do what one could not.
 */
public enum ErrorCode {
    /** A study file, option or value is wrong. */
    STUDY_INVALID(Category.INPUT, false, "correct the study file or option and run again"),
    /** A data file is wrong: missing, ragged, not finite, labels out of range. */
    DATA_INVALID(Category.INPUT, false, "correct the data file and run again"),
    /** A model or game handed in for analysis is wrong. */
    MODEL_INVALID(
            Category.INPUT,
            false,
            "correct the model, or what is said of it (data.shape and data.classes of a study; the sample), and run again"),
    /** The study is larger than its stated bounds allow. */
    STUDY_TOO_LARGE(Category.INPUT, false, "reduce the study as the message says"),
    /** Another process owns this study in this data directory. */
    STUDY_LOCKED(Category.INPUT, false, "wait for the other process or stop it"),
    /** Training produced a value that is not finite. */
    TRAINING_DIVERGED(Category.COMPUTE, false, "lower the learning rate; committed checkpoints stay usable"),
    /** A trainer produced other content for a checkpoint that is already committed. */
    CHECKPOINT_DIVERGED(
            Category.COMPUTE,
            false,
            "the first content stands: have workers of the build and profile that wrote it go on, by 'retry', or run the study"
                    + " in another store (--data or --store), which trains it anew"),
    /** A supervised training failed by itself: ended too early, came no further, or wrote what is no checkpoint. */
    TRAINER_FAILED(
            Category.COMPUTE,
            false,
            "mend what its last lines name: where the cause lies outside trainer.files, 'retry' or a new run goes on from the last"
                    + " commit; an edited script or setting is another training, which begins anew"),
    /** The command of a supervised training does not start on this machine, or does not answer what its bits depend on. */
    TRAINER_UNUSABLE(
            Category.RESOURCE,
            true,
            "install what the command needs on this machine, or correct trainer.command and trainer.files; a worker that has it may"
                    + " take the next attempt"),
    /** A stage is pinned to another numeric profile than this process has; a worker that has it may take the next attempt. */
    PROFILE_MISMATCH(
            Category.COMPUTE,
            true,
            "have a worker of the named profile serve the study (infra/onset doctor names a machine's), or pin the stage anew,"
                    + " which computes it again: infra/onset repin STUDY --stage STAGE where a server runs it,"
                    + " infra/onset run STUDY --repin STAGE in this process"),
    /** Work waits on a queue that no worker serves: none of the stage, or none of the profile that it is pinned to. */
    WORKER_MISSING(
            Category.RESOURCE,
            true,
            "start a worker as the message says ('infra/onset worker'); a study goes on by itself then, an order is given again"
                    + " where 'infra/onset status' does not show it"),
    /** Memory ran out. */
    OUT_OF_MEMORY(
            Category.RESOURCE,
            false,
            "give the process more memory (ONSET_HEAP is Java's part of it) or lower the batch, then run or retry the study"),
    /** The GPU a study asks for is not there, or does not work. */
    DEVICE_UNAVAILABLE(
            Category.RESOURCE,
            false,
            "start the worker on a machine whose GPU and CUDA libraries work, or set observation.device to cpu"),
    /** The program that evaluates a study's networks ended, did not answer, or could not be started. */
    EVALUATOR_FAILED(
            Category.COMPUTE,
            true,
            "read its last lines in the message and mend the command, its files or the worker's machine, then run or retry the"
                    + " study: it goes on; raise evaluator.answerSeconds only where one answer may take that long"),
    /** The program that evaluates a study's networks breaks the protocol, or answers otherwise when it is asked the same again. */
    EVALUATOR_INVALID(
            Category.INPUT, false, "mend the evaluator as the message says, then run the study again: it goes on"),
    /** A stage showed no progress for the stall limit. */
    STALLED(
            Category.RESOURCE,
            true,
            "find out from the worker's log what it waited for (disk, device, memory); it is tried again, and 'retry' or a new run"
                    + " goes on from the last commit; raise ONSET_STALL_SECONDS only where one operation may take that long"),
    /** A worker was not heard of any more while it did a stage. */
    HEARTBEAT_LOST(
            Category.RESOURCE,
            true,
            "find out what became of the worker (killed, suspended, out of memory, cut off); with one that works, 'retry' goes on"
                    + " from the last commit"),
    /** A stage took longer than it is given. */
    STAGE_OVERDUE(
            Category.RESOURCE,
            true,
            "find out what slows the stage's worker or store; then 'retry' goes on from what is in the store"),
    /** A native library does not load: its folder may not run anything, or a library of the system is missing. */
    LIBRARY_UNUSABLE(
            Category.RESOURCE, false, "mend the machine as the message says, then run or retry the study: it goes on"),
    /** No space is left where the store or scratch lives. */
    DISK_FULL(Category.RESOURCE, false, "free space, then run or retry the study: it goes on from its last commit"),
    /** A local folder of this process cannot be used for a reason other than space: rights, a read-only or broken disk. */
    FOLDER_UNUSABLE(
            Category.RESOURCE,
            false,
            "make the named folder readable and writable, or give another one (--data; for temporary files ONSET_JAVA_OPTS with"
                    + " -Djava.io.tmpdir=FOLDER), then run or retry the study: it goes on from its last commit"),
    /** The store did not answer, or answered with an error that may pass. */
    STORE_UNAVAILABLE(
            Category.STORE,
            true,
            "check the store and its address; a study that runs goes on when it answers, one that ended or waits by 'run' or"
                    + " 'retry'"),
    /** The store refuses to serve us: address, bucket, region, credentials or certificate are wrong. */
    STORE_REFUSED(
            Category.STORE,
            false,
            "correct the store's address, credentials or rights as the message says, then run or retry the study; what is"
                    + " committed stays"),
    /** The Temporal server does not answer. */
    TEMPORAL_UNAVAILABLE(Category.STORE, true, "check the Temporal server and its address; a study that runs goes on"),
    /** The Temporal server answers and refuses us: certificate, API key or namespace are wrong. */
    TEMPORAL_REFUSED(
            Category.STORE,
            false,
            "correct the address, namespace, API key or certificate (TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, TEMPORAL_API_KEY,"
                    + " TEMPORAL_TLS*) and give the command again; a study that runs goes on"),
    /** The store did not say whether a commit took effect. */
    COMMIT_UNKNOWN(
            Category.STORE,
            true,
            "nothing while it is tried again; afterwards run or retry the study: what was committed is read back first"),
    /** An object's content does not match its digest. */
    STORE_CORRUPT(
            Category.STORE,
            true,
            "run or retry the study: what is damaged is computed again; one that runs does so by itself"),
    /** The store does not refuse to overwrite, so it cannot keep a commit log. */
    STORE_UNSAFE(Category.STORE, false, "use a store that honours conditional creates"),
    /** An object that should exist is missing. */
    STORE_MISSING(Category.STORE, false, "run the study again: missing objects are recomputed"),
    /** Nobody took the notice that a run entered another phase. */
    NOTICE_FAILED(Category.RESOURCE, true, "check the notice address (ONSET_NOTICE_URL); the study goes on without"),
    /** A payload exceeds what workflow history may carry. */
    PAYLOAD_TOO_LARGE(Category.INTERNAL, false, "report this: payloads must be references"),
    /** An encrypted payload does not open: its key is missing, or it is not what was written. */
    PAYLOAD_UNREADABLE(
            Category.RESOURCE, false, "give every process the key file that holds this key (ONSET_PAYLOAD_KEYS)"),
    /** An operator cancelled the study. */
    STUDY_CANCELLED(
            Category.OPERATOR, false, "run the study again when it is wanted: it goes on from what is committed"),
    /** An operator terminated or deleted the study's execution, or the server lost it. */
    STUDY_TERMINATED(Category.OPERATOR, false, "run the study again: it goes on from what is committed"),
    /** An operator cancelled or terminated one run of a study that goes on. */
    RUN_ENDED(
            Category.OPERATOR,
            false,
            "'retry' begins the run again, which goes on from what is committed; 'cancel' ends the study"),
    /** A defect of Onset. */
    INTERNAL(Category.INTERNAL, false, "report this with the log");

    /** Who has to act. */
    public enum Category {
        INPUT,
        COMPUTE,
        RESOURCE,
        STORE,
        OPERATOR,
        INTERNAL
    }

    private static final Set<ErrorCode> OF_WORKER = Collections.unmodifiableSet(
            EnumSet.of(OUT_OF_MEMORY, DEVICE_UNAVAILABLE, LIBRARY_UNUSABLE, DISK_FULL, FOLDER_UNUSABLE, STORE_REFUSED));

    private final Category category;
    private final boolean retryable;
    private final String nextAction;

    ErrorCode(Category category, boolean retryable, String nextAction) {
        this.category = category;
        this.retryable = retryable;
        this.nextAction = nextAction;
    }

    public Category category() {
        return category;
    }

    public boolean retryable() {
        return retryable;
    }

    /**
     * Whether it may be of the worker that met it alone, not of the work. On a server such work is tried on another worker, and
     * the one that failed takes none until it can work again.
     */
    public boolean ofWorker() {
        return OF_WORKER.contains(this);
    }

    /** What the operator does about it, as an imperative. */
    public String nextAction() {
        return nextAction;
    }
}
