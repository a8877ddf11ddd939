package dev.onset.game;

import dev.onset.evaluate.Evaluator;
import dev.onset.game.ObservationSpec.Output;
import java.util.Arrays;
import java.util.List;

/**
 * Evaluates a network on every coalition of one sample's players: x_T keeps the players in T and replaces the others by
 * the baseline; what is in no player stays. Not thread-safe: buffers are reused from sample to sample.
 */
public final class MaskedGame {
    /** Rows of one call; fixed, since the batch's shape is part of a result's numeric profile. */
    private static final int BATCH = 1024;

    private final Evaluator evaluator;
    private final int features;
    private final int classes;
    private final float[] rows;
    private final float[] logits;
    private final long[] packed = new long[1];

    public MaskedGame(Evaluator evaluator) {
        this.evaluator = evaluator;
        this.features = evaluator.features();
        this.classes = evaluator.classes();
        this.rows = new float[BATCH * features];
        this.logits = new float[BATCH * classes];
    }

    /**
     * The games of one sample, one an output.
     *
     * @param row the sample's features
     * @param baseline what an absent player shows, feature by feature
     * @param label the ground-truth class y
     * @return [output][coalition], coalitions as little-endian bitmasks, length 2^n
     */
    public double[][] values(float[] row, float[] baseline, PlayerGroups players, int label, List<Output> outputs) {
        double[][] values = new double[outputs.size()][1 << players.size()];
        fill(row, baseline, players, label, outputs, values, 0, values[0].length);
        return values;
    }

    /**
     * The same for a range of coalitions, so that a large game can be computed piece by piece, to the same bits.
     *
     * @param values [output][coalition], filled from {@code from} to {@code to}
     * @param from a multiple of {@value #BATCH}
     */
    public void fill(
            float[] row,
            float[] baseline,
            PlayerGroups players,
            int label,
            List<Output> outputs,
            double[][] values,
            int from,
            int to) {
        if (from % BATCH != 0) {
            throw new IllegalArgumentException("coalition " + from + " begins no batch of " + BATCH);
        }
        int runnerUp = runnerUpAt(row, label);
        for (int first = from; first < to; first += BATCH) {
            int count = Math.min(BATCH, to - first);
            for (int i = 0; i < count; i++) {
                mask(row, baseline, players, first + i, rows, i * features);
            }
            evaluator.logits(rows, count, logits);
            read(outputs, label, runnerUp, count, values, first);
        }
    }

    /**
     * The same on any masks, at any number of players.
     *
     * @param masks bit-packed, [count x ceil(n / 64)]
     * @param values receives [output][count], from index 0
     */
    public void fill(
            float[] row,
            float[] baseline,
            PlayerGroups players,
            int label,
            List<Output> outputs,
            long[] masks,
            int count,
            double[][] values) {
        int words = (players.size() + 63) >>> 6;
        int runnerUp = runnerUpAt(row, label);
        for (int first = 0; first < count; first += BATCH) {
            int size = Math.min(BATCH, count - first);
            for (int i = 0; i < size; i++) {
                mask(row, baseline, players, masks, (first + i) * words, rows, i * features);
            }
            evaluator.logits(rows, size, logits);
            read(outputs, label, runnerUp, size, values, first);
        }
    }

    private void read(List<Output> outputs, int label, int runnerUp, int count, double[][] values, int at) {
        for (int o = 0; o < values.length; o++) {
            for (int i = 0; i < count; i++) {
                values[o][at + i] = ScalarOutput.of(outputs.get(o), logits, i * classes, classes, label, runnerUp);
            }
        }
    }

    /** Some of a game's rows, [count x features]: its first coalitions, the last of them replaced by that of all players. */
    public float[] rows(float[] row, float[] baseline, PlayerGroups players, int count) {
        float[] masked = new float[count * features];
        long[] mask = new long[(players.size() + 63) >>> 6];
        for (int i = 0; i < count; i++) {
            if (i + 1 < count) {
                mask[0] = i;
            } else {
                Arrays.fill(mask, -1);
            }
            mask(row, baseline, players, mask, 0, masked, i * features);
        }
        return masked;
    }

    private int runnerUpAt(float[] row, int label) {
        System.arraycopy(row, 0, rows, 0, features);
        evaluator.logits(rows, 1, logits);
        return ScalarOutput.runnerUp(logits, 0, classes, label);
    }

    private void mask(float[] row, float[] baseline, PlayerGroups players, int coalition, float[] into, int at) {
        packed[0] = coalition;
        mask(row, baseline, players, packed, 0, into, at);
    }

    private void mask(
            float[] row, float[] baseline, PlayerGroups players, long[] masks, int from, float[] into, int at) {
        System.arraycopy(row, 0, into, at, features);
        int n = players.size();
        for (int player = 0; player < n; player++) {
            if ((masks[from + (player >>> 6)] >>> player & 1) == 0) {
                for (int feature : players.groups().get(player)) {
                    into[at + feature] = baseline[feature];
                }
            }
        }
    }
}
