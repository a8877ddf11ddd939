package dev.onset.springblock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.data.DataSpec;
import dev.onset.data.DatasetReader;
import dev.onset.data.Split;
import dev.onset.random.CounterRandom;
import dev.onset.springblock.NetworkShape.Kind;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
class SpringTrainingTest {
    private static final DataSpec DIGITS =
            new DataSpec("bundled:digits", "", DataSpec.Format.CSV, List.of(1, 8, 8), 10, 16, false, 60, 40, 0, 0);
    private static final Split SPLIT = Split.of(DatasetReader.readBundled("bundled:digits", DIGITS), DIGITS, 0);

    private static NetworkShape shape(Kind kind) {
        return kind == Kind.MLP ? new NetworkShape(kind, 1, 64, 7, 3, 10) : new NetworkShape(kind, 8, 1, 3, 3, 10);
    }

    private static SpringSettings settings(Kind kind) {
        return new SpringSettings(DIGITS, shape(kind), 0.1, 0.2, 0.1, 0.01, 25);
    }

    /** By differences of the loss, with the batch's own statistics and a fixed mask. */
    @ParameterizedTest
    @CsvSource({"MLP, 0", "MLP, 0.3", "CNN, 0", "CNN, 0.3"})
    void gradient_isThatOfTheLoss(Kind kind, double dropout) {
        NetworkShape shape =
                kind == Kind.MLP ? new NetworkShape(kind, 1, 5, 4, 3, 3) : new NetworkShape(kind, 3, 2, 3, 2, 3);
        int count = 6;
        LayeredNetwork network = new LayeredNetwork(shape, 0.2, count, 4);
        int features = shape.positions() * shape.channels();
        double[] input = new double[count * features];
        int[] labels = new int[count];
        CounterRandom random = new CounterRandom(9, 9);
        for (int k = 0; k < input.length; k++) {
            input[k] = random.gaussian(k);
        }
        for (int i = 0; i < count; i++) {
            labels[i] = i % 3;
        }
        loss(network, input, labels, count, dropout);
        double[] gradient = network.gradient.clone();
        double h = 1e-6;
        int apart = 0;
        for (int i = 0; i < gradient.length; i++) {
            double before = network.parameters[i];
            network.parameters[i] = before + h;
            double up = loss(network, input, labels, count, dropout);
            network.parameters[i] = before - h;
            double down = loss(network, input, labels, count, dropout);
            network.parameters[i] = before;
            assertThat(gradient[i]).as("parameter %s", i).isCloseTo((up - down) / (2 * h), within(2e-6));
            apart += Math.abs(gradient[i]) > 1e-4 ? 1 : 0;
        }
        assertThat(apart).as("slopes that are not 0").isGreaterThan(gradient.length / 4);
    }

    private static double loss(LayeredNetwork network, double[] input, int[] labels, int count, double dropout) {
        System.arraycopy(input, 0, network.input(), 0, input.length);
        return network.gradients(labels, count, dropout, new CounterRandom(3, 3));
    }

    @ParameterizedTest
    @CsvSource({"MLP", "CNN"})
    void leftAtAnyEpochAndTakenUp_endsWithTheSameBits(Kind kind) {
        SpringTraining whole = new SpringTraining(settings(kind), SPLIT, 5);
        whole.advance(4, epoch -> {});
        for (long stop : new long[] {0, 1, 3}) {
            SpringTraining first = new SpringTraining(settings(kind), SPLIT, 5);
            first.advance(stop, epoch -> {});
            SpringTraining second = new SpringTraining(settings(kind), SPLIT, 5);
            second.advance(2, epoch -> second.observe());
            second.restore(stop, first.state());
            second.advance(4, epoch -> {});
            assertThat(second.state()).isEqualTo(whole.state());
        }
        SpringTraining late = new SpringTraining(settings(kind), SPLIT, 5);
        late.restore(1, new SpringTraining(settings(kind), SPLIT, 5).state());
        late.advance(4, epoch -> {});
        assertThat(late.state()).as("a state of another epoch").isNotEqualTo(whole.state());
    }

    @Test
    void anImagesChannelsAreSeenByTheirNeighbours_andTheScatterIsTheTransposeOfTheGather() {
        CounterRandom random = new CounterRandom(1, 1);
        double[] x = new double[2 * 9 * 2];
        double[] columns = new double[x.length * Gather.TAPS];
        double[] other = new double[columns.length];
        for (int k = 0; k < other.length; k++) {
            other[k] = random.gaussian(k);
            if (k < x.length) {
                x[k] = random.gaussian(10_000 + k);
            }
        }
        Gather.columns(x, columns, 2, 3, 2);
        double[] back = new double[x.length];
        Gather.scatter(other, back, 2, 3, 2);
        double forward = 0;
        for (int k = 0; k < columns.length; k++) {
            forward += columns[k] * other[k];
        }
        double backward = 0;
        for (int k = 0; k < x.length; k++) {
            backward += x[k] * back[k];
        }
        assertThat(forward).isCloseTo(backward, within(1e-10));
        // the middle of the first image sees itself in the middle tap
        assertThat(columns[4 * 18 + 8]).isEqualTo(x[8]);
        assertThat(columns[0]).as("outside the image").isZero();
    }

    @Test
    void networksLearn_andADeadLayerHasNoLoadCurve() {
        SpringSettings quiet = new SpringSettings(DIGITS, shape(Kind.MLP), 0, 0, 0, 0.01, 60);
        SpringTraining training = new SpringTraining(quiet, SPLIT, 2);
        double before = training.observe().trainLoss().orElseThrow();
        training.advance(80, epoch -> {});
        SpringObservation after = training.observe();
        assertThat(after.trainLoss().orElseThrow()).isLessThan(before / 2);
        assertThat(after.separation()).hasSize(4);
        assertThat(after.ratio()).hasSize(4);
        double[] state = training.state();
        NetworkShape shape = shape(Kind.MLP);
        int shifts = shape.layerAt(2) + (shape.fanIn(2) + 2) * shape.width();
        for (int j = 0; j < shape.width(); j++) {
            state[shifts + j] = -100;
        }
        training.restore(80, state);
        assertThat(training.observe().separation()).isEmpty();
    }

    @Test
    void aStateOfAnotherShapeIsRefused() {
        SpringTraining training = new SpringTraining(settings(Kind.MLP), SPLIT, 5);
        assertThatThrownBy(() -> training.restore(1, new double[7]))
                .isInstanceOfSatisfying(
                        OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_CORRUPT));
    }
}
