package dev.onset.twophase;

import dev.onset.data.Split;
import dev.onset.train.Dl4jTrainer;
import dev.onset.train.NetworkSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One of the networks a study trains: its own, or a control's.
 *
 * @param name the run's name
 * @param control absent for the study's own network
 * @param half which half of the training examples, 0 or 1; absent for all of them
 */
record Variant(String name, Optional<TwoPhase.Control> control, Optional<Integer> half) {
    /** All of a study, its own first. */
    static List<Variant> of(TwoPhase experiment) {
        List<Variant> variants = new ArrayList<>();
        variants.add(new Variant("network", Optional.empty(), Optional.empty()));
        for (TwoPhase.Control control : experiment.controls()) {
            switch (control) {
                case LINEAR -> variants.add(new Variant("linear", Optional.of(control), Optional.empty()));
                case DISJOINT_HALVES -> {
                    variants.add(new Variant("half-1", Optional.of(control), Optional.of(0)));
                    variants.add(new Variant("half-2", Optional.of(control), Optional.of(1)));
                }
            }
        }
        return variants;
    }

    static Variant named(TwoPhase experiment, String name) {
        return of(experiment).stream()
                .filter(variant -> variant.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the study has no run '" + name + "'"));
    }

    NetworkSpec network(TwoPhase experiment) {
        return control.equals(Optional.of(TwoPhase.Control.LINEAR))
                ? new NetworkSpec(experiment.networkTrained().init(), List.of())
                : experiment.networkTrained();
    }

    /** The second half's network starts elsewhere: what both find must not be what both began with. */
    long seed(long studySeed) {
        return half.equals(Optional.of(1)) ? studySeed ^ 0x9E37_79B9L : studySeed;
    }

    /** What the trainer is told of it. */
    Dl4jTrainer.Job job(TwoPhase experiment, long studySeed) {
        SortedMap<String, Object> further = new TreeMap<>();
        half.ifPresent(which -> further.put("half", which));
        Variant variant = this;
        return new Dl4jTrainer.Job(network(experiment), seed(studySeed), further, new Dl4jTrainer.Examples() {
            @Override
            public float[] rows(Split split) {
                return variant.rows(split);
            }

            @Override
            public int[] labels(Split split) {
                return variant.labels(split);
            }
        });
    }

    /** Inputs of the examples it trains on: for a half, every other one in the split's order, which is random. */
    float[] rows(Split split) {
        float[] all = split.trainRows();
        if (half.isEmpty()) {
            return all;
        }
        int features = split.features();
        int[] positions = positions(split);
        float[] rows = new float[positions.length * features];
        for (int i = 0; i < positions.length; i++) {
            System.arraycopy(all, positions[i] * features, rows, i * features, features);
        }
        return rows;
    }

    /** Their labels. */
    int[] labels(Split split) {
        return half.isEmpty()
                ? split.trainLabels()
                : Arrays.stream(positions(split))
                        .map(position -> split.trainLabels()[position])
                        .toArray();
    }

    private int[] positions(Split split) {
        int count = split.trainLabels().length;
        int from = half.orElse(0);
        int[] positions = new int[(count - from + 1) / 2];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = from + 2 * i;
        }
        return positions;
    }
}
