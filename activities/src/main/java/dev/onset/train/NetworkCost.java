package dev.onset.train;

import dev.onset.data.DataSpec;
import dev.onset.kind.Trainer;

/**
 * What a network costs, about.
 *
 * @param forwardFlops floating-point operations of one row's forward pass
 * @param parameters weights and biases
 */
public record NetworkCost(double forwardFlops, long parameters) {
    private static final double SECONDS_PER_TRAINING_FLOP = 1.0 / 4e9;
    private static final double SECONDS_PER_STEP = 1e-3;

    /** Of a network on data of a shape. */
    public static NetworkCost of(NetworkSpec network, DataSpec data) {
        Sizes sizes = new Sizes(data);
        network.layers().forEach(sizes::through);
        double multiplications = sizes.multiplications + (double) sizes.flat() * data.classes();
        return new NetworkCost(2 * multiplications, sizes.parameters + (long) (sizes.flat() + 1) * data.classes());
    }

    /**
     * Of a network of which no more is known than the bytes of its file: each parameter is one single-precision number that is
     * multiplied once. Convolutions use theirs more often.
     */
    public static NetworkCost ofBytes(long bytes) {
        long parameters = bytes / Float.BYTES;
        return new NetworkCost(2.0 * parameters, parameters);
    }

    /** What training it costs: its parameters are kept three times, in the model, as such and in the updater. */
    Trainer.Cost training(int batch) {
        return new Trainer.Cost(
                3 * Float.BYTES * parameters,
                1000 * (SECONDS_PER_STEP + 3 * forwardFlops * batch * SECONDS_PER_TRAINING_FLOP));
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
