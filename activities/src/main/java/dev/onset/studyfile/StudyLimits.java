package dev.onset.studyfile;

import dev.onset.contracts.CheckpointSpec;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.StudySpec;
import dev.onset.data.DataSpec;
import dev.onset.game.ObservationSpec;
import dev.onset.train.NetworkSpec;
import dev.onset.twophase.TwoPhase;
import java.util.BitSet;
import java.util.List;
import java.util.function.UnaryOperator;

/** What must hold between the fields of a study and can be known without its data. */
final class StudyLimits {
    /** Observation activities a run may have: a fit reads them all. Its history does not bound them, it continues as new. */
    static final int MAX_OBSERVATIONS = 20_000;

    private final UnaryOperator<String> origin;

    private StudyLimits(UnaryOperator<String> origin) {
        this.origin = origin;
    }

    static void check(StudySpec spec, UnaryOperator<String> origin) {
        StudyLimits limits = new StudyLimits(origin);
        if (spec.experiment() instanceof TwoPhase study) {
            limits.data(study);
            limits.layers(study.data(), study.network());
            limits.players(study.data(), study.observation().players());
            limits.samples(study);
            limits.history(study.checkpoints(), study.observation());
        } else {
            limits.history(spec.experiment().checkpoints());
        }
    }

    /** One observation a checkpoint. */
    private void history(CheckpointSpec checkpoints) {
        int steps = checkpoints.steps().size();
        if (steps > MAX_OBSERVATIONS) {
            throw Problems.tooLarge(
                    origin.apply("checkpoints"),
                    "checkpoints names " + steps + " steps; a run may have " + MAX_OBSERVATIONS);
        }
    }

    private void data(TwoPhase study) {
        DataSpec data = study.data();
        if (data.format() != DataSpec.Format.IDX && !data.labels().isEmpty()) {
            throw invalid(
                    "data.labels",
                    "is given, but format " + StudyMapper.dashed(data.format()) + " has the label in its last column");
        }
        if (study.controls().contains(TwoPhase.Control.DISJOINT_HALVES)
                && study.training().batch() > data.train() / 2) {
            throw invalid(
                    "training.batch",
                    "is " + study.training().batch() + "; controls name disjoint-halves, whose networks train on "
                            + data.train() / 2 + " examples each: it must not exceed that");
        } else if (study.training().batch() > data.train()) {
            throw invalid(
                    "training.batch",
                    "is " + study.training().batch() + "; it must not exceed the " + data.train()
                            + " training examples of data.train");
        }
    }

    /** Follows the shape of an example through the network. */
    private void layers(DataSpec data, NetworkSpec network) {
        boolean image = data.shape().size() == 3;
        int height = image ? data.shape().get(1) : 0;
        int width = image ? data.shape().get(2) : 0;
        for (int i = 0; i < network.layers().size(); i++) {
            String path = "network.layers." + i;
            NetworkSpec.Layer layer = network.layers().get(i);
            if (layer instanceof NetworkSpec.Dense) {
                image = false;
                continue;
            }
            if (!image) {
                throw invalid(path, "needs an image, but what reaches it is flat");
            }
            int before = Math.min(height, width);
            if (layer instanceof NetworkSpec.Conv conv) {
                height += 2 * conv.padding() - conv.kernel() + 1;
                width += 2 * conv.padding() - conv.kernel() + 1;
            } else if (layer instanceof NetworkSpec.MaxPool pool) {
                height /= pool.size();
                width /= pool.size();
            }
            if (height < 1 || width < 1) {
                throw invalid(path, "leaves nothing of an image whose smaller side is " + before);
            }
        }
    }

    private void players(DataSpec data, ObservationSpec.Players players) {
        String path = "observation.players";
        if (players instanceof ObservationSpec.InkBlocks ink) {
            image(data, path, "ink-blocks");
            divides(path + ".height", ink.height(), data.shape().get(1), "height");
            divides(path + ".width", ink.width(), data.shape().get(2), "width");
            int blocks = data.shape().get(1) / ink.height() * (data.shape().get(2) / ink.width());
            if (ink.count() > blocks) {
                throw invalid(path + ".count", "is " + ink.count() + "; the image has only " + blocks + " such blocks");
            }
        } else if (players instanceof ObservationSpec.Grid grid) {
            image(data, path, "grid");
            divides(path + ".rows", grid.rows(), data.shape().get(1), "height");
            divides(path + ".columns", grid.columns(), data.shape().get(2), "width");
        } else if (players instanceof ObservationSpec.Listed listed) {
            groups(data, listed.groups(), path + ".groups");
        } else if (players instanceof ObservationSpec.AllFeatures) {
            TreeLimits.refuse(path + " all-features", data.features(), origin);
        }
    }

    private void groups(DataSpec data, List<List<Integer>> groups, String path) {
        BitSet taken = new BitSet();
        for (int g = 0; g < groups.size(); g++) {
            String here = path + "." + g;
            if (groups.get(g).isEmpty()) {
                throw invalid(here, "is empty; a player needs at least one feature");
            }
            for (int feature : groups.get(g)) {
                if (feature < 0 || feature >= data.features()) {
                    throw invalid(
                            here, "holds feature " + feature + "; data.shape has features 0.." + (data.features() - 1));
                }
                if (taken.get(feature)) {
                    throw invalid(here, "holds feature " + feature + ", which already belongs to a player");
                }
                taken.set(feature);
            }
        }
    }

    private void samples(TwoPhase study) {
        ObservationSpec observation = study.observation();
        atMost(
                "observation.trainSamples",
                observation.trainSamples(),
                study.data().train(),
                "data.train");
        atMost(
                "observation.testSamples",
                observation.testSamples(),
                study.data().test(),
                "data.test");
    }

    private void history(CheckpointSpec checkpoints, ObservationSpec observation) {
        long steps = checkpoints.steps().size();
        long activities = steps * observation.shards();
        if (activities <= MAX_OBSERVATIONS) {
            return;
        }
        String field = "observation.shardSize";
        String problem = field + " is " + observation.shardSize() + ": " + steps + " checkpoints of "
                + observation.samples() + " samples would need " + activities
                + " observation activities, and a run may have "
                + MAX_OBSERVATIONS;
        long shards = MAX_OBSERVATIONS / steps;
        if (shards == 0) {
            throw Problems.tooLarge(
                    origin.apply(field), problem + "; no shardSize suffices, ask for fewer checkpoints");
        }
        long size = (observation.samples() + shards - 1) / shards;
        throw Problems.tooLarge(
                origin.apply(field), problem + "; a shardSize of " + size + " or fewer checkpoints would fit");
    }

    private void image(DataSpec data, String path, String kind) {
        if (data.shape().size() != 3) {
            throw invalid(path, "is " + kind + ", which needs images; data.shape has one entry");
        }
    }

    private void divides(String path, int part, int whole, String side) {
        if (whole % part != 0) {
            throw invalid(path, "is " + part + "; it must divide the image's " + side + " of " + whole);
        }
    }

    private void atMost(String path, int value, int bound, String boundPath) {
        if (value > bound) {
            throw invalid(path, "is " + value + "; it must not exceed " + boundPath + ", which is " + bound);
        }
    }

    private OnsetException invalid(String path, String problem) {
        return Problems.invalid(origin.apply(path), path + " " + problem);
    }
}
