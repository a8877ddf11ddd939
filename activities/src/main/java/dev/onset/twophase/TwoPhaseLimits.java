package dev.onset.twophase;

import dev.onset.data.DataSpec;
import dev.onset.evaluate.EvaluatorSpec;
import dev.onset.game.CloserSpec;
import dev.onset.game.ObservationSpec;
import dev.onset.game.PlayerLimits;
import dev.onset.game.SampleRows;
import dev.onset.kind.Limits;
import dev.onset.recovery.RecoverySpec;
import dev.onset.train.NetworkSpec;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/** What must hold between the fields of a two-phase study and can be known without its data. */
final class TwoPhaseLimits {
    private final TwoPhase study;
    private final DataSpec data;
    private final ObservationSpec observation;
    private final Limits limits;

    TwoPhaseLimits(TwoPhase study, Limits limits) {
        this.study = study;
        this.data = study.data();
        this.observation = study.observation();
        this.limits = limits;
    }

    void check() {
        data();
        if (study.network() != null) {
            layers(study.network());
        }
        players(observation.players());
        if (observation.baseline() == ObservationSpec.Baseline.MASK) {
            text("observation.baseline", "mask");
        }
        if (observation.outputs().contains(ObservationSpec.Output.VALUE)
                && study.evaluator() instanceof EvaluatorSpec.Onnx) {
            throw limits.invalid(
                    "observation.outputs",
                    "names value, which only an evaluator of the study's own gives: logits are known up to a constant; ask for"
                            + " log-odds, or give evaluator");
        }
        samples();
        closer();
        history();
    }

    private void data() {
        if (data.format() != DataSpec.Format.IDX && !data.labels().isEmpty()) {
            throw limits.invalid(
                    "data.labels",
                    "is given, but format "
                            + data.format().name().toLowerCase(Locale.ROOT).replace('_', '-')
                            + " has no labels file of that key");
        }
        boolean known = data.train() > 0; // of data that come split, once their files are looked at
        if (study.training() != null && known) {
            batch(study.training().batch());
        }
        if (study.training() != null && study.training().augmentation().changes()) {
            shift(study.training().augmentation().shift());
        }
        if (study.network() != null && data.shape().size() != 1 && data.shape().size() != 3) {
            throw limits.invalid(
                    "data.shape",
                    "has " + data.shape().size()
                            + " entries; networks trained here take [features] or [channels, height, width]");
        }
    }

    /** Pixels that each have a scale of their own do not stay what they were at another place. */
    private void shift(int shift) {
        String path = "training.augmentation.shift";
        if (data.shape().size() != 3) {
            throw limits.invalid(
                    path, "is " + shift + ", which needs images; data.shape is " + data.shape() + "; leave it 0");
        }
        int side = Math.min(data.shape().get(1), data.shape().get(2));
        if (shift >= side) {
            throw limits.invalid(
                    path,
                    "is " + shift + "; it must be below the image's smaller side of " + side
                            + ", or nothing of an image may be left");
        }
        if (data.standardize()) {
            throw limits.invalid(
                    path,
                    "is " + shift
                            + ", but data.standardize gives each pixel a scale of its own; use data.scale instead, or leave"
                            + " one of them out");
        }
    }

    private void batch(int batch) {
        if (study.controls().contains(TwoPhase.Control.DISJOINT_HALVES) && batch > data.train() / 2) {
            throw limits.invalid(
                    "training.batch",
                    "is " + batch + "; controls name disjoint-halves, whose networks train on " + data.train() / 2
                            + " examples each: it must not exceed that");
        } else if (batch > data.train()) {
            throw limits.invalid(
                    "training.batch",
                    "is " + batch + "; it must not exceed the " + data.train() + " training examples of data.train");
        }
    }

