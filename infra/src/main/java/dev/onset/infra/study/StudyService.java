package dev.onset.infra.study;

import dev.onset.contracts.RerunStage;
import dev.onset.infra.metrics.MetricsAddress;
import dev.onset.infra.store.S3Address;
import dev.onset.studyfile.StudyFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * What the command line asks of the system behind it. Failures are {@link dev.onset.contracts.OnsetException}; bad input
 * is refused before anything is written. Calls block; one service serves one command.
 */
public interface StudyService extends AutoCloseable {
    /**
     * Where studies live.
     *
     * @param data the data directory: reports, scratch, and the store unless there is another
     * @param store an S3 store that takes the place of the one in the data directory
     * @param temporal host:port of the Temporal server that runs studies, empty text for the environment's; absent runs them
     *     in this process
     */
    record Place(Path data, Optional<S3Address> store, Optional<String> temporal) {
        /** As an option of the command line, for messages. */
        public String option() {
            return store.map(address -> "--store " + address).orElse("--data " + data);
        }
    }

    /**
     * Where a study's files go.
     *
     * @param place the store and the reports
     * @param out the report's folder instead of {@code data/reports/<study>}
     * @param metrics where metrics are offered while the study runs in this process; absent: nowhere
     * @param repin stages that are pinned anew to a numeric profile, and computed again
     */
    record RunOptions(Place place, Optional<Path> out, Optional<MetricsAddress> metrics, List<String> repin) {
        public RunOptions {
            repin = List.copyOf(repin);
        }

        /** Without metrics; every pin stays. */
        public RunOptions(Place place, Optional<Path> out) {
            this(place, out, Optional.empty(), List.of());
        }

        public RunOptions withMetrics(Optional<MetricsAddress> address) {
            return new RunOptions(place, out, address, repin);
        }

        public RunOptions withRepin(List<String> stages) {
            return new RunOptions(place, out, metrics, stages);
        }

        public Path data() {
            return place.data();
        }
    }

    /**
     * A finished study.
     *
     * @param verdict {@code two-phase+onset}, {@code two-phase} or {@code none}
     * @param words the verdict in words
     * @param evidence false when the study says it is no evidence
     * @param report the page to open
     * @param outcome the figures as JSON
     * @param digest over all numbers of the report
     * @param stages what was there when it began, and why each stage ran or not
     * @param work what it then did
     * @param seconds wall time of this run
     */
    record FinishedStudy(
            String study,
            String fingerprint,
            String verdict,
            String words,
            boolean evidence,
            Path report,
            Path outcome,
            String digest,
            List<StageFact> stages,
            Work work,
            double seconds) {
        public FinishedStudy {
            stages = List.copyOf(stages);
        }
    }

    /** What an execution computed and what it found, counted as it went; a fenced commit yielded to another attempt. */
    record Work(
            int checkpointsComputed,
            int checkpointsReused,
            int observationsComputed,
            int observationsReused,
            int fencedCommits,
            boolean fitComputed,
            boolean reportComputed) {}

    /**
     * How a stage's result came to be.
     *
     * @param stage for example {@code network/train}, {@code linear/observe}, {@code fit}
     * @param reused false: computed
     * @param reason why, for a reader
     */
    record StageFact(String stage, boolean reused, String reason) {}

    /**
     * What a run would do.
     *
     * @param forwardPasses rows the network would be asked about
     * @param bytes that would be written
     * @param seconds estimated wall time
     */
    record Plan(
            String study,
            String fingerprint,
            List<PlannedStage> stages,
            long forwardPasses,
            long bytes,
            double seconds,
            List<String> notes) {
        public Plan {
            stages = List.copyOf(stages);
            notes = List.copyOf(notes);
        }
    }

    /** One stage of a plan: whether it will run, and why or why not. */
    record PlannedStage(String stage, boolean willRun, String reason) {}

    /**
     * Where a study stands, by what is in the store and, where a server runs it, by what that says.
     *
     * @param state {@code running}, {@code stopped}, {@code done} or {@code failed}; of one that a server runs also {@code
     *     paused}, {@code waiting-for-operator}, {@code cancelled} or {@code terminated}; {@code unknown} where that server
     *     does not answer and there is no result
     * @param notes what else there is to say, such as that the server does not answer
     * @param phase what the newest observations show, where a server runs the study
     */
    record Status(
            String study,
            String fingerprint,
            String state,
            List<RunStanding> runs,
            Optional<String> phase,
            Optional<String> failure,
            Optional<Path> report,
            List<String> notes) {
        public Status {
            runs = List.copyOf(runs);
            notes = List.copyOf(notes);
        }

        /** Whether nothing will change any more by itself, and nobody has asked for that but to wait. */
        public boolean finished() {
            return !Set.of("running", "paused", "waiting-for-worker", "unknown").contains(state);
        }
    }

