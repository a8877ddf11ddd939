package dev.onset.twophase;

import dev.onset.data.DataSpec;
import dev.onset.game.ObservationSpec;
import dev.onset.game.PlayerGroups;
import dev.onset.kind.Kind;
import dev.onset.train.NetworkSpec;

/**
 * What a run costs, about. The constants were measured on one core of a 2020s server; a plan needs the order of magnitude
 * and the proportion of stages, not the second.
 */
final class CostModel {
    private static final double SECONDS_PER_FORWARD_FLOP = 1.0 / 20e9;
    private static final double SECONDS_PER_TRAINING_FLOP = 1.0 / 4e9;
    private static final double SECONDS_PER_STEP = 1e-3;
    /** Of an extraction with ten players; each further player doubles the values and slows convergence. */
    private static final double SECONDS_PER_EXTRACTION = 0.02;

    private static final double GROWTH = 3.0;
    private static final int BYTES = 4;

    private CostModel() {}

    static Kind.Cost of(TwoPhase experiment, NetworkSpec network) {
        ObservationSpec spec = experiment.observation();
        DataSpec data = experiment.data();
        int players = PlayerGroups.of(spec.players(), data.shape(), new float[data.features()])
                .size();
        double perShard = (double) spec.samples() / (1 + spec.shards());
        long rows = Math.round(perShard * (1L << players)) + (data.train() + data.test()) / (1 + spec.shards());
        double flops = 2.0 * multiplications(data, network);
        long parameters = parameters(data, network);
        double extractions = perShard * spec.outputs().size() * SECONDS_PER_EXTRACTION * Math.pow(GROWTH, players - 10);
        return new Kind.Cost(
                rows,
                3 * BYTES * parameters,
                Math.round(perShard * spec.outputs().size() * 2 * 8 * (1L << players)),
                1000 * (SECONDS_PER_STEP + 3 * flops * experiment.training().batch() * SECONDS_PER_TRAINING_FLOP),
                rows * flops * SECONDS_PER_FORWARD_FLOP + extractions);
    }

    private static double multiplications(DataSpec data, NetworkSpec network) {
        Sizes sizes = new Sizes(data);
        network.layers().forEach(sizes::through);
        return sizes.multiplications + (double) sizes.flat() * data.classes();
    }

    private static long parameters(DataSpec data, NetworkSpec network) {
        Sizes sizes = new Sizes(data);
        network.layers().forEach(sizes::through);
        return sizes.parameters + (long) (sizes.flat() + 1) * data.classes();
    }

    /** The shape of an example on its way through the network. */
    private static final class Sizes {
        private int channels;
        private int height = 1;
        private int width = 1;
        private double multiplications;
        private long parameters;

        Sizes(DataSpec data) {
            channels = data.shape().get(0);
            if (data.shape().size() == 3) {
                height = data.shape().get(1);
                width = data.shape().get(2);
            }
        }

        int flat() {
            return channels * height * width;
        }

        void through(NetworkSpec.Layer layer) {
            if (layer instanceof NetworkSpec.Dense dense) {
                multiplications += (double) flat() * dense.units();
                parameters += (long) (flat() + 1) * dense.units();
                channels = dense.units();
                height = 1;
                width = 1;
            } else if (layer instanceof NetworkSpec.Conv conv) {
                height += 2 * conv.padding() - conv.kernel() + 1;
                width += 2 * conv.padding() - conv.kernel() + 1;
                long kernel = (long) channels * conv.kernel() * conv.kernel();
                multiplications += (double) kernel * conv.filters() * height * width;
                parameters += (kernel + 1) * conv.filters();
                channels = conv.filters();
            } else if (layer instanceof NetworkSpec.MaxPool pool) {
                height /= pool.size();
                width /= pool.size();
            }
        }
    }
}
