package dev.onset.observe;

import dev.onset.game.ObservationSpec;
import dev.onset.interactions.ExtractionMode;
import dev.onset.interactions.ExtractionSettings;
import dev.onset.interactions.SparseExtractor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One extractor for each number of players, shared by all threads: its tables are computed once. */
public final class Extractors {
    private static final Map<Integer, SparseExtractor> SHARED = new ConcurrentHashMap<>();

    private Extractors() {}

    /** How a study has its interactions extracted. */
    public static ExtractionSettings settings(ObservationSpec spec) {
        return new ExtractionSettings(ExtractionMode.SPARSE, spec.tolerance(), spec.maxIterations(), spec.canonical());
    }

    /** The study's bound on the unexplained part of a game, in units of v. */
    public static double noise(ObservationSpec spec, double[] v) {
        return spec.noise() * Math.abs(v[v.length - 1] - v[0]);
    }

    public static SparseExtractor of(int players) {
        return SHARED.computeIfAbsent(players, SparseExtractor::new);
    }
}
