package dev.onset.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
@net.jqwik.api.Tag("property")
final class SplitTest {
    private static final int CLASSES = 5;

    @Property(tries = 100)
    void trainingAndTest_areDisjointRowsOfTheFile(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 40) int train,
            @ForAll @IntRange(min = 1, max = 40) int test) {
        Dataset data = data(80);
        Split split = Split.of(data, spec(train, test, false, 0), seed);
        int[] all = IntStream.concat(Arrays.stream(split.trainIndices()), Arrays.stream(split.testIndices()))
                .toArray();
        assertThat(all).hasSize(train + test).doesNotHaveDuplicates();
        for (int i = 0; i < train; i++) {
            int row = split.trainIndices()[i];
            assertThat(split.trainLabels()[i]).isEqualTo(data.labels()[row]);
            assertThat(Arrays.copyOfRange(split.trainRows(), 3 * i, 3 * i + 3))
                    .isEqualTo(Arrays.copyOfRange(data.rows(), 3 * row, 3 * row + 3));
        }
        for (int i = 0; i < test; i++) {
            assertThat(split.testRows()[3 * i]).isEqualTo(data.rows()[3 * split.testIndices()[i]]);
        }
    }

    @Property(tries = 50)
    void bothPartsHaveTheDatasSharesOfClasses(@ForAll long seed) {
        Dataset data = data(400);
        Split split = Split.of(data, spec(100, 150, false, 0), seed);
        for (int c = 0; c < CLASSES; c++) {
            int label = c;
            double share = (double)
                            Arrays.stream(data.labels()).filter(l -> l == label).count()
                    / data.count();
            assertThat((double) Arrays.stream(split.trainLabels())
                            .filter(l -> l == label)
                            .count())
                    .isBetween(Math.floor(100 * share), Math.ceil(100 * share) + CLASSES);
            assertThat((double) Arrays.stream(split.testLabels())
                            .filter(l -> l == label)
                            .count())
                    .isBetween(Math.floor(150 * share), Math.ceil(150 * share) + CLASSES);
        }
    }

    @Test
    void equalSeeds_giveEqualSplits_othersOthers() {
        Dataset data = data(80);
        int[] first = Split.of(data, spec(30, 20, false, 0), 1).trainIndices();
        assertThat(Split.of(data, spec(30, 20, false, 0), 1).trainIndices()).isEqualTo(first);
        assertThat(Split.of(data, spec(30, 20, false, 0), 2).trainIndices()).isNotEqualTo(first);
    }

    @Test
    void standardisation_usesTrainingStatisticsOnly() {
        Dataset data = data(400);
        Split plain = Split.of(data, spec(200, 100, false, 0), 3);
        Split split = Split.of(data, spec(200, 100, true, 0), 3);
        for (int f = 0; f < 2; f++) {
            double mean = 0;
            double square = 0;
            for (int i = 0; i < 200; i++) {
                float v = split.trainRows()[3 * i + f];
                mean += v / 200;
                square += v * (double) v / 200;
            }
            assertThat(mean).isBetween(-1e-5, 1e-5);
            assertThat(square).isBetween(0.9999, 1.0001);
        }
        // the same map takes test rows there, so their own statistics differ
        double slope = (plain.trainRows()[3] - plain.trainRows()[0]) / (split.trainRows()[3] - split.trainRows()[0]);
        double testSlope = (plain.testRows()[3] - plain.testRows()[0]) / (split.testRows()[3] - split.testRows()[0]);
        assertThat(testSlope).isBetween(slope * 0.9999, slope * 1.0001);
        double testMean = IntStream.range(0, 100)
                .mapToDouble(i -> split.testRows()[3 * i])
                .average()
                .orElseThrow();
        assertThat(Math.abs(testMean)).isGreaterThan(1e-4);
    }

    @Test
    void constantFeature_isCentredAndStaysFinite() {
        Split split = Split.of(data(80), spec(30, 20, true, 0), 3);
        assertThat(split.trainRows()[2]).isZero();
        assertThat(split.testRows()[2]).isZero();
    }

    @Test
    void trainingMean_isThatOfTheTrainingRows() {
        Split split = Split.of(data(80), spec(2, 20, false, 0), 3);
        assertThat(split.trainMean()[1])
                .isCloseTo(
                        (split.trainRows()[1] + split.trainRows()[4]) / 2, org.assertj.core.data.Offset.offset(1e-6f));
        assertThat(split.trainMean()[2]).isEqualTo(4);
    }

    @Test
    void labelNoise_changesItsShareToOtherClassesUniformly() {
        Dataset data = data(40_000);
        Split split = Split.of(data, spec(20_000, 20_000, false, 0.3), 11);
        int[] shifts = new int[CLASSES];
        count(split.trainIndices(), split.trainLabels(), data, shifts);
        int trainChanged = 20_000 - shifts[0];
        assertThat(trainChanged).isBetween(5_700, 6_300);
        count(split.testIndices(), split.testLabels(), data, shifts);
        assertThat(40_000 - shifts[0] - trainChanged).isBetween(5_700, 6_300);
        for (int shift = 1; shift < CLASSES; shift++) {
            assertThat(shifts[shift]).isBetween(2_800, 3_200);
        }
    }

    @Test
    void labelNoise_ofOne_changesEveryLabel_ofNone_leavesAll() {
        Dataset data = data(80);
        int[] shifts = new int[CLASSES];
        Split all = Split.of(data, spec(40, 40, false, 1), 11);
        count(all.trainIndices(), all.trainLabels(), data, shifts);
        assertThat(shifts[0]).isZero();
        Split none = Split.of(data, spec(40, 40, false, 0), 11);
        count(none.trainIndices(), none.trainLabels(), data, shifts);
        assertThat(shifts[0]).isEqualTo(40);
    }

    @Test
    void noisyLabelOfAnExample_doesNotDependOnTheSizeOfTheSplit() {
        Dataset data = data(80);
        Map<Integer, Integer> labels = new HashMap<>();
        Split small = Split.of(data, spec(10, 10, false, 0.5), 4);
        Split large = Split.of(data, spec(40, 40, false, 0.5), 4);
        for (int i = 0; i < 40; i++) {
            labels.put(large.trainIndices()[i], large.trainLabels()[i]);
            labels.put(large.testIndices()[i], large.testLabels()[i]);
        }
        for (int i = 0; i < 10; i++) {
            assertThat(labels).containsEntry(small.trainIndices()[i], small.trainLabels()[i]);
            assertThat(labels).containsEntry(small.testIndices()[i], small.testLabels()[i]);
        }
    }

    @Test
    void tooFewRows_areRefused() {
        assertThatThrownBy(() -> Split.of(data(10), spec(6, 5, false, 0), 0))
                .isInstanceOfSatisfying(
                        OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_INVALID));
    }

    private static void count(int[] indices, int[] labels, Dataset data, int[] shifts) {
        for (int i = 0; i < indices.length; i++) {
            shifts[Math.floorMod(labels[i] - data.labels()[indices[i]], CLASSES)]++;
        }
    }

    /** Two varying features and a constant one. */
    private static Dataset data(int count) {
        float[] rows = new float[3 * count];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            rows[3 * i] = i;
            rows[3 * i + 1] = (float) Math.sin(i) * 100;
            rows[3 * i + 2] = 4;
            labels[i] = i % CLASSES;
        }
        return new Dataset("made", rows, labels, List.of(3), CLASSES);
    }

    private static DataSpec spec(int train, int test, boolean standardize, double noise) {
        return new DataSpec(
                "made.csv", "", DataSpec.Format.CSV, List.of(3), CLASSES, 1, standardize, train, test, noise, 0);
    }
}
