package dev.onset.train;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.train.NetworkSpec.Activation;
import java.util.ArrayList;
import java.util.List;

/**
 * The layers of a network with their sizes and the place of each in the flat parameter vector.
 *
 * <p>The vector is the training library's and part of the checkpoint format: layer after layer; of a dense layer first the
 * weights [outputs x inputs] row by row, then the biases; of a convolution first the biases, then the weights
 * [filters x channels x kernel x kernel]. An image is flattened channel by channel.
 *
 * @param layers hidden layers and the readout, first to last
 * @param parameters length of the vector
 */
record NetworkLayout(List<Part> layers, int parameters) {
    /** Parameters a network may have; its file stays below what one protobuf message holds. */
    static final int MAX_PARAMETERS = 500_000_000;

    /** One layer. */
    sealed interface Part permits Weighted, PoolPart {}

    /** A layer with parameters. */
    sealed interface Weighted extends Part permits DensePart, ConvPart {
        int weightOffset();

        int weights();

        int biasOffset();

        int biases();

        int fanIn();

        int fanOut();
    }

    /**
     * A dense layer.
     *
     * @param inputDropout dropout of its inputs, which is that of the layer before
     */
    record DensePart(int inputs, int outputs, Activation activation, double inputDropout, int weightOffset)
            implements Weighted {
        @Override
        public int weights() {
            return inputs * outputs;
        }

        @Override
        public int biasOffset() {
            return weightOffset + weights();
        }

        @Override
        public int biases() {
            return outputs;
        }

        @Override
        public int fanIn() {
            return inputs;
        }

        @Override
        public int fanOut() {
            return outputs;
        }
    }

    /** A convolution of stride 1. */
    record ConvPart(int channels, int filters, int kernel, int padding, Activation activation, int biasOffset)
            implements Weighted {
        @Override
        public int weightOffset() {
            return biasOffset + filters;
        }

        @Override
        public int weights() {
            return filters * fanIn();
        }

        @Override
        public int biases() {
            return filters;
        }

        @Override
        public int fanIn() {
            return channels * kernel * kernel;
        }

        @Override
        public int fanOut() {
            return filters * kernel * kernel;
        }
    }

    /** Maximum pooling over disjoint squares; an incomplete border is cut. */
    record PoolPart(int size) implements Part {}

    NetworkLayout {
        layers = List.copyOf(layers);
    }

    /** Whether the first layer sees an image rather than a flat row. */
    boolean startsWithImage() {
        return !(layers.get(0) instanceof DensePart);
    }

    boolean hasDropout() {
        return layers.stream().anyMatch(part -> part instanceof DensePart dense && dense.inputDropout() > 0);
    }

    /**
     * Follows the shape of an example through the network.
     *
     * @param shape [features] or [channels, height, width]
     */
    static NetworkLayout of(NetworkSpec network, List<Integer> shape, int classes) {
        Walk walk = new Walk(shape);
        for (int i = 0; i < network.layers().size(); i++) {
            NetworkSpec.Layer layer = network.layers().get(i);
            if (layer instanceof NetworkSpec.Dense dense) {
                walk.dense(dense.units(), dense.activation());
                walk.dropout = dense.dropout();
            } else if (layer instanceof NetworkSpec.Conv conv) {
                walk.conv(conv, i);
            } else if (layer instanceof NetworkSpec.MaxPool pool) {
                walk.pool(pool, i);
            }
        }
        walk.dense(classes, Activation.IDENTITY);
        return new NetworkLayout(walk.parts, (int) walk.parameters);
    }

    /** What reaches the next layer. */
    private static final class Walk {
        private final List<Part> parts = new ArrayList<>();
        private boolean image;
        private int channels;
        private int height;
        private int width;
        private long parameters;
        private double dropout;

        Walk(List<Integer> shape) {
            image = shape.size() == 3;
            channels = shape.get(0);
            height = image ? shape.get(1) : 1;
            width = image ? shape.get(2) : 1;
        }

        void dense(int units, Activation activation) {
            long inputs = (long) channels * height * width;
            int offset = grow(inputs * units + units);
            parts.add(new DensePart((int) inputs, units, activation, dropout, offset));
            image = false;
            channels = units;
            height = 1;
            width = 1;
            dropout = 0;
        }

        void conv(NetworkSpec.Conv conv, int index) {
            refuseFlat(index);
            int offset = grow((long) conv.filters() * channels * conv.kernel() * conv.kernel() + conv.filters());
            parts.add(new ConvPart(channels, conv.filters(), conv.kernel(), conv.padding(), conv.activation(), offset));
            channels = conv.filters();
            height += 2 * conv.padding() - conv.kernel() + 1;
            width += 2 * conv.padding() - conv.kernel() + 1;
            refuseNothing(index);
        }

        void pool(NetworkSpec.MaxPool pool, int index) {
            refuseFlat(index);
            parts.add(new PoolPart(pool.size()));
            height /= pool.size();
            width /= pool.size();
            refuseNothing(index);
        }

        private int grow(long more) {
            long offset = parameters;
            parameters += more;
            if (parameters > MAX_PARAMETERS) {
                throw new OnsetException(
                        ErrorCode.STUDY_TOO_LARGE,
                        "the network has more than " + MAX_PARAMETERS + " parameters; use fewer or smaller layers");
            }
            return (int) offset;
        }

        private void refuseFlat(int index) {
            if (!image) {
                throw invalid(index, "needs an image, but what reaches it is flat");
            }
        }

        private void refuseNothing(int index) {
            if (height < 1 || width < 1) {
                throw invalid(index, "leaves nothing of the image");
            }
        }

        private static OnsetException invalid(int index, String problem) {
            return new OnsetException(ErrorCode.STUDY_INVALID, "network.layers." + index + " " + problem);
        }
    }
}