    /**
     * Progress of one run of a study.
     *
     * @param committedAt when the last commit of any kind was made, by its writer's clock, ISO 8601 in UTC
     * @param boundSeconds of training that a kill costs at most, besides one commit
     * @param profile the numeric profile that each stage is pinned to, by the stage; one that is not pinned is absent
     */
    record RunStanding(
            String run,
            long step,
            long steps,
            int committed,
            int observed,
            int checkpoints,
            Optional<String> committedAt,
            long boundSeconds,
            SortedMap<String, StageProfile> profile) {}

    /**
     * The numeric profile that a stage is pinned to.
     *
     * @param identity equal exactly where results are equal to the last bit
     * @param words for people
     * @param queue where a server has its work wait for workers of the profile
     */
    record StageProfile(String identity, String words, String queue) {}

    /** What {@code why} says about a study's last execution. */
    record Why(String study, String fingerprint, List<StageFact> stages, Optional<Work> work) {
        public Why {
            stages = List.copyOf(stages);
        }
    }

    /** The result of hashing everything again. */
    record Verification(long objects, long bytes, List<Damage> damaged) {
        public Verification {
            damaged = List.copyOf(damaged);
        }
    }

    /** An object that is not what its name or manifest says. */
    record Damage(String key, String problem) {}

    /**
     * A study known to a store.
     *
     * @param notes as those of {@link Status}
     */
    record Known(String study, String fingerprint, String state, Optional<String> verdict, List<String> notes) {
        public Known {
            notes = List.copyOf(notes);
        }
    }

    /** Runs a study to its report, reusing what is committed. */
    FinishedStudy run(StudyFile study, RunOptions options, ProgressSink progress);

    /**
     * Starts a study on a server and leaves it to its workers.
     *
     * @return the workflow's id
     */
    String start(StudyFile study, RunOptions options, ProgressSink progress);

    /** Does a stage of a study's last execution again, and what follows it; reuses everything before. */
    FinishedStudy rerun(Place place, String study, RerunStage stage, String reason, ProgressSink progress);

    /**
     * What an operator asks of a study that a server runs.
     *
     * @return what happened, in words
     */
    String order(Place place, String study, Order order);

    /** An operator's order. */
    sealed interface Order {
        record Pause(String reason) implements Order {}

        record Resume() implements Order {}

        record Retry(String reason) implements Order {}

        record Rerun(RerunStage stage, String reason) implements Order {}

        record Extend(long steps, String reason) implements Order {}

        record CheckpointNow(String reason) implements Order {}

        record Repin(String stage, String reason) implements Order {}

        record Cancel() implements Order {}
    }

    /** What {@link #run} would do now; writes nothing. */
    Plan plan(StudyFile study, RunOptions options);

    /** Where a study stands. */
    Status status(Place place, String study);

    /** Why each stage of the last execution ran or was reused. */
    Why why(Place place, String study);

    /** Hashes every object again, or those of one study. */
    Verification verify(Place place, Optional<String> study);

    /** All studies of a store. */
    List<Known> studies(Place place);

    /** The newest report of a study. */
    Path report(Place place, String study);

    /**
     * Finished studies beside each other.
     *
     * @param studies names, or {@code PLACE::NAME} of another data directory or S3 store than the place's
     * @param out the folder of the page instead of {@code data/comparisons/<names>}
     */
    Comparison compare(Place place, List<String> studies, Optional<Path> out);

    /**
     * Studies beside each other.
     *
     * @param report the page to open, one file without network access
     * @param outcome its figures as JSON
     */
    record Comparison(String words, Path report, Path outcome, String digest, List<Compared> runs) {
        public Comparison {
            runs = List.copyOf(runs);
        }
    }

    /** One run among them; a quantity that does not exist is absent. */
    record Compared(String name, long seed, String verdict, Map<String, Double> quantities) {}

    /**
     * Asks a running {@link #run} to commit and stop, and returns when it has or after a few seconds. Called from another
     * thread; what is committed stays and the next run goes on from there.
     */
    void cancel();

    @Override
    void close();
}
