package dev.onset.stages;

import dev.onset.checkpoint.CommitLog;
import dev.onset.checkpoint.CommittedCheckpoint;
import dev.onset.kind.Kind;
import dev.onset.kind.RunPoint;
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
 */
public record WorkPlan(List<StageWork> stages, long forwardPasses, long bytes, double seconds) {
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
        private boolean complete = true;

        Looking(OpenStudy study, Optional<OpenStudy> before) {
            this.study = study;
            this.before = before;
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
            return new WorkPlan(stages, forwardPasses, (long) bytes, seconds);
        }

        private void run(int index) {
            RunPoint point = study.point(index);
            CommitLog log = study.log(index);
            List<Optional<CommittedCheckpoint>> manifests =
                    point.schedule().stream().map(log::find).toList();
            int committed = (int) manifests.stream().filter(Optional::isPresent).count();
            int observed = 0;
            for (Optional<CommittedCheckpoint> manifest : manifests) {
                for (int shard = 0; manifest.isPresent() && shard < point.shards(); shard++) {
                    observed += study.hasObservation(index, manifest.get(), shard) ? 1 : 0;
                }
            }
            int checkpoints = point.schedule().size();
            int observations = checkpoints * point.shards();
            stages.add(new StageWork(
                    point.name() + "/train", committed, checkpoints, trainReason(index, committed, checkpoints)));
            stages.add(new StageWork(
                    point.name() + "/observe",
                    observed,
                    observations,
                    observeReason(index, manifests, observed, observations)));
            complete &= committed == checkpoints && observed == observations;
            Kind.Cost cost = study.cost(index);
            forwardPasses += (long) (observations - observed) * cost.forwardPasses();
            bytes += (double) (checkpoints - committed) * cost.checkpointBytes()
                    + (double) (observations - observed) * cost.observationBytes();
            seconds += (committed == checkpoints ? 0 : point.lastStep() / 1000.0 * cost.secondsPerThousandSteps())
                    + (observations - observed) * cost.secondsPerObservation();
        }

        private String trainReason(int index, int committed, int checkpoints) {
            if (committed == checkpoints) {
                return "all checkpoints of this training are committed";
            }
            if (committed > 0) {
                return committed + " of " + checkpoints + " checkpoints are committed; it goes on from there";
            }
            return "nothing is committed for this training" + changes(index, OpenStudy::trajectory);
        }

        private String observeReason(
                int index, List<Optional<CommittedCheckpoint>> manifests, int observed, int observations) {
            if (observed == observations) {
                return "all results for these checkpoints and settings are there";
            }
            if (observed > 0) {
                return observed + " of " + observations + " results are there";
            }
            if (manifests.stream().allMatch(Optional::isEmpty)) {
                return "its checkpoints do not exist yet";
            }
            return "no result for these checkpoints and settings" + changes(index, OpenStudy::observationSettings);
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
            Fingerprint fingerprint(OpenStudy open, int point);
        }

        private String changes(int index, Of of) {
            if (before.isEmpty() || index >= before.get().points().size()) {
                return "";
            }
            return describe(Fingerprint.diff(of.fingerprint(before.get(), index), of.fingerprint(study, index)));
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
