package dev.onset.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onset.contracts.Device;
import dev.onset.data.DataSpec;
import dev.onset.data.DatasetReader;
import dev.onset.data.Split;
import dev.onset.evaluate.Evaluator;
import dev.onset.evaluate.ModelBinding;
import dev.onset.evaluate.ModelFiles;
import dev.onset.evaluate.OnnxEvaluator;
import dev.onset.evaluate.OpenModels;
import dev.onset.evaluate.SplitNetwork;
import dev.onset.evaluate.TestModels;
import dev.onset.game.MaskedGame;
import dev.onset.game.ObservationSpec;
import dev.onset.game.ObservationSpec.Baseline;
import dev.onset.game.ObservationSpec.FeatureMap;
import dev.onset.game.ObservationSpec.Grid;
import dev.onset.game.ObservationSpec.Output;
import dev.onset.game.ObservationSpec.Players;
import dev.onset.game.SampleRows;
import dev.onset.game.SpectrumSpec;
import dev.onset.store.BlobStore;
import dev.onset.store.MemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Players that are blocks of a feature map of 3 x 6 x 6 inside a network on digits. */
@Tag("unit")
final class FeatureMapTest {
    private static final int SIDE = 8;
    private static final int CHANNELS = 3;
    private static final int INSIDE = SIDE - 2;
    private static final int MAP = CHANNELS * INSIDE * INSIDE;
    private static final int CLASSES = 10;
    private static final List<Output> OUTPUTS = List.of(Output.LOG_ODDS, Output.RUNNER_UP_MARGIN);
    private static final DataSpec DATA = new DataSpec(
            "bundled:digits", "", DataSpec.Format.CSV, List.of(1, SIDE, SIDE), CLASSES, 16, false, 30, 10, 0, 0);

    private static final Split SPLIT = Split.of(DatasetReader.readBundled("digits", DATA), DATA, 0);

    @TempDir
    Path folder;

    private OpenModels models;
    private ModelFiles network;
    private Path file;

    @BeforeEach
    void store() throws IOException {
        BlobStore blobs = new BlobStore(new MemoryStore());
        models = new OpenModels(blobs, folder.resolve("scratch"), 0);
        file = TestModels.convolution(1, SIDE, CHANNELS, CLASSES).write(folder);
        network = ModelFiles.of(blobs.put(Files.readAllBytes(file)));
    }

    @AfterEach
    void close() {
        models.close();
    }

    private static ObservationSpec spec(Players players, Baseline baseline) {
        return new ObservationSpec(
                players,
                baseline,
                SampleRows.first(2),
                SampleRows.first(0),
                OUTPUTS,
                0,
                1e-3,
                1000,
                false,
                0.03,
                2,
                Device.CPU,
                SpectrumSpec.NONE);
    }

    private SplitNetwork open(Players players) {
        return players.cut()
                .map(cut -> models.borrow(network, ModelBinding.PLAIN, Device.CPU, cut))
                .orElseGet(() -> SplitNetwork.whole(models.borrow(network, ModelBinding.PLAIN, Device.CPU)));
    }

    /** The game of the second sample, [output][coalition]. */
    private double[][] values(Players players, Baseline baseline) {
        try (SplitNetwork opened = open(players)) {
            PlayedSamples samples =
                    new PlayedSamples(DATA, spec(players, baseline), SPLIT, opened.after(), opened.before());
            ObservedRow sample = samples.at(1);
            PlayedSamples.Played played = samples.played(sample);
            return new MaskedGame(opened.after())
                    .values(played.row(), played.baseline(), played.players(), sample.label(), OUTPUTS);
        }
    }

    private ObservedRow sample() {
        return ObservedRow.of(1, DATA, spec(new Grid(1, 1), Baseline.MEAN), SPLIT);
    }

    /** The whole network's log-odds of the sample's class. */
    private double whole(float[] row) {
        try (Evaluator evaluator = OnnxEvaluator.open(file)) {
            return logOdds(evaluator, row, sample().label());
        }
    }

    private static double logOdds(Evaluator evaluator, float[] row, int label) {
        float[] logits = new float[CLASSES];
        evaluator.logits(row, 1, logits);
        double others = 0;
        for (int c = 0; c < CLASSES; c++) {
            others += c == label ? 0 : Math.exp(logits[c]);
        }
        return logits[label] - Math.log(others);
    }

    @Test
    void withAllPlayers_itIsTheNetworkOnTheSample_andWithNone_onTheBaseline() {
        double[] values = values(new FeatureMap("a", 2, 3), Baseline.MEAN)[0];
        assertThat(values[values.length - 1]).isCloseTo(whole(sample().row()), within(1e-5));
        assertThat(values[0]).isCloseTo(whole(SPLIT.trainMean()), within(1e-5));
        assertThat(values(new FeatureMap("a", 2, 3), Baseline.ZERO)[0][0])
                .isCloseTo(whole(new float[SIDE * SIDE]), within(1e-5));
    }

