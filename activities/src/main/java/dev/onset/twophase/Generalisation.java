package dev.onset.twophase;

import dev.onset.interactions.OrderSimilarity;
import dev.onset.interactions.OrderStrengths;
import dev.onset.random.CounterRandom;
import dev.onset.twophase.CheckpointReader.ObservedSample;
import dev.onset.twophase.report.GeneralisationParts.LabelGroup;
import dev.onset.twophase.report.GeneralisationParts.Similarity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hipparchus.stat.descriptive.DescriptiveStatistics;

/**
 * Which orders generalise, on the study's first output. Class means of training and of test samples are compared where
 * players stand at the same places in every sample; two networks trained on disjoint halves are compared sample by sample,
 * whatever the players.
 */
final class Generalisation {
    private static final String MEANS = "class means of training and test samples";
    private static final String HALVES = "networks of disjoint halves, on the same samples";
    private static final int PERMUTATIONS = 40;
    private static final double HIGH = 97.5;
    private static final long STREAM = 0x67_656EL;

    private final TwoPhase experiment;
    private final CounterRandom random;

    Generalisation(TwoPhase experiment, long seed) {
        this.experiment = experiment;
        this.random = new CounterRandom(seed, STREAM);
    }

    /** A pair of effect vectors, AND and OR. */
    private record Pair(double[] and, double[] or, double[] otherAnd, double[] otherOr) {}

    /** Similarities at the given checkpoints, as far as the study has what they need. */
    List<Similarity> similarities(List<CheckpointReader> readers, long[] steps, Collection<Integer> checkpoints)
            throws IOException {
        List<Similarity> all = new ArrayList<>();
        Optional<CheckpointReader> first = named(readers, "half-1");
        Optional<CheckpointReader> second = named(readers, "half-2");
        for (int t : checkpoints) {
            if (first.isPresent() && second.isPresent()) {
                compare(
                                HALVES,
                                steps[t],
                                bySample(first.get().samples(t), second.get().samples(t)))
                        .ifPresent(all::add);
            }
        }
        for (int t : checkpoints) {
            if (samePlayers()) {
                compare(MEANS, steps[t], byClass(readers.get(0).samples(t))).ifPresent(all::add);
            }
        }
        return all;
    }

    /** Players chosen image by image stand at different places: their class means compare nothing. */
    private boolean samePlayers() {
        return experiment.observation().players().samePlaces();
    }

    private static Optional<CheckpointReader> named(List<CheckpointReader> readers, String name) {
        return readers.stream()
                .filter(reader -> reader.run().point().name().equals(name))
                .findFirst();
    }

    private static List<Pair> bySample(List<ObservedSample> first, List<ObservedSample> second) {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            ObservedSample a = first.get(i);
            ObservedSample b = second.get(i);
            pairs.add(new Pair(a.and(0), a.or(0), b.and(0), b.or(0)));
        }
        return pairs;
    }

    private static List<Pair> byClass(List<ObservedSample> samples) {
        Map<Integer, List<ObservedSample>> training = new TreeMap<>();
        Map<Integer, List<ObservedSample>> test = new TreeMap<>();
        for (ObservedSample sample : samples) {
            (sample.facts().split().equals("train") ? training : test)
                    .computeIfAbsent(sample.facts().label(), label -> new ArrayList<>())
                    .add(sample);
        }
        List<Pair> pairs = new ArrayList<>();
        training.forEach((label, seen) -> {
            List<ObservedSample> unseen = test.getOrDefault(label, List.of());
            if (!unseen.isEmpty()) {
                pairs.add(new Pair(mean(seen, true), mean(seen, false), mean(unseen, true), mean(unseen, false)));
            }
        });
        return pairs;
    }

    private static double[] mean(List<ObservedSample> samples, boolean and) {
        double[] mean = new double[1 << samples.get(0).players()];
        for (ObservedSample sample : samples) {
            double[] effects = and ? sample.and(0) : sample.or(0);
            for (int s = 0; s < mean.length; s++) {
                mean[s] += effects[s] / samples.size();
            }
        }
        return mean;
    }

    private Optional<Similarity> compare(String name, long step, List<Pair> pairs) {
        if (pairs.isEmpty()) {
            return Optional.empty();
        }
        int n = Integer.numberOfTrailingZeros(pairs.get(0).and().length);
        OrderSimilarity found = new OrderSimilarity(n);
        pairs.forEach(pair -> found.add(pair.and(), pair.otherAnd()).add(pair.or(), pair.otherOr()));
        DescriptiveStatistics[] chance = new DescriptiveStatistics[n];
        for (int k = 0; k < n; k++) {
            chance[k] = new DescriptiveStatistics();
        }
        for (int trial = 0; trial < PERMUTATIONS; trial++) {
            int[] moved = withinOrders(n, random.stream(trial));
            OrderSimilarity permuted = new OrderSimilarity(n);
            pairs.forEach(pair -> permuted.add(pair.and(), permuted(pair.otherAnd(), moved))
                    .add(pair.or(), permuted(pair.otherOr(), moved)));
            double[] similarity = permuted.byOrder();
            for (int k = 0; k < n; k++) {
                chance[k].addValue(similarity[k]);
            }
        }
        double[] mean = new double[n];
        double[] high = new double[n];
        for (int k = 0; k < n; k++) {
            mean[k] = chance[k].getMean();
            high[k] = chance[k].getPercentile(HIGH);
        }
        return Optional.of(new Similarity(name, step, pairs.size(), found.byOrder(), mean, high));
    }

    /** A random bijection of coalitions that keeps their order. */
    private static int[] withinOrders(int n, CounterRandom random) {
        List<List<Integer>> byOrder = new ArrayList<>();
        for (int k = 0; k <= n; k++) {
            byOrder.add(new ArrayList<>());
        }
        for (int s = 0; s < 1 << n; s++) {
            byOrder.get(Integer.bitCount(s)).add(s);
        }
        int[] moved = new int[1 << n];
        for (int k = 0; k <= n; k++) {
            List<Integer> alike = byOrder.get(k);
            int[] order = random.stream(k).permutation(alike.size());
            for (int i = 0; i < order.length; i++) {
                moved[alike.get(i)] = alike.get(order[i]);
            }
        }
        return moved;
    }

    private static double[] permuted(double[] effects, int[] moved) {
        double[] other = new double[effects.length];
        for (int s = 0; s < effects.length; s++) {
            other[moved[s]] = effects[s];
        }
        return other;
    }

    /** Strengths of clean and of mislabelled training samples, where the study has both. */
    static List<LabelGroup> labelGroups(
            CheckpointReader reader, RunReading.OutputReading output, long[] steps, Collection<Integer> checkpoints)
            throws IOException {
        List<LabelGroup> groups = new ArrayList<>();
        for (int t : checkpoints) {
            List<ObservedSample> samples = reader.samples(t);
            for (boolean mislabelled : new boolean[] {false, true}) {
                OrderStrengths sum = OrderStrengths.none(samples.get(0).players());
                int count = 0;
                for (int i = 0; i < samples.size(); i++) {
                    boolean training = samples.get(i).facts().split().equals("train");
                    if (training && samples.get(i).facts().mislabelled() == mislabelled) {
                        sum = sum.plus(output.strengths()[t][i]);
                        count++;
                    }
                }
                if (count == 0) {
                    return List.of();
                }
                double unit = output.meanEffect()[t] > 0 ? 1 / output.meanEffect()[t] : 0;
                groups.add(new LabelGroup(
                        mislabelled,
                        count,
                        steps[t],
                        FitParts.fromFirstOrder(sum.times(unit / count).total())));
            }
        }
        return groups;
    }
}
