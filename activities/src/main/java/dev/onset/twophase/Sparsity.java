package dev.onset.twophase;

import dev.onset.twophase.CheckpointReader.ObservedSample;
import dev.onset.twophase.report.ReportParts.SparsityCurve;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/** Interactions of one checkpoint sorted by strength (arXiv 2305.01939): how few of them carry the output. */
final class Sparsity {
    private static final int RANKS = 60;
    private static final double SHARE = 0.9;

    private Sparsity() {}

    static SparsityCurve curve(List<ObservedSample> samples, int output, String name, long step, double threshold) {
        int size = 1 << samples.get(0).players();
        double[] magnitudes = new double[samples.size() * 2 * size];
        int at = 0;
        for (ObservedSample sample : samples) {
            for (double[] effects : List.of(sample.and(output), sample.or(output))) {
                for (double effect : effects) {
                    magnitudes[at++] = Math.abs(effect);
                }
            }
        }
        Arrays.sort(magnitudes);
        double unit = CheckpointReader.meanEffect(samples, output);
        double scale = unit > 0 ? 1 / unit : 0;
        double total = 0;
        int salient = 0;
        for (double magnitude : magnitudes) {
            total += magnitude;
            salient += magnitude > 0 && magnitude >= threshold ? 1 : 0;
        }
        double[] ranks = ranks(magnitudes.length);
        double[] magnitude = new double[ranks.length];
        double[] cumulative = new double[ranks.length];
        double sum = 0;
        int next = 0;
        int needed = 0;
        for (int rank = 1; rank <= magnitudes.length; rank++) {
            double value = magnitudes[magnitudes.length - rank];
            needed += sum < SHARE * total ? 1 : 0;
            sum += value;
            if (next < ranks.length && rank == (int) ranks[next]) {
                magnitude[next] = value * scale;
                cumulative[next++] = total > 0 ? sum / total : 0;
            }
        }
        return new SparsityCurve(
                name,
                step,
                ranks,
                magnitude,
                cumulative,
                (double) needed / magnitudes.length,
                (double) salient / samples.size(),
                threshold * scale,
                magnitudes.length);
    }

    /** About {@value #RANKS} ranks, equally spaced in their logarithm. */
    private static double[] ranks(int total) {
        TreeSet<Integer> ranks = new TreeSet<>(List.of(1, total));
        for (int i = 0; i < RANKS; i++) {
            ranks.add((int) Math.round(Math.pow(total, (double) i / (RANKS - 1))));
        }
        return ranks.stream().mapToDouble(Integer::doubleValue).toArray();
    }
}
