package dev.onset.springblock;

import dev.onset.contracts.Require;

/**
 * A network of hidden layers of one width and a readout. Each hidden layer is a linear map, batch normalisation, a leaky ReLU and
 * dropout; the input is batch-normalised too.
 *
 * @param kind what the linear maps are
 * @param side of the square images of a CNN; 1 for an MLP
 * @param channels of the input: all its features for an MLP
 * @param width units of a hidden layer, or its channels
 * @param hidden hidden layers; the depth is one more
 * @param classes outputs
 */
public record NetworkShape(Kind kind, int side, int channels, int width, int hidden, int classes) {
    /** Linear maps of hidden layers. */
    public enum Kind {
        /** Fully connected. */
        MLP,
        /** 3 x 3 convolutions of stride 1 with zeros around; channels come last. */
        CNN
    }

    static final int MAX_WIDTH = 2_048;
    static final int MAX_HIDDEN = 64;

    public NetworkShape {
        Require.within("side", side, 1, 64);
        Require.within("channels", channels, 1, 1 << 16);
        Require.within("width", width, 1, MAX_WIDTH);
        Require.within("hidden", hidden, 2, MAX_HIDDEN);
        Require.within("classes", classes, 2, 1_000);
    }

    /** Places at which a layer's channels stand. */
    int positions() {
        return side * side;
    }

    private int taps() {
        return kind == Kind.CNN ? Gather.TAPS : 1;
    }

    /** Numbers that one unit of hidden layer l = 1.. sees. */
    int fanIn(int l) {
        return taps() * (l == 1 ? channels : width);
    }

    /** Inputs of the readout. */
    int features() {
        return positions() * width;
    }

    /** Where the parameters of hidden layer l = 1.. begin: weights [fan-in x width], biases, scales, shifts. */
    int layerAt(int l) {
        int at = 2 * channels;
        for (int before = 1; before < l; before++) {
            at += (fanIn(before) + 3) * width;
        }
        return at;
    }

    /** Where the readout's parameters begin: weights [features x classes], biases. */
    int readoutAt() {
        return layerAt(hidden + 1);
    }

    int parameters() {
        return readoutAt() + (features() + 1) * classes;
    }

    /** Running means and variances: of the input, then of each hidden layer. */
    int statistics() {
        return 2 * (channels + hidden * width);
    }

    /** Where the running means of layer l = 0.. begin; variances follow them. */
    int statisticsAt(int l) {
        return l == 0 ? 0 : 2 * (channels + (l - 1) * width);
    }

    /** Products of one example, forward. */
    double products() {
        double sum = (double) features() * classes;
        for (int l = 1; l <= hidden; l++) {
            sum += (double) positions() * fanIn(l) * width;
        }
        return sum;
    }
}
