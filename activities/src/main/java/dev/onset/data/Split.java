package dev.onset.data;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.random.CounterRandom;
import java.util.stream.IntStream;

/**
 * Training and test examples of a study: a pure function of data, specification and seed.
 *
 * <p>Rows are taken in the order of a permutation drawn from the seed: first the training examples, then the test
 * examples, each with the data's own shares of classes as closely as whole numbers allow. Were the shares left to chance, a
 * small training part would differ from the test part in them, and the loss gap would open early for that reason alone.
 * Data that come split keep their order, and row numbers count from 0 in each part.
 * Standardisation uses training statistics only. Whether and to what a label is changed depends on the seed and the
 * example's number in the file alone, so that it is the same in every split that contains the example.
 *
 * <p>The arrays are the split's own, not copies: they are read, never written.
 */
public final class Split {
    private static final long ORDER = 1;
    private static final long NOISE = 2;
    private static final long OTHER_CLASS = 3;

    private final int features;
    private final int[] trainIndices;
    private final int[] testIndices;
    private final float[] trainRows;
    private final float[] testRows;
    private final int[] trainLabels;
    private final int[] testLabels;
    private final float[] trainMean;
    private final boolean[] mislabelled;
    private final int firstTest;
    private final Legend legend;

    private Split(Dataset data, DataSpec spec, long seed) {
        features = data.features();
        legend = data.legend();
        firstTest = data.train().orElse(0);
        if (data.train().isPresent()) {
            trainIndices = IntStream.range(0, firstTest).toArray();
            testIndices = IntStream.range(firstTest, data.count()).toArray();
        } else {
            int[] order = new CounterRandom(seed, ORDER).permutation(data.count());
            boolean[] taken = new boolean[data.count()];
            trainIndices = take(data, order, taken, spec.train());
            testIndices = take(data, order, taken, spec.test());
        }
        trainRows = rows(data, trainIndices);
        testRows = rows(data, testIndices);
        if (spec.standardize()) {
            standardize();
        }
        trainLabels = labels(data, trainIndices, spec.labelNoise(), seed);
        testLabels = labels(data, testIndices, spec.labelNoise(), seed);
        mislabelled = new boolean[data.count()];
        mark(data, trainIndices, trainLabels);
        mark(data, testIndices, testLabels);
        trainMean = new float[features];
        for (int f = 0; f < features; f++) {
            trainMean[f] = (float) mean(f);
        }
    }

    /** Splits; refuses with {@link ErrorCode#DATA_INVALID} what has too few rows. */
    public static Split of(Dataset data, DataSpec spec, long seed) {
        if (data.count() < (long) spec.train() + spec.test()) {
            throw new OnsetException(
                    ErrorCode.DATA_INVALID,
                    data.name() + " holds " + data.count() + " rows; data.train " + spec.train() + " and data.test "
                            + spec.test() + " need more");
        }
        return new Split(data, spec, seed);
    }

    /** Takes free rows in the given order, of each class its share; the first free rows make up for what rounding leaves. */
    private static int[] take(Dataset data, int[] order, boolean[] taken, int count) {
        long[] room = new long[data.classes()];
        for (int label : data.labels()) {
            room[label]++;
        }
        for (int c = 0; c < room.length; c++) {
            room[c] = room[c] * count / data.count();
        }
        boolean[] chosen = new boolean[order.length];
        int found = 0;
        for (int i = 0; i < order.length; i++) {
            int row = order[i];
            if (!taken[row] && room[data.labels()[row]] > 0) {
                room[data.labels()[row]]--;
                chosen[i] = true;
                taken[row] = true;
                found++;
            }
        }
        for (int i = 0; i < order.length && found < count; i++) {
            if (!taken[order[i]]) {
                chosen[i] = true;
                taken[order[i]] = true;
                found++;
            }
        }
        int[] rows = new int[count];
        int at = 0;
        for (int i = 0; i < order.length; i++) {
            if (chosen[i]) {
                rows[at++] = order[i];
            }
        }
        return rows;
    }

    private float[] rows(Dataset data, int[] indices) {
        float[] rows = new float[Math.multiplyExact(indices.length, features)];
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(data.rows(), indices[i] * features, rows, i * features, features);
        }
        return rows;
    }

    private static int[] labels(Dataset data, int[] indices, double noise, long seed) {
        CounterRandom whether = new CounterRandom(seed, NOISE);
        CounterRandom which = new CounterRandom(seed, OTHER_CLASS);
        int[] labels = new int[indices.length];
        for (int i = 0; i < indices.length; i++) {
            int label = data.labels()[indices[i]];
            if (whether.uniform(indices[i]) < noise) {
                int other = which.below(data.classes() - 1, indices[i]);
                label = other < label ? other : other + 1;
            }
            labels[i] = label;
        }
        return labels;
    }

    private void mark(Dataset data, int[] indices, int[] labels) {
        for (int i = 0; i < indices.length; i++) {
            mislabelled[indices[i]] = labels[i] != data.labels()[indices[i]];
        }
    }

    private void standardize() {
        for (int f = 0; f < features; f++) {
            double mean = mean(f);
            double squares = 0;
            for (int i = f; i < trainRows.length; i += features) {
                squares += (trainRows[i] - mean) * (trainRows[i] - mean);
            }
            double deviation = Math.sqrt(squares / trainIndices.length);
            // a feature that never varies is centred and otherwise left alone
            double divisor = deviation > 0 ? deviation : 1;
            shiftAndScale(trainRows, f, mean, divisor);
            shiftAndScale(testRows, f, mean, divisor);
        }
    }

    private void shiftAndScale(float[] rows, int feature, double mean, double divisor) {
        for (int i = feature; i < rows.length; i += features) {
            rows[i] = (float) ((rows[i] - mean) / divisor);
        }
    }

    private double mean(int feature) {
        double sum = 0;
        for (int i = feature; i < trainRows.length; i += features) {
            sum += trainRows[i];
        }
        return sum / trainIndices.length;
    }

    /** What the numbers of an example are called. */
    public Legend legend() {
        return legend;
    }

    public int features() {
        return features;
    }

    /** Training inputs as the network sees them, [train x features]. */
    public float[] trainRows() {
        return trainRows;
    }

    /** Training labels, noise included. */
    public int[] trainLabels() {
        return trainLabels;
    }

    /** Test inputs as the network sees them, [test x features]. */
    public float[] testRows() {
        return testRows;
    }

    /** Test labels, noise included. */
    public int[] testLabels() {
        return testLabels;
    }

    /** Whether the label of a training example is not the data's. */
    public boolean trainMislabelled(int position) {
        return mislabelled[trainIndices[position]];
    }

    /** Whether the label of a test example is not the data's. */
    public boolean testMislabelled(int position) {
        return mislabelled[testIndices[position]];
    }

    /** Mean of each feature over {@link #trainRows()}, so zero up to rounding after standardisation. */
    public float[] trainMean() {
        return trainMean;
    }

    /** Row number in the file, from 0, of each training example. */
    public int[] trainIndices() {
        return trainIndices;
    }

    /** Row number in the file, from 0, of each test example; of data that come split, in the file of the test examples. */
    public int[] testIndices() {
        return firstTest == 0
                ? testIndices
                : IntStream.range(0, testIndices.length).toArray();
    }
}
