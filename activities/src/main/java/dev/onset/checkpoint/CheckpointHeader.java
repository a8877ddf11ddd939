package dev.onset.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onset.store.CanonicalJson;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a checkpoint says about itself besides its digests. Everything here must be determined by what determines the
 * parameters: two attempts that train the same bits have to write the same checkpoint, byte for byte. So there is no time,
 * host or attempt, and {@code producer} may only name what the training fingerprint names too.
 *
 * @param step optimiser steps taken
 * @param epoch passes over the training split that are complete
 * @param seed of the study
 * @param network initial distribution and hidden layers, as a study file writes them
 * @param input shape of one example, [features] or [channels, height, width]
 * @param classes outputs of the readout
 * @param producer name to version of what trained it
 */
public record CheckpointHeader(
        long step,
        long epoch,
        long seed,
        JsonNode network,
        List<Integer> input,
        int classes,
        SortedMap<String, String> producer) {
    public CheckpointHeader {
        if (step < 0 || epoch < 0) {
            throw new IllegalArgumentException("step " + step + ", epoch " + epoch);
        }
        if (input.isEmpty() || input.stream().anyMatch(size -> size < 1) || classes < 1) {
            throw new IllegalArgumentException("input " + input + ", classes " + classes);
        }
        if (!network.isObject()) {
            throw new IllegalArgumentException("a network is a JSON object, not " + network.getNodeType());
        }
        network = CanonicalJson.asRead(network);
        input = List.copyOf(input);
        producer = Collections.unmodifiableSortedMap(new TreeMap<>(producer));
    }

    /** As the constructor, with any record or map that has a canonical JSON as network. */
    public static CheckpointHeader of(
            long step,
            long epoch,
            long seed,
            Object network,
            List<Integer> input,
            int classes,
            Map<String, String> producer) {
        return new CheckpointHeader(
                step, epoch, seed, CanonicalJson.tree(network), input, classes, new TreeMap<>(producer));
    }
}
