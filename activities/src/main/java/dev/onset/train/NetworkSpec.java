package dev.onset.train;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.onset.contracts.Require;
import java.util.List;

/**
 * A feed-forward network. A readout layer with one output per class follows the listed layers.
 *
 * @param init initial distribution of weights and biases
 * @param layers hidden layers, first to last
 */
public record NetworkSpec(Init init, List<Layer> layers) {
    /** Initial distributions. */
    public enum Init {
        /** Weights and biases uniform in +-1/sqrt(fan_in). */
        FAN_IN_UNIFORM,
        /** Weights N(0, 2/fan_in), biases 0. */
        HE,
        /** Weights N(0, 2/(fan_in + fan_out)), biases 0. */
        XAVIER
    }

    /** Activations. */
    public enum Activation {
        IDENTITY,
        RELU,
        TANH
    }

    /** One hidden layer. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Dense.class, name = "dense"),
        @JsonSubTypes.Type(value = Conv.class, name = "conv"),
        @JsonSubTypes.Type(value = MaxPool.class, name = "max-pool")
    })
    public sealed interface Layer permits Dense, Conv, MaxPool {}

    /**
     * A fully connected layer.
     *
     * @param dropout probability of zeroing an activation during training
     */
    public record Dense(int units, Activation activation, double dropout) implements Layer {
        public Dense {
            Require.within("units", units, 1, 65_536);
            Require.present("activation", activation);
            Require.within("dropout", dropout, 0.0, 0.99);
        }
    }

    /** A convolution with square kernel, stride 1. */
    public record Conv(int filters, int kernel, int padding, Activation activation) implements Layer {
        public Conv {
            Require.within("filters", filters, 1, 4_096);
            Require.within("kernel", kernel, 1, 31);
            Require.within("padding", padding, 0, 15);
            Require.present("activation", activation);
        }
    }

    /** Maximum pooling over disjoint squares. */
    public record MaxPool(int size) implements Layer {
        public MaxPool {
            Require.within("size", size, 2, 16);
        }
    }

    public NetworkSpec {
        Require.present("init", init);
        layers = layers == null ? List.of() : List.copyOf(layers);
        Require.within("layers", layers.size(), 0, 256);
    }
}