    /** Follows the shape of an example through the network. */
    private void layers(NetworkSpec network) {
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
                throw limits.invalid(path, "needs an image, but what reaches it is flat");
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
                throw limits.invalid(path, "leaves nothing of an image whose smaller side is " + before);
            }
        }
    }

    private void players(ObservationSpec.Players players) {
        String path = "observation.players";
        if (players instanceof ObservationSpec.InkBlocks ink) {
            image(path, "ink-blocks");
            divides(path + ".height", ink.height(), data.shape().get(1), "height");
            divides(path + ".width", ink.width(), data.shape().get(2), "width");
            int blocks = data.shape().get(1) / ink.height() * (data.shape().get(2) / ink.width());
            if (ink.count() > blocks) {
                throw limits.invalid(
                        path + ".count", "is " + ink.count() + "; the image has only " + blocks + " such blocks");
            }
        } else if (players instanceof ObservationSpec.Grid grid) {
            image(path, "grid");
            divides(path + ".rows", grid.rows(), data.shape().get(1), "height");
            divides(path + ".columns", grid.columns(), data.shape().get(2), "width");
        } else if (players instanceof ObservationSpec.FeatureMap map) {
            featureMap(path, map);
        } else if (players instanceof ObservationSpec.Listed listed) {
            groups(listed.groups(), path + ".groups");
        } else if (players instanceof ObservationSpec.RandomBlocks random) {
            image(path, "random-blocks");
            divides(path + ".height", random.height(), data.shape().get(1), "height");
            divides(path + ".width", random.width(), data.shape().get(2), "width");
            int blocks = data.shape().get(1) / random.height() * (data.shape().get(2) / random.width());
            atMost(path + ".count", random.count(), blocks, "the image's blocks of that size");
        } else if (players instanceof ObservationSpec.RandomFeatures random) {
            atMost(path + ".count", random.count(), data.features(), "the features of data.shape");
        } else if (players instanceof ObservationSpec.Words) {
            text(path, "words");
        } else if (players instanceof ObservationSpec.AllFeatures
                && !observation.spectrum().alone()) {
            PlayerLimits.refuse(path + " all-features", data.features(), limits);
        }
    }

    /** What is known before the network is; {@link CutCheck} looks at that. */
    private void featureMap(String path, ObservationSpec.FeatureMap map) {
        image(path, "feature-map");
        atMost(
                path + ".rows",
                map.rows(),
                data.shape().get(1),
                "the image's rows of pixels, on which players are drawn");
        atMost(path + ".columns", map.columns(), data.shape().get(2), "the image's columns of pixels");
        if (study.evaluator() instanceof EvaluatorSpec.Process) {
            throw limits.invalid(
                    path,
                    "is feature-map, but what a program of the study's own computes inside is not known to Onset; leave"
                            + " evaluator out, or take players on the input, such as {kind: grid}");
        }
        if (study.controls().contains(TwoPhase.Control.LINEAR)) {
            throw limits.invalid(
                    "controls", "name linear, a network without hidden layers, which has no feature map; leave it out");
        }
    }

    private void groups(List<List<Integer>> groups, String path) {
        BitSet taken = new BitSet();
        for (int g = 0; g < groups.size(); g++) {
            String here = path + "." + g;
            if (groups.get(g).isEmpty()) {
                throw limits.invalid(here, "is empty; a player needs at least one feature");
            }
            for (int feature : groups.get(g)) {
                if (feature < 0 || feature >= data.features()) {
                    throw limits.invalid(
                            here, "holds feature " + feature + "; data.shape has features 0.." + (data.features() - 1));
                }
                if (taken.get(feature)) {
                    throw limits.invalid(here, "holds feature " + feature + ", which already belongs to a player");
                }
                taken.set(feature);
            }
        }
    }

    private void samples() {
        if (data.train() > 0) {
            atMost("observation.trainSamples", observation.trainSamples(), data.train(), "data.train");
            atMost("observation.testSamples", observation.testSamples(), data.test(), "data.test");
        }
    }

    private void closer() {
        CloserSpec closer = observation.spectrum().closer();
        String path = "observation.spectrum.closer.";
        if (closer.samples() > observation.samples()) {
            throw limits.invalid(
                    path + "samples",
                    "is " + closer.samples() + "; it must not exceed the " + observation.samples()
                            + " observed samples");
        }
        int players = observation.players().number(data.features());
        if (closer.passes() > 0 && players > RecoverySpec.MOST_PLAYERS) {
            throw limits.invalid(
                    path + "passes",
                    "is " + closer.passes() + ", but recovery takes at most " + RecoverySpec.MOST_PLAYERS
                            + " players, and there are " + players + "; leave it 0");
        }
        if (closer.passes() > 0 && closer.passes() > RecoverySpec.affordable(players)) {
            throw limits.invalid(
                    path + "passes",
                    "is " + closer.passes() + ", which would not fit into memory with " + players + " players; "
                            + RecoverySpec.affordable(players) + " do");
        }
    }

    private void history() {
        long steps = study.schedule().size();
        long activities = steps * observation.shards();
        if (activities <= Limits.MAX_OBSERVATIONS) {
            return;
        }
        String field = "observation.shardSize";
        String problem = field + " is " + observation.shardSize() + ": " + steps + " checkpoints of "
                + observation.samples() + " samples would need " + activities
                + " observation activities, and a run may have "
                + Limits.MAX_OBSERVATIONS;
        long shards = Limits.MAX_OBSERVATIONS / steps;
        if (shards == 0) {
            throw limits.tooLarge(field, problem + "; no shardSize suffices, ask for fewer checkpoints");
        }
        long size = (observation.samples() + shards - 1) / shards;
        throw limits.tooLarge(field, problem + "; a shardSize of " + size + " or fewer checkpoints would fit");
    }

    private void image(String path, String kind) {
        if (data.shape().size() != 3) {
            throw limits.invalid(
                    path,
                    "is " + kind + ", which needs images; data.shape has "
                            + (data.shape().size() == 1
                                    ? "one entry, as tables have; their players are, say, observation.players"
                                            + " {kind: all-features}"
                                    : data.shape().size() + " entries"));
        }
    }

    private void divides(String path, int part, int whole, String side) {
        if (whole % part != 0) {
            throw limits.invalid(path, "is " + part + "; it must divide the image's " + side + " of " + whole);
        }
    }

    private void text(String path, String kind) {
        if (data.vocabulary().isEmpty()) {
            throw limits.invalid(path, "is " + kind + ", which needs texts; give data.vocabulary");
        }
        if (data.standardize() || data.scale() != 1) {
            throw limits.invalid("data.scale", "changes the numbers of tokens; leave it 1, and standardize false");
        }
    }

    private void atMost(String path, int value, int bound, String what) {
        if (value > bound) {
            throw limits.invalid(
                    path, "is " + value + "; it must not exceed " + what + ", of which there are " + bound);
        }
    }

    private void atMost(String path, SampleRows rows, int bound, String boundPath) {
        if (rows.last() < bound) {
            return;
        }
        throw limits.invalid(
                path,
                rows.rows().isEmpty()
                        ? "is " + rows.count() + "; it must not exceed " + boundPath + ", which is " + bound
                        : "names row " + rows.last() + "; there are " + bound + ", counted from 0");
    }
}
