package dev.onset.kind;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a stage has computed, before it is durable.
 *
 * @param files output name to local file
 * @param scalars small values that are read without opening an output
 */
public record StageProduct(Map<String, Path> files, Map<String, Object> scalars) {
    public StageProduct {
        files = new TreeMap<>(files);
        scalars = new TreeMap<>(scalars);
    }

    public static StageProduct of(Map<String, Path> files) {
        return new StageProduct(files, Map.of());
    }
}
