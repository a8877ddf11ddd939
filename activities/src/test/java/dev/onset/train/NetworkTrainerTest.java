package dev.onset.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.data.Split;
import dev.onset.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
final class NetworkTrainerTest {
    private static final Split DIGITS = Networks.digits();
    private static final NetworkSpec CONV_DROPOUT = new NetworkSpec(
            NetworkSpec.Init.HE,
            List.of(
                    new NetworkSpec.Conv(4, 3, 1, NetworkSpec.Activation.RELU),
                    new NetworkSpec.MaxPool(2),
                    new NetworkSpec.Dense(12, NetworkSpec.Activation.RELU, 0.3)));

    static Stream<Arguments> trainings() {
        return Stream.of(
                Arguments.of("plain", Networks.SMALL, Networks.sgd(0.05, 0, 0)),
                Arguments.of("linear", Networks.LINEAR, Networks.sgd(0.05, 0, 0)),
                Arguments.of("momentum and decay", Networks.SMALL, Networks.sgd(0.02, 0.9, 1e-3)),
                Arguments.of("adam", Networks.TANH, Networks.adam(1e-3, 1e-2)),
                Arguments.of("dropout", Networks.DROPOUT, Networks.sgd(0.05, 0.5, 0)),
                Arguments.of("shifts", Networks.SMALL, Networks.shifted(Networks.sgd(0.05, 0, 0), 1)),
                Arguments.of("convolution", Networks.CONV, Networks.sgd(0.05, 0.9, 0)),
                Arguments.of(
                        "convolution, shifts, dropout", CONV_DROPOUT, Networks.shifted(Networks.adam(1e-3, 1e-2), 2)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("trainings")
    void resumedInAFreshTrainer_equalsTheUninterruptedTrainingToTheBit(
            String name, NetworkSpec network, TrainingSpec training) {
        TrainerState straight = train(network, training, 1, 200);
        TrainerState half = train(network, training, 1, 100);
        TrainerState resumed;
        try (NetworkTrainer trainer = Networks.open(network, training, DIGITS, 1)) {
            trainer.restore(half);
            trainer.advance(200, step -> {});
            resumed = trainer.state();
        }
        assertSameBits(resumed, straight);
        assertThat(straight.parameters()).isNotEqualTo(half.parameters());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("trainings")
    void negativeControl_anotherSeedDiffers(String name, NetworkSpec network, TrainingSpec training) {
        assertThat(train(network, training, 2, 20).parameters())
                .isNotEqualTo(train(network, training, 1, 20).parameters());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("trainings")
    void negativeControl_resumedWithoutUpdaterState_differs(String name, NetworkSpec network, TrainingSpec training) {
        TrainerState straight = train(network, training, 1, 40);
        TrainerState half = train(network, training, 1, 20);
        if (half.updater().length > 0) {
            try (NetworkTrainer trainer = Networks.open(network, training, DIGITS, 1)) {
                trainer.restore(
                        new TrainerState(20, half.epoch(), half.parameters(), new float[half.updater().length]));
                trainer.advance(40, step -> {});
                assertThat(trainer.state().parameters()).isNotEqualTo(straight.parameters());
            }
        }
    }

    @Test
    void negativeControl_resumedWithAnotherSeed_differsBecauseBatchesDo() {
        TrainingSpec training = Networks.sgd(0.05, 0, 0);
        TrainerState half = train(Networks.SMALL, training, 1, 100);
        try (NetworkTrainer trainer = Networks.open(Networks.SMALL, training, DIGITS, 2)) {
            trainer.restore(half);
            trainer.advance(200, step -> {});
            assertThat(trainer.state().parameters())
                    .isNotEqualTo(train(Networks.SMALL, training, 1, 200).parameters());
        }
    }

    @Test
    void dropout_changesTheTraining() {
        TrainingSpec training = Networks.sgd(0.05, 0, 0);
        TrainerState without = train(Networks.SMALL, training, 1, 1);
        TrainerState with = train(Networks.DROPOUT, training, 1, 1);
        assertThat(with.parameters()).isNotEqualTo(without.parameters());
    }

    @Test
    void shifts_changeTheTraining_andAShiftOfNoneLeavesItToTheBit() {
        TrainingSpec training = Networks.sgd(0.05, 0, 0);
        TrainerState as = train(Networks.SMALL, training, 1, 20);
        TrainerState moved = train(Networks.SMALL, Networks.shifted(training, 1), 1, 20);
        assertThat(moved.parameters()).isNotEqualTo(as.parameters());
        assertThat(moved.epoch()).as("the order of rows is the same").isEqualTo(as.epoch());
        assertSameBits(train(Networks.SMALL, Networks.shifted(training, 0), 1, 20), as);
        assertThat(train(Networks.SMALL, Networks.shifted(training, 1), 1, 0).parameters())
                .as("so is where it begins")
                .isEqualTo(train(Networks.SMALL, training, 1, 0).parameters());
    }

    @Test
    void logitsTakenMidway_andOtherTrainersBesideIt_leaveTheTrainingAsItIs() {
        TrainingSpec training = Networks.sgd(0.05, 0, 0);
        TrainerState straight = train(Networks.DROPOUT, training, 1, 40);
        try (NetworkTrainer trainer = Networks.open(Networks.DROPOUT, training, DIGITS, 1)) {
            trainer.advance(20, step -> {});
            trainer.logits(DIGITS.testRows(), 1000);
            train(Networks.CONV, training, 3, 2);
            trainer.advance(40, step -> trainer.logits(DIGITS.trainRows(), 3));
            assertSameBits(trainer.state(), straight);
        }
    }

    @Test
    void trainersOnThreadsOfTheirOwn_doNotDisturbEachOther() throws Exception {
        List<NetworkSpec> networks = List.of(Networks.DROPOUT, Networks.CONV, Networks.DROPOUT);
        TrainingSpec training = Networks.sgd(0.05, 0.5, 0);
        ExecutorService threads = Executors.newFixedThreadPool(networks.size());
        try {
            List<Future<TrainerState>> beside = new ArrayList<>();
            for (int i = 0; i < networks.size(); i++) {
                int seed = i;
                beside.add(threads.submit(() -> train(networks.get(seed), training, seed, 100)));
            }
            for (int i = 0; i < networks.size(); i++) {
                assertSameBits(beside.get(i).get(), train(networks.get(i), training, i, 100));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void everyUpdateRule_followsItsFormula() {
        TrainingSpec plain = Networks.sgd(0.05, 0, 0);
        float[] start = train(Networks.SMALL, plain, 1, 0).parameters();
        float[] after = train(Networks.SMALL, plain, 1, 1).parameters();
        float[] withDecay =
                train(Networks.SMALL, Networks.sgd(0.05, 0, 0.1), 1, 1).parameters();
        TrainerState momentum = train(Networks.SMALL, Networks.sgd(0.05, 0.9, 0), 1, 1);
        TrainerState adam = train(Networks.SMALL, Networks.adam(1e-3, 0), 1, 1);
        for (int i = 0; i < start.length; i++) {
            float gradient = (start[i] - after[i]) / 0.05f;
            assertThat(withDecay[i]).isCloseTo(after[i] - 0.05f * 0.1f * start[i], within(1e-7f));
            assertThat(momentum.parameters()[i]).isEqualTo(after[i]);
            assertThat(momentum.updater()[i]).isCloseTo(gradient, within(1e-5f));
            if (Math.abs(gradient) > 1e-3) {
                assertThat(adam.parameters()[i]).isCloseTo(start[i] - Math.signum(gradient) * 1e-3f, within(1e-5f));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void firstStep_followsTheCrossEntropyGradientOfSoftmaxRegression(int shift) {
        TrainingSpec training = Networks.shifted(Networks.sgd(0.05, 0, 0), shift);
        float[] image = new float[64];
        float[] start = train(Networks.LINEAR, training, 7, 0).parameters();
        float[] after = train(Networks.LINEAR, training, 7, 1).parameters();
        BatchOrder order = new BatchOrder(new CounterRandom(7, 12), 300, 32);
        double[] gradient = new double[start.length];
        for (int b = 0; b < 32; b++) {
            int row = order.row(0, b);
            new RandomShifts(new CounterRandom(7, 14), shift, Networks.DIGITS.shape())
                    .move(DIGITS.trainRows(), row, 0, image);
            double[] p = new double[10];
            double sum = 0;
            for (int c = 0; c < 10; c++) {
                double z = start[640 + c];
                for (int f = 0; f < 64; f++) {
                    z += start[c * 64 + f] * image[f];
                }
                p[c] = Math.exp(z);
                sum += p[c];
            }
            for (int c = 0; c < 10; c++) {
                double residual = p[c] / sum - (DIGITS.trainLabels()[row] == c ? 1 : 0);
                gradient[640 + c] += residual / 32;
                for (int f = 0; f < 64; f++) {
                    gradient[c * 64 + f] += residual * image[f] / 32;
                }
            }
        }
        for (int i = 0; i < start.length; i++) {
            assertThat(after[i]).isCloseTo((float) (start[i] - 0.05 * gradient[i]), within(1e-6f));
        }
    }

    @Test
    void digits_areLearnedIn500Steps() {
        try (NetworkTrainer trainer = Networks.open(Networks.MLP, Networks.sgd(0.05, 0, 0), DIGITS, 0)) {
            double before = Networks.accuracy(trainer.logits(DIGITS.testRows(), 1000), DIGITS.testLabels());
            trainer.advance(500, step -> {});
            double after = Networks.accuracy(trainer.logits(DIGITS.testRows(), 1000), DIGITS.testLabels());
            assertThat(before).isLessThan(0.4);
            assertThat(after).isGreaterThan(0.8);
        }
    }

    @Test
    void whatTheListenerThrows_leavesTheStateOfTheStepItWasTold() {
        TrainingSpec training = Networks.sgd(0.05, 0, 0);
        List<Long> told = new ArrayList<>();
        try (NetworkTrainer trainer = Networks.open(Networks.SMALL, training, DIGITS, 1)) {
            assertThatThrownBy(() -> trainer.advance(100, step -> {
                        told.add(step);
                        if (step == 12) {
                            throw new IllegalStateException("stop");
                        }
                    }))
                    .hasMessage("stop");
            assertThat(told).hasSize(12).last().isEqualTo(12L);
            assertSameBits(trainer.state(), train(Networks.SMALL, training, 1, 12));
            assertThat(trainer.state().epoch()).isEqualTo(1);
        }
    }

    @Test
    void growingParameters_areReportedAsDivergedWithItsStep() {
        assertThatThrownBy(() -> train(Networks.SMALL, Networks.sgd(1000, 0, 100), 1, 500))
                .isInstanceOfSatisfying(
                        OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TRAINING_DIVERGED))
                .hasMessageContaining("at step");
    }

    @Test
    void infiniteInput_isReportedAsDivergedAtTheFirstStep() {
        float[] rows = DIGITS.trainRows().clone();
        Arrays.fill(rows, Float.POSITIVE_INFINITY);
        try (NetworkTrainer trainer = NetworkTrainer.open(
                Networks.SMALL, Networks.sgd(0.05, 0, 0), List.of(64), 10, rows, DIGITS.trainLabels(), 1)) {
            assertThatThrownBy(() -> trainer.advance(1, step -> {})).hasMessageContaining("at step 1");
            assertThat(trainer.step()).isZero();
        }
    }

    @Test
    void stateOfAnotherTraining_isRefusedAndChangesNothing() {
        TrainerState other = train(Networks.SMALL, Networks.adam(1e-3, 0), 1, 1);
        try (NetworkTrainer trainer = Networks.open(Networks.SMALL, Networks.sgd(0.05, 0, 0), DIGITS, 1)) {
            TrainerState before = trainer.state();
            assertThatThrownBy(() -> trainer.restore(other)).isInstanceOf(OnsetException.class);
            assertSameBits(trainer.state(), before);
        }
    }

    @Test
    void batchLargerThanTheData_isRefused() {
        TrainingSpec training = new TrainingSpec(TrainingSpec.Optimizer.SGD, 0.1, 0, 0, 301, 10, 10, 0);
        assertThatThrownBy(() -> Networks.open(Networks.SMALL, training, DIGITS, 1))
                .hasMessageContaining("training.batch is 301");
    }

    private static org.assertj.core.data.Offset<Float> within(float offset) {
        return org.assertj.core.data.Offset.offset(offset);
    }

    private static TrainerState train(NetworkSpec network, TrainingSpec training, long seed, long steps) {
        try (NetworkTrainer trainer = Networks.open(network, training, DIGITS, seed)) {
            trainer.advance(steps, step -> {});
            return trainer.state();
        }
    }

    private static void assertSameBits(TrainerState actual, TrainerState expected) {
        assertThat(actual.step()).isEqualTo(expected.step());
        assertThat(actual.epoch()).isEqualTo(expected.epoch());
        assertThat(bits(actual.parameters())).isEqualTo(bits(expected.parameters()));
        assertThat(bits(actual.updater())).isEqualTo(bits(expected.updater()));
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }
}
