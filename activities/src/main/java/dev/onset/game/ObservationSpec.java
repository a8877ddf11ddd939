package dev.onset.game;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.onset.contracts.Device;
import dev.onset.contracts.FieldException;
import dev.onset.contracts.Require;
import dev.onset.evaluate.Cut;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is observed at every checkpoint: the AND-OR interactions of fixed samples between fixed players, their order spectrum, or
 * both.
 *
 * @param players how each sample's input variables are grouped into players
 * @param baseline what replaces an absent player
 * @param trainSamples observed samples of the training part
 * @param testSamples observed samples of the test part
 * @param outputs scalar outputs whose interactions are extracted; the first one carries the verdict
 * @param noise bound on the noise term as a share of |v(N) - v(empty)|; 0 means none
 * @param tolerance certified relative gap at which the solver stops
 * @param maxIterations the solver's iteration limit
 * @param canonical take the sparsest effects of least norm, which do not depend on start or method; ten times slower
 * @param salience an interaction is salient when |I| is at least this share of the mean |v(N) - v(empty)|
 * @param shardSize samples an observation activity takes
 * @param device where the network is evaluated
 * @param spectrum whether the order spectrum is observed, and how
 */
public record ObservationSpec(
        Players players,
        Baseline baseline,
        SampleRows trainSamples,
        SampleRows testSamples,
        List<Output> outputs,
        double noise,
        double tolerance,
        int maxIterations,
        boolean canonical,
        double salience,
        int shardSize,
        Device device,

        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = SpectrumSpec.NotAsked.class)
        SpectrumSpec spectrum) {
    /** Which input variables form a player. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = InkBlocks.class, name = "ink-blocks"),
        @JsonSubTypes.Type(value = Grid.class, name = "grid"),
        @JsonSubTypes.Type(value = Listed.class, name = "listed"),
        @JsonSubTypes.Type(value = AllFeatures.class, name = "all-features"),
        @JsonSubTypes.Type(value = RandomBlocks.class, name = "random-blocks"),
        @JsonSubTypes.Type(value = RandomFeatures.class, name = "random-features"),
        @JsonSubTypes.Type(value = Named.class, name = "named"),
        @JsonSubTypes.Type(value = Words.class, name = "words"),
        @JsonSubTypes.Type(value = FeatureMap.class, name = "feature-map")
    })
    public sealed interface Players
            permits InkBlocks, Grid, Listed, AllFeatures, RandomBlocks, RandomFeatures, Named, Words, FeatureMap {
        /** How many players every sample has. */
        int number(int features);

        /** Whether players stand at the same places in every sample. */
        default boolean samePlaces() {
            return true;
        }

        /** Where the network is split when players are inside it; empty where they are groups of its input. */
        default Optional<Cut> cut() {
            return Optional.empty();
        }
    }

    /** The {@code count} blocks with most ink of each image, ties broken by block index, bits in block order. */
    public record InkBlocks(int height, int width, int count) implements Players {
        public InkBlocks {
            Require.within("height", height, 1, 4_096);
            Require.within("width", width, 1, 4_096);
            Require.within("count", count, 1, PlayerLimits.MOST_SAMPLED);
        }

        @Override
        public int number(int features) {
            return count;
        }

        @Override
        public boolean samePlaces() {
            return false;
        }
    }

    private static void requireBlocks(int rows, int columns) {
        Require.within("rows", rows, 1, PlayerLimits.MOST_SAMPLED);
        Require.within("columns", columns, 1, PlayerLimits.MOST_SAMPLED);
        Require.within("rows x columns", (long) rows * columns, 1, PlayerLimits.MOST_SAMPLED);
    }

    /** All blocks of a regular grid, the same in every image. */
    public record Grid(int rows, int columns) implements Players {
        public Grid {
            requireBlocks(rows, columns);
        }

        @Override
        public int number(int features) {
            return rows * columns;
        }
    }

    /**
     * Blocks of a feature map inside the network, all channels of a block together: an absent one shows what the network makes of
     * the baseline there. Sides that the blocks do not divide are shared as evenly as can be.
     *
     * @param tensor the feature map's name in the ONNX graph
     */
    public record FeatureMap(String tensor, int rows, int columns) implements Players {
        public FeatureMap {
            Require.present("tensor", tensor);
            Require.that(!tensor.isBlank(), "tensor", "blank", "names no tensor");
            requireBlocks(rows, columns);
        }

        @Override
        public int number(int features) {
            return rows * columns;
        }

        @Override
        public Optional<Cut> cut() {
            return Optional.of(new Cut(tensor, rows, columns));
        }
    }

    /** Feature indices of each player, given outright. */
    public record Listed(List<List<Integer>> groups) implements Players {
        public Listed {
            groups = groups == null
                    ? List.of()
                    : groups.stream().map(List::copyOf).toList();
            Require.within("groups", groups.size(), 1, PlayerLimits.MOST_SAMPLED);
        }

        @Override
        public int number(int features) {
            return groups.size();
        }
    }

    /** Every feature is a player. */
    public record AllFeatures() implements Players {
        @Override
        public int number(int features) {
            return features;
        }
    }

    /** {@code count} blocks drawn by a number, the same in every image. */
    public record RandomBlocks(int height, int width, int count, int seed) implements Players {
        public RandomBlocks {
            Require.within("height", height, 1, 4_096);
            Require.within("width", width, 1, 4_096);
            Require.within("count", count, 1, 16);
            Require.within("seed", seed, 1, Integer.MAX_VALUE);
        }

        @Override
        public int number(int features) {
            return count;
        }
    }

    /** {@code count} features drawn by a number, the same in every example. */
    public record RandomFeatures(int count, int seed) implements Players {
        public RandomFeatures {
            Require.within("count", count, 1, 16);
            Require.within("seed", seed, 1, Integer.MAX_VALUE);
        }

        @Override
        public int number(int features) {
            return count;
        }
    }

    /** Features and groups of them by the names that the data give them; in the order of the groups' names. */
    public record Named(SortedMap<String, List<String>> groups) implements Players {
        public Named {
            groups = groups == null ? new TreeMap<>() : new TreeMap<>(groups);
            groups.replaceAll((name, features) -> List.copyOf(features));
            Require.within("groups", groups.size(), 1, 16);
        }

        @Override
        public int number(int features) {
            return groups.size();
        }
    }

    /** Words of each text, stop words left out: the first {@code count}, or with a {@code seed} above 0 some drawn by it. */
    public record Words(int count, int seed) implements Players {
        public Words {
            Require.within("count", count, 1, 16);
            Require.within("seed", seed, 0, Integer.MAX_VALUE);
        }

        @Override
        public int number(int features) {
            return count;
        }

        @Override
        public boolean samePlaces() {
            return false;
        }
    }

    /** What an absent player shows. */
    public enum Baseline {
        /** Zero after scaling: black. */
        ZERO,
        /** The training split's mean, feature by feature. */
        MEAN,
        /** The vocabulary's mask token. */
        MASK
    }

    /** Scalar outputs v of the network. */
    public enum Output {
        /** z_y - logsumexp of the others: the log-odds of the ground-truth class. */
        LOG_ODDS,
        /** z_y - z_c, c the runner-up class at the unmasked input: linear in the logits. */
        RUNNER_UP_MARGIN,
        /** z_y minus the mean of the others: linear in the logits. */
        MEAN_MARGIN,
        /**
         * What the network gives, as it is, for regression, similarity, or log-odds that an evaluator has made: of two classes the
         * second's output minus the first's, whatever the label, so a single output itself; of more, the ground-truth class's.
         */
        VALUE;

        /**
         * Whether it is linear in the logits. The log-odds of one of two classes are its margin over the other.
         *
         * @param classes of the data
         */
        public boolean isLinear(int classes) {
            return this != LOG_ODDS || classes == 2;
        }
    }

    public ObservationSpec {
        Require.present("players", players);
        Require.present("baseline", baseline);
        Require.present("trainSamples", trainSamples);
        Require.present("testSamples", testSamples);
        trainSamples.require("trainSamples", 1);
        testSamples.require("testSamples", 0);
        outputs = outputs == null ? List.of() : List.copyOf(outputs);
        Require.within("outputs", outputs.size(), 1, 3);
        if (outputs.stream().distinct().count() != outputs.size()) {
            throw new FieldException("outputs", "names an output twice");
        }
        Require.within("noise", noise, 0.0, 0.5);
        Require.within("tolerance", tolerance, 1e-9, 0.5);
        Require.within("maxIterations", maxIterations, 50, 10_000_000);
        Require.within("salience", salience, 0.0, 1.0);
        Require.within("shardSize", shardSize, 1, 10_000);
        device = device == null ? Device.CPU : device;
        spectrum = spectrum == null ? SpectrumSpec.NONE : spectrum;
    }

    /** Observed samples in all. */
    public int samples() {
        return trainSamples.count() + testSamples.count();
    }

    /** Whether an observed sample, counted through training and then test samples, is a training example. */
    public boolean isTraining(int index) {
        return index < trainSamples.count();
    }

    /** The number of an observed sample in its part of the data. */
    public int position(int index) {
        return isTraining(index) ? trainSamples.position(index) : testSamples.position(index - trainSamples.count());
    }

    /** The number among all observed samples of the {@code turn}-th, when training and test samples take turns. */
    public int inTurns(int turn) {
        int both = Math.min(trainSamples.count(), testSamples.count());
        if (turn >= 2 * both) {
            return trainSamples.count() > both ? turn - both : turn;
        }
        return turn % 2 == 0 ? turn / 2 : trainSamples.count() + turn / 2;
    }

    /** Observation activities a checkpoint needs. */
    public int shards() {
        return (samples() + shardSize - 1) / shardSize;
    }
}
