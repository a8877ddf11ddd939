package dev.onset.twophase;

import dev.onset.interactions.SparseExtractor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One extractor for each number of players, shared by all threads: its tables are the costly part. */
final class Extractors {
    private static final Map<Integer, SparseExtractor> SHARED = new ConcurrentHashMap<>();

    private Extractors() {}

    static SparseExtractor of(int players) {
        return SHARED.computeIfAbsent(players, SparseExtractor::new);
    }
}
