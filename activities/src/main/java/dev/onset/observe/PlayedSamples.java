package dev.onset.observe;

import dev.onset.data.DataSpec;
import dev.onset.data.Split;
import dev.onset.evaluate.Evaluator;
import dev.onset.game.ObservationSpec;
import dev.onset.game.PlayerGroups;
import java.util.Optional;

/**
 * A study's samples and what plays in them. Where players are inside the network, a sample and its baseline each pass its first
 * half once, and what comes out is masked; else they are masked themselves. Not thread-safe.
 */
final class PlayedSamples {
    private final DataSpec data;
    private final ObservationSpec spec;
    private final Split split;
    private final Evaluator network;
    private final Optional<Evaluator> before;

    /**
     * @param network what is asked about masked rows
     * @param before makes such rows of examples; absent where examples are masked
     */
    PlayedSamples(DataSpec data, ObservationSpec spec, Split split, Evaluator network, Optional<Evaluator> before) {
        this.data = data;
        this.spec = spec;
        this.split = split;
        this.network = network;
        this.before = before;
    }

    /**
     * What is masked of a sample.
     *
     * @param row as the network that is asked takes it
     * @param baseline what an absent player shows of it
     * @param players groups of its indices
     */
    record Played(float[] row, float[] baseline, PlayerGroups players) {}

    ObservationSpec spec() {
        return spec;
    }

    /** One of them, training samples first; its players are groups of the example's own features, as they are drawn on it. */
    ObservedRow at(int index) {
        return ObservedRow.of(index, data, spec, split);
    }

    Played played(ObservedRow sample) {
        float[] baseline = sample.baseline(spec, split);
        if (before.isEmpty()) {
            return new Played(sample.row(), baseline, sample.players());
        }
        float[] row = through(before.get(), sample.row());
        return new Played(
                row,
                through(before.get(), baseline),
                PlayerGroups.of(spec.players(), network.shape(), row, split.legend()));
    }

    private static float[] through(Evaluator half, float[] example) {
        float[] map = new float[half.classes()];
        half.logits(example, 1, map);
        return map;
    }
}
