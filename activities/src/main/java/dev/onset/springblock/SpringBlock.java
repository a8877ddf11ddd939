package dev.onset.springblock;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.Nulls;
import dev.onset.contracts.CheckpointSpec;
import dev.onset.contracts.Experiment;
import dev.onset.contracts.FieldException;
import dev.onset.contracts.Require;
import dev.onset.data.DataSpec;
import dev.onset.grid.Grids;
import java.util.List;

/**
 * Deep networks over nonlinearity and noise, whose load curves stand beside chains of blocks with friction and noise (arXiv
 * 2407.19353).
 */
@JsonTypeName(SpringBlock.KIND)
public record SpringBlock(DataSpec data, Network network, Training training, Grid grid, CheckpointSpec checkpoints)
        implements Experiment {
    public static final String KIND = "spring-block";

    /**
     * The networks.
     *
     * @param architecture MLP, or a CNN of 3 x 3 convolutions on square images
     * @param width units of each hidden layer, or its channels
     * @param depth hidden layers and readout
     */
    public record Network(NetworkShape.Kind architecture, int width, int depth) {
        public Network {
            Require.present("architecture", architecture);
            Require.within("width", width, 1, NetworkShape.MAX_WIDTH);
            Require.within("depth", depth, 3, NetworkShape.MAX_HIDDEN + 1);
        }
    }

    /**
     * Adam, noise at rest.
     *
     * @param learningRate step size
     * @param batch examples a step; all where it has more
     * @param steps epochs in all: a step of this kind of study is an epoch; not part of a checkpoint's identity
     * @param segmentSeconds a training activity ends at the first commit or resume point after this long
     * @param commitSeconds between two resume points; 0 spaces them by what they cost. No part of a checkpoint's identity
     */
    public record Training(
            double learningRate,
            int batch,
            long steps,
            int segmentSeconds,

            @JsonInclude(JsonInclude.Include.NON_DEFAULT) @JsonSetter(nulls = Nulls.AS_EMPTY)
            int commitSeconds) {
        public Training {
            Require.that(learningRate > 0 && learningRate <= 10, "learningRate", learningRate, "must lie in (0, 10]");
            Require.within("batch", batch, 2, 1_000_000);
            Require.within("steps", steps, 1, 1_000_000);
            Require.within("segmentSeconds", segmentSeconds, 1, 7 * 24 * 3600);
            Require.within("commitSeconds", commitSeconds, 0, 7 * 24 * 3600);
        }
    }

    /**
     * The runs: every alpha at rest and with every value of every axis.
     *
     * @param seed each is added to the study's seed, which so moves the whole grid
     * @param otherSeeds how many of the seeds, from the first on, run the axes other than dropout
     * @param alpha negative slopes of the leaky ReLU
     * @param dropout values beside 0
     * @param dataNoise values beside 0
     * @param learningRate values beside the training's
     * @param batch values beside the training's
     * @param maximumHours time on one core above which the study is refused before anything runs
     */
    public record Grid(
            List<Integer> seed,
            int otherSeeds,
            List<Double> alpha,
            List<Double> dropout,
            List<Double> dataNoise,
            List<Double> learningRate,
            List<Integer> batch,
            double maximumHours) {
        public Grid {
            seed = Grids.axis("seed", seed, 1);
            seed.forEach(value -> Require.within("seed", value, 0, 1_000_000));
            Require.within("otherSeeds", otherSeeds, 0, seed.size());
            alpha = Grids.axis("alpha", alpha, 1);
            alpha.forEach(value -> Require.within("alpha", value, 0.0, 1.0));
            dropout = Grids.axis("dropout", dropout, 0);
            dropout.forEach(value -> Require.within("dropout", value, 0.0, 0.95));
            dataNoise = Grids.axis("dataNoise", dataNoise, 0);
            dataNoise.forEach(value -> Require.within("dataNoise", value, 0.0, 1.0));
            learningRate = Grids.axis("learningRate", learningRate, 0);
            learningRate.forEach(
                    value -> Require.that(value > 0 && value <= 10, "learningRate", value, "must lie in (0, 10]"));
            batch = Grids.axis("batch", batch, 0);
            batch.forEach(value -> Require.within("batch", value, 2, 1_000_000));
            Require.positive("maximumHours", maximumHours);
        }

        private long runs() {
            long others = (long) dataNoise.size() + learningRate.size() + batch.size();
            return alpha.size() * (seed.size() * (1L + dropout.size()) + otherSeeds * others);
        }
    }

    public SpringBlock {
        Require.present("data", data);
        Require.present("network", network);
        Require.present("training", training);
        Require.present("grid", grid);
        Require.present("checkpoints", checkpoints);
        Grids.bound(grid.runs());
        once("dropout", grid.dropout, 0.0);
        once("dataNoise", grid.dataNoise, 0.0);
        once("learningRate", grid.learningRate, training.learningRate);
        once("batch", grid.batch, training.batch);
        Require.that(
                data.labelNoise() == 0,
                "labelNoise",
                data.labelNoise(),
                "must be 0: noise on labels and inputs is an axis of the grid, dataNoise");
        Require.that(data.train() >= 2, "train", data.train(), "must be 2 at least, for batch normalisation");
        Grids.schedule(checkpoints, training.steps());
        shape(data, network);
    }

    /** Every run is another training: two of one kind would share their checkpoints. */
    private static <T> void once(String axis, List<T> values, T rest) {
        if (values.contains(rest)) {
            throw new FieldException(
                    axis, "names " + rest + ", which every alpha runs already, with all noise at rest; leave it out");
        }
    }

    static NetworkShape shape(DataSpec data, Network network) {
        if (network.architecture == NetworkShape.Kind.MLP) {
            return new NetworkShape(
                    network.architecture, 1, data.features(), network.width, network.depth - 1, data.classes());
        }
        List<Integer> shape = data.shape();
        if (shape.size() != 3 || !shape.get(1).equals(shape.get(2))) {
            throw new FieldException("architecture", "is cnn, but data.shape is " + shape + "; it needs square images");
        }
        return new NetworkShape(
                network.architecture, shape.get(1), shape.get(0), network.width, network.depth - 1, data.classes());
    }

    @Override
    public String kind() {
        return KIND;
    }
}
