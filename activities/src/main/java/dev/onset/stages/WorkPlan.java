package dev.onset.stages;

import dev.onset.checkpoint.CommittedCheckpoint;
import dev.onset.kind.Observable;
import dev.onset.kind.RunPoint;
import dev.onset.kind.Trainer;
import dev.onset.store.CanonicalJson;
import dev.onset.store.Difference;
import dev.onset.store.Fingerprint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a study would do now, and why: read from the store, nothing written. The same facts, read before an execution
 * begins, explain it afterwards.
 *
 * @param stages in order of execution
 * @param forwardPasses masked rows that would be evaluated
 * @param bytes that would be written, about
 * @param seconds on one core, about
 * @param hidden whether trainings are to come whose cost, and whose networks' size, only their programs know
 */
public record WorkPlan(List<StageWork> stages, long forwardPasses, long bytes, double seconds, boolean hidden) {
    /**
     * One stage.
     *
     * @param stage such as {@code network/train} or {@code fit}
     * @param done results that are there
     * @param total results it consists of
     * @param reason why it runs or not
     */
    public record StageWork(String stage, int done, int total, String reason) {
        public boolean willRun() {
            return done < total;
        }
    }

    public WorkPlan {
        stages = List.copyOf(stages);
    }

    /**
     * Looks ahead.
     *
     * @param before the study's previous execution, to say what changed since
     */
    public static WorkPlan of(OpenStudy study, Optional<OpenStudy> before) {
        return new Looking(study, before).all();
    }

    private static final class Looking {
        private final OpenStudy study;
        private final Optional<OpenStudy> before;
        private final List<StageWork> stages = new ArrayList<>();
        private long forwardPasses;
        private double bytes;
        private double seconds;
        private boolean hidden;
        private final ObservationFingerprints.Now now;
        private boolean complete = true;

        Looking(OpenStudy study, Optional<OpenStudy> before) {
            this.study = study;
            this.before = before;
            this.now = study.observations();
        }

        WorkPlan all() {
            for (int index = 0; index < study.points().size(); index++) {
                run(index);
            }
            boolean fit = complete && study.fitted().isPresent();
            stages.add(new StageWork("fit", fit ? 1 : 0, 1, fitReason(fit)));
            boolean report = fit && study.reported().isPresent();
            stages.add(new StageWork(
                    "report",
                    report ? 1 : 0,
                    1,
                    report
                            ? "the fit and the study's words are unchanged"
                            : fit ? "it was never written for this fit" : "the fit runs"));
            return new WorkPlan(stages, forwardPasses, (long) bytes, seconds, hidden);
        }

        private void run(int index) {
            RunPoint point = study.point(index);
            StoredRun run = study.run(index);
            run.refresh();
            List<CommittedCheckpoint> committed = point.schedule().stream()
                    .flatMap(step -> run.known(step).stream())
                    .toList();
            int checkpoints = point.schedule().size();
            stages.add(new StageWork(
                    point.name() + "/train",
                    committed.size(),
                    checkpoints,
                    trainReason(index, committed.size(), checkpoints)));
            complete &= committed.size() == checkpoints;
            Trainer.Cost training = study.trainer().cost(point);
            hidden |= committed.size() < checkpoints && training.equals(Trainer.Cost.UNKNOWN);
            bytes += (double) (checkpoints - committed.size()) * training.checkpointBytes();
            seconds += committed.size() == checkpoints
                    ? 0
                    : point.lastStep() / 1000.0 * training.secondsPerThousandSteps();
            for (Observable observable : study.observables()) {
                observe(index, run, committed, observable);
            }
        }

        private void observe(int index, StoredRun run, List<CommittedCheckpoint> committed, Observable observable) {
            RunPoint point = run.point();
            int observed = (int) committed.stream()
                    .flatMap(checkpoint -> now.known(run, observable, checkpoint).stream())
                    .flatMap(List::stream)
                    .filter(run::hasObservation)
                    .count();
            int observations = point.schedule().size() * observable.shards();
            stages.add(new StageWork(
                    point.name() + "/" + observable.name(),
                    observed,
                    observations,
                    observeReason(index, observable, committed.isEmpty(), observed, observations)));
            complete &= observed == observations;
            Observable.Cost cost = observable.cost(point);
            forwardPasses += (long) (observations - observed) * cost.forwardPasses();
            bytes += (double) (observations - observed) * cost.bytes();
            seconds += (observations - observed) * cost.seconds();
        }

        private String trainReason(int index, int committed, int checkpoints) {
            if (committed == checkpoints) {
                return "all checkpoints of this training are committed";
            }
            if (committed > 0) {
                return committed + " of " + checkpoints + " checkpoints are committed; it goes on from there";
            }
            return "nothing is committed for this training"
                    + changes(
                            index, (open, point) -> Optional.of(open.run(point).trajectory()));
        }

        private String observeReason(
                int index, Observable observable, boolean untrained, int observed, int observations) {
            if (observed == observations) {
                return "all results for these checkpoints and settings are there";
            }
            if (observed > 0) {
                return observed + " of " + observations + " results are there";
            }
            if (untrained) {
                return "its checkpoints do not exist yet";
            }
            return "no result for these checkpoints and settings"
                    + changes(index, (open, point) -> lastShard(open, point, observable.name()));
        }

        /** The settings of an observable as its last shard has them; empty where a study has no such observable. */
        private static Optional<Fingerprint> lastShard(OpenStudy open, int point, String name) {
            return open.observables().stream()
                    .filter(observable -> observable.name().equals(name))
                    .findFirst()
                    .map(observable ->
                            open.observations().settings(open.point(point), observable, observable.shards() - 1));
        }

        private String fitReason(boolean there) {
            if (there) {
                return "its observations and thresholds are unchanged";
            }
            if (!complete) {
                return "its observations are not complete";
            }
            return "no result for these observations and thresholds"
                    + before.map(old -> describe(Fingerprint.diff(settings(old), settings(study))))
                            .orElse("");
        }

        private interface Of {
            Optional<Fingerprint> fingerprint(OpenStudy open, int point);
        }

        private String changes(int index, Of of) {
            if (before.isEmpty() || index >= before.get().points().size()) {
                return "";
            }
            return of.fingerprint(before.get(), index)
                    .flatMap(old -> of.fingerprint(study, index).map(now -> describe(Fingerprint.diff(old, now))))
                    .orElse("");
        }

        /** The fit's settings alone, as a fingerprint, to say where they differ. */
        private static Fingerprint settings(OpenStudy open) {
            return Fingerprint.of(CanonicalJson.tree(open.fitParameters()));
        }

        private static String describe(List<Difference> differences) {
            if (differences.isEmpty()) {
                return "";
            }
            String shown =
                    differences.stream().limit(3).map(Difference::toString).collect(Collectors.joining("; "));
            return "; since the previous execution: " + shown
                    + (differences.size() > 3 ? "; and " + (differences.size() - 3) + " more" : "");
        }
    }
}