    @ParameterizedTest
    @CsvSource({"2, 3", "4, 2", "6, 1", "1, 1"})
    void everyCoalitionIsWhatMaskingByHandBetweenTwoSessionsGives(int rows, int columns) throws IOException {
        Path shown = TestModels.convolution(1, SIDE, CHANNELS, CLASSES)
                .showingFlat(MAP)
                .write(Files.createDirectory(folder.resolve("shown")));
        Path second = TestModels.afterConvolution(1, SIDE, CHANNELS, CLASSES)
                .write(Files.createDirectory(folder.resolve("second")));
        ModelBinding flat = new ModelBinding(new TreeMap<>(), "f", List.of(), 0, 0);
        double[] values = values(new FeatureMap("a", rows, columns), Baseline.MEAN)[0];
        assertThat(values).hasSize(1 << rows * columns);
        try (Evaluator first = OnnxEvaluator.open(shown, "shown", flat, Device.CPU, 0);
                Evaluator after = OnnxEvaluator.open(second)) {
            float[] present = new float[MAP];
            float[] absent = new float[MAP];
            first.logits(sample().row(), 1, present);
            first.logits(SPLIT.trainMean(), 1, absent);
            for (int coalition = 0; coalition < values.length; coalition++) {
                float[] masked = absent.clone();
                for (int i = 0; i < MAP; i++) {
                    int y = i / INSIDE % INSIDE;
                    int x = i % INSIDE;
                    int player = place(y, rows) * columns + place(x, columns);
                    masked[i] = (coalition >>> player & 1) == 1 ? present[i] : absent[i];
                }
                assertThat(values[coalition])
                        .as("coalition %d", coalition)
                        .isCloseTo(logOdds(after, masked, sample().label()), within(1e-6));
            }
        }
    }

    /** The block that a position lies in: the last that begins no later. */
    private static int place(int position, int blocks) {
        int block = 0;
        while (block + 1 < blocks && (block + 1) * INSIDE / blocks <= position) {
            block++;
        }
        return block;
    }

    @Test
    void negativeControl_otherBlocks_andPlayersOnTheInput_giveOtherValues() {
        double[] values = values(new FeatureMap("a", 2, 3), Baseline.MEAN)[0];
        double[] turned = values(new FeatureMap("a", 3, 2), Baseline.MEAN)[0];
        assertThat(turned[63]).isEqualTo(values[63]);
        assertThat(Math.abs(turned[7] - values[7])).isGreaterThan(1e-2);
        double[] input = values(new Grid(2, 4), Baseline.MEAN)[0];
        double[] inside = values(new FeatureMap("a", 2, 4), Baseline.MEAN)[0];
        assertThat(Math.abs(input[15] - inside[15])).isGreaterThan(1e-2);
    }

    @ParameterizedTest
    @CsvSource({"0, 64", "0, 1", "63, 64", "5, 37", "17, 64"})
    void aPartOfTheGame_hasTheBitsOfTheWhole_howeverManyRowsAreAskedAboutAtOnce(int from, int to) {
        FeatureMap players = new FeatureMap("a", 2, 3);
        double[][] values = values(players, Baseline.MEAN);
        try (SplitNetwork opened = open(players)) {
            PlayedSamples samples =
                    new PlayedSamples(DATA, spec(players, Baseline.MEAN), SPLIT, opened.after(), opened.before());
            PlayedSamples.Played played = samples.played(samples.at(1));
            double[][] part = new double[2][64];
            new MaskedGame(opened.after())
                    .fill(played.row(), played.baseline(), played.players(), sample().label(), OUTPUTS, part, from, to);
            for (int output = 0; output < 2; output++) {
                assertThat(Arrays.copyOfRange(part[output], from, to))
                        .isEqualTo(Arrays.copyOfRange(values[output], from, to));
            }
            float[] alone = new float[MAP];
            float[] beside = new float[300 * MAP];
            Evaluator before = opened.before().orElseThrow();
            before.logits(sample().row(), 1, alone);
            float[] many = new float[300 * SIDE * SIDE];
            System.arraycopy(sample().row(), 0, many, (200 + from) * SIDE * SIDE, SIDE * SIDE);
            before.logits(many, 300, beside);
            assertThat(Arrays.copyOfRange(beside, (200 + from) * MAP, (201 + from) * MAP))
                    .isEqualTo(alone);
        }
    }

    @Test
    void onTheSample_playersAreDrawnOnTheirShares() {
        ObservedRow sample = ObservedRow.of(0, DATA, spec(new FeatureMap("a", 3, 2), Baseline.ZERO), SPLIT);
        assertThat(sample.players().groups()).hasSize(6);
        assertThat(sample.players().groups().get(0)).containsExactly(0, 1, 2, 3, 8, 9, 10, 11);
        assertThat(sample.players().groups().get(5)).hasSize(12).contains(63);
    }

    @Test
    void whatIsAskedHasTheShapeOfTheMap() {
        try (SplitNetwork opened = open(new FeatureMap("a", 2, 3))) {
            assertThat(opened.after().shape()).containsExactly(CHANNELS, INSIDE, INSIDE);
            assertThat(opened.after().features()).isEqualTo(MAP);
            assertThat(opened.before().map(Evaluator::classes)).isEqualTo(Optional.of(MAP));
        }
    }
}
