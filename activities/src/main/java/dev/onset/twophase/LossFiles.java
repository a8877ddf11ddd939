package dev.onset.twophase;

import dev.onset.checkpoint.Npy;
import dev.onset.data.Split;
import dev.onset.evaluate.CrossEntropy;
import dev.onset.evaluate.Evaluator;
import dev.onset.store.BlobStore;
import dev.onset.store.CanonicalJson;
import dev.onset.store.StageResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * CrossEntropy of a checkpoint over both splits: {@code train.npy} and {@code test.npy}, float64, the cross entropy of every
 * example in nats, and {@code accuracy.json}.
 */
record LossFiles(double[] train, double[] test, Accuracy accuracy) {
    static final String TRAIN = "train.npy";
    static final String TEST = "test.npy";
    static final String ACCURACY = "accuracy.json";
    private static final int MAX_ACCURACY = 1 << 16;

    /** Shares of examples whose largest logit is their label's. */
    record Accuracy(double train, double test) {}

    /** Hears the mean losses. */
    interface Listener {
        void losses(double train, double test);
    }

    static Map<String, Path> compute(Evaluator network, Split split, Path folder, Listener listener)
            throws IOException {
        CrossEntropy train = CrossEntropy.of(network, split.trainRows(), split.trainLabels());
        CrossEntropy test = CrossEntropy.of(network, split.testRows(), split.testLabels());
        listener.losses(train.mean(), test.mean());
        Map<String, Path> files = new TreeMap<>();
        files.put(TRAIN, array(folder.resolve(TRAIN), train.perSample()));
        files.put(TEST, array(folder.resolve(TEST), test.perSample()));
        files.put(
                ACCURACY,
                Files.write(
                        folder.resolve(ACCURACY),
                        CanonicalJson.bytes(new Accuracy(train.accuracy(), test.accuracy()))));
        return files;
    }

    static LossFiles read(StageResult result, BlobStore blobs, Path scratch) throws IOException {
        return new LossFiles(
                StoredArrays.doubles(result, TRAIN, blobs, scratch),
                StoredArrays.doubles(result, TEST, blobs, scratch),
                CanonicalJson.parse(blobs.bytes(result.output(ACCURACY), MAX_ACCURACY), Accuracy.class));
    }

    private static Path array(Path file, double[] values) throws IOException {
        Npy.write(file, values, values.length);
        return file;
    }
}
