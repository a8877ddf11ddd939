package dev.onset.game;

import dev.onset.evaluate.Evaluator;
import dev.onset.evaluate.MaskedSample;
import dev.onset.game.ObservationSpec.Output;
import java.util.Arrays;
import java.util.List;

/**
 * Evaluates a network on every coalition of one sample's players: x_T keeps the players in T and replaces the others by
 * the baseline; what is in no player stays. Not thread-safe: buffers are reused from sample to sample.
 */
public final class MaskedGame {
    private static final int NOBODY = -1;

    private final Evaluator evaluator;
    private final int classes;
    private final int batch;
    private final float[] logits;
    private final long[] coalitions;
    private final MaskedSample.Buffer buffer = new MaskedSample.Buffer();

    public MaskedGame(Evaluator evaluator) {
        this.evaluator = evaluator;
        this.classes = evaluator.classes();
        this.batch = evaluator.batch();
        this.logits = new float[batch * classes];
        this.coalitions = new long[batch];
    }

    /** Masks that are evaluated at once. */
    int batch() {
        return batch;
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
        if (to <= from) {
            return;
        }
        MaskedSample sample = sample(row, baseline, players);
        int all = 1 << players.size();
        int runnerUp = to == all ? NOBODY : runnerUpAt(row, label, outputs);
        // the last batch first: its last coalition is that of all players, which tells the runner-up
        for (int first = from + (to - from - 1) / batch * batch; first >= from; first -= batch) {
            int count = Math.min(batch, to - first);
            for (int i = 0; i < count; i++) {
                coalitions[i] = first + i;
            }
            evaluator.masked(sample, coalitions, count, logits);
            if (first + count == all) {
                runnerUp = ScalarOutput.runnerUp(logits, (count - 1) * classes, classes, label);
            }
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
        MaskedSample sample = sample(row, baseline, players);
        int words = sample.words();
        int runnerUp = runnerUpAt(row, label, outputs);
        for (int first = 0; first < count; first += batch) {
            int size = Math.min(batch, count - first);
            long[] some = first == 0 ? masks : Arrays.copyOfRange(masks, first * words, (first + size) * words);
            evaluator.masked(sample, some, size, logits);
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
        int words = MaskedSample.words(players.size());
        long[] masks = new long[count * words];
        for (int i = 0; i + 1 < count; i++) {
            masks[i * words] = i;
        }
        Arrays.fill(masks, (count - 1) * words, count * words, -1);
        return Arrays.copyOf(sample(row, baseline, players).rows(masks, count), count * row.length);
    }

    private MaskedSample sample(float[] row, float[] baseline, PlayerGroups players) {
        return new MaskedSample(row, baseline, players.groups(), buffer);
    }

    /** Where an output needs it: it takes a row of its own. */
    private int runnerUpAt(float[] row, int label, List<Output> outputs) {
        if (!outputs.contains(Output.RUNNER_UP_MARGIN)) {
            return NOBODY;
        }
        evaluator.logits(row, 1, logits);
        return ScalarOutput.runnerUp(logits, 0, classes, label);
    }
}
