package dev.onset.twophase;

import dev.onset.checkpoint.Npy;
import dev.onset.store.BlobStore;
import dev.onset.store.StageResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Arrays among a stage's outputs. */
final class StoredArrays {
    private StoredArrays() {}

    /** Fetches and reads a float64 array, hashed on the way. */
    static double[] doubles(StageResult result, String output, BlobStore blobs, Path scratch) throws IOException {
        Path file = scratch.resolve(output);
        blobs.fetch(result.output(output), file);
        try {
            return Npy.readDoubles(file);
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
