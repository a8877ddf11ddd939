package dev.onset.game;

import dev.onset.evaluate.Evaluator;
import dev.onset.game.ObservationSpec.Output;
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
            for (int o = 0; o < values.length; o++) {
                for (int i = 0; i < count; i++) {
                    values[o][first + i] =
                            ScalarOutput.of(outputs.get(o), logits, i * classes, classes, label, runnerUp);
                }
            }
        }
    }

    /** Some of a game's rows, [count x features]: its first coalitions, the last of them replaced by that of all players. */
    public float[] rows(float[] row, float[] baseline, PlayerGroups players, int count) {
        float[] masked = new float[count * features];
        for (int i = 0; i < count; i++) {
            int coalition = i + 1 < count ? i : (1 << players.size()) - 1;
            mask(row, baseline, players, coalition, masked, i * features);
        }
        return masked;
    }

    private int runnerUpAt(float[] row, int label) {
        System.arraycopy(row, 0, rows, 0, features);
        evaluator.logits(rows, 1, logits);
        return ScalarOutput.runnerUp(logits, 0, classes, label);
    }

    private void mask(float[] row, float[] baseline, PlayerGroups players, int coalition, float[] into, int at) {
        System.arraycopy(row, 0, into, at, features);
        for (int player = 0; player < players.size(); player++) {
            if ((coalition >>> player & 1) == 0) {
                for (int feature : players.groups().get(player)) {
                    into[at + feature] = baseline[feature];
                }
            }
        }
    }
}
