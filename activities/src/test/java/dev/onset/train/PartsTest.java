package dev.onset.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.OnsetException;
import dev.onset.numeric.Profile;
import dev.onset.random.CounterRandom;
import dev.onset.train.NetworkLayout.Weighted;
import dev.onset.train.NetworkSpec.Activation;
import dev.onset.train.NetworkSpec.Dense;
import dev.onset.train.NetworkSpec.Init;
import dev.onset.train.NetworkSpec.MaxPool;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Layout, initial values, batch order and profile. */
@Tag("unit")
final class PartsTest {
    @ParameterizedTest
    @EnumSource(Init.class)
    void initialValues_haveTheirDistributionLayerByLayer(Init init) {
        NetworkSpec network = new NetworkSpec(
                init,
                List.of(
                        new NetworkSpec.Conv(24, 5, 0, Activation.RELU),
                        new Dense(200, Activation.RELU, 0),
                        new Dense(300, Activation.RELU, 0)));
        NetworkLayout layout = NetworkLayout.of(network, List.of(3, 10, 10), 10);
        float[] parameters = InitialParameters.draw(layout, init, new CounterRandom(1, 2));
        for (NetworkLayout.Part part : layout.layers()) {
            Weighted layer = (Weighted) part;
            double variance = switch (init) {
                case FAN_IN_UNIFORM -> 1.0 / 3 / layer.fanIn();
                case HE -> 2.0 / layer.fanIn();
                case XAVIER -> 2.0 / (layer.fanIn() + layer.fanOut());
            };
            double[] weights = slice(parameters, layer.weightOffset(), layer.weights());
            double[] biases = slice(parameters, layer.biasOffset(), layer.biases());
            double measured = Arrays.stream(weights).map(w -> w * w).average().orElseThrow();
            assertThat(measured).isBetween(variance * 0.88, variance * 1.12);
            double largest = Arrays.stream(weights).map(Math::abs).max().orElseThrow();
            if (init == Init.FAN_IN_UNIFORM) {
                double bound = 1 / Math.sqrt(layer.fanIn());
                assertThat(largest).isBetween(bound * 0.98, bound * 1.0000001);
                assertThat(Arrays.stream(biases)).allMatch(b -> b != 0 && Math.abs(b) <= bound * 1.0000001);
            } else {
                assertThat(largest).isGreaterThan(2.5 * Math.sqrt(variance));
                assertThat(biases).containsOnly(0);
            }
        }
    }

    @Test
    void initialValues_differBySeedAndLayer() {
        NetworkLayout layout = NetworkLayout.of(Networks.mlp(Activation.RELU, 0, 64, 64), List.of(64), 10);
        float[] one = InitialParameters.draw(layout, Init.HE, new CounterRandom(1, 2));
        assertThat(InitialParameters.draw(layout, Init.HE, new CounterRandom(1, 2)))
                .isEqualTo(one);
        assertThat(InitialParameters.draw(layout, Init.HE, new CounterRandom(2, 2)))
                .isNotEqualTo(one);
        int second = 64 * 64 + 64;
        assertThat(Arrays.copyOfRange(one, second, second + 100)).isNotEqualTo(Arrays.copyOf(one, 100));
    }

    @Test
    void everyEpoch_seesRowsOnceInAnOrderOfItsOwn_lastPartialBatchDropped() {
        BatchOrder order = new BatchOrder(new CounterRandom(4, 0), 103, 10);
        int[] first = epoch(order, 0);
        int[] second = epoch(order, 1);
        assertThat(first).hasSize(100).doesNotHaveDuplicates();
        assertThat(Arrays.stream(first)).allMatch(row -> row >= 0 && row < 103);
        assertThat(second).hasSize(100).doesNotHaveDuplicates().isNotEqualTo(first);
        assertThat(order.epoch(9)).isZero();
        assertThat(order.epoch(10)).isEqualTo(1);
    }

    @Test
    void batchOfAStep_isKnownFromTheStepAlone() {
        BatchOrder walked = new BatchOrder(new CounterRandom(4, 0), 103, 10);
        for (int epoch = 0; epoch < 5; epoch++) {
            epoch(walked, epoch);
        }
        BatchOrder fresh = new BatchOrder(new CounterRandom(4, 0), 103, 10);
        assertThat(epoch(fresh, 4)).isEqualTo(epoch(walked, 4));
        assertThat(epoch(fresh, 1)).isEqualTo(epoch(walked, 1));
        assertThat(epoch(new BatchOrder(new CounterRandom(5, 0), 103, 10), 1)).isNotEqualTo(epoch(fresh, 1));
    }

    @Test
    void layersThatDoNotFit_andNetworksBeyondTheirBound_areRefused() {
        NetworkSpec pooled = new NetworkSpec(Init.HE, List.of(new MaxPool(2), new MaxPool(8)));
        assertThatThrownBy(() -> NetworkLayout.of(pooled, List.of(1, 8, 8), 10))
                .hasMessageContaining("network.layers.1 leaves nothing");
        assertThatThrownBy(() -> NetworkLayout.of(pooled, List.of(64), 10)).hasMessageContaining("needs an image");
        assertThatThrownBy(() -> NetworkLayout.of(Networks.mlp(Activation.RELU, 0, 65_536), List.of(1 << 20), 10))
                .isInstanceOf(OnsetException.class)
                .hasMessageContaining("more than");
    }

    @Test
    void profile_isStableWithinAProcess_andSaysOneThread() {
        Profile profile = TrainingProfile.current();
        assertThat(profile.words()).contains("CpuBackend 1.0.0-M2.1", "Java ");
        assertThat(profile.identity()).contains("CpuBackend 1.0.0-M2.1", "kernels=" + TrainingProbe.bits());
        assertThat(TrainingLibrary.describe()).contains("CpuBackend");
    }

    private static int[] epoch(BatchOrder order, long epoch) {
        return IntStream.range(0, 100)
                .map(i -> order.row(epoch * 10 + i / 10, i % 10))
                .toArray();
    }

    private static double[] slice(float[] values, int from, int length) {
        double[] slice = new double[length];
        for (int i = 0; i < length; i++) {
            slice[i] = values[from + i];
        }
        return slice;
    }
}
