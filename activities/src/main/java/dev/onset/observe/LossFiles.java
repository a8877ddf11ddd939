package dev.onset.observe;

import dev.onset.checkpoint.Npy;
import dev.onset.checkpoint.Npz;
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
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Losses of a checkpoint over both splits, in {@code losses.npz}: {@code train.npy} and {@code test.npy}, float64, the cross
 * entropy of every example in nats, and {@code accuracy.json}.
 */
public record LossFiles(double[] train, double[] test, Accuracy accuracy) {
    static final String ARCHIVE = "losses.npz";
    private static final String TRAIN = "train.npy";
    private static final String TEST = "test.npy";
    private static final String ACCURACY = "accuracy.json";

    /** Shares of examples whose largest logit is their label's. */
    public record Accuracy(double train, double test) {}

    /** Hears the mean losses. */
    interface Listener {
        void losses(double train, double test);
    }

    static Map<String, Path> compute(Evaluator network, Split split, Path folder, Listener listener)
            throws IOException {
        CrossEntropy train = CrossEntropy.of(network, split.trainRows(), split.trainLabels());
        CrossEntropy test = CrossEntropy.of(network, split.testRows(), split.testLabels());
        listener.losses(train.mean(), test.mean());
        SortedMap<String, Path> files = new TreeMap<>();
        files.put(TRAIN, array(folder.resolve(TRAIN), train.perSample()));
        files.put(TEST, array(folder.resolve(TEST), test.perSample()));
        files.put(
                ACCURACY,
                Files.write(
                        folder.resolve(ACCURACY),
                        CanonicalJson.bytes(new Accuracy(train.accuracy(), test.accuracy()))));
        return Map.of(ARCHIVE, Npz.pack(folder.resolve(ARCHIVE), files));
    }

    /** Reads an observation of losses. */
    public static LossFiles read(StageResult result, BlobStore blobs, Path scratch) throws IOException {
        return StoredArchive.read(
                result,
                ARCHIVE,
                blobs,
                scratch,
                folder -> new LossFiles(
                        Npy.readDoubles(folder.resolve(TRAIN)),
                        Npy.readDoubles(folder.resolve(TEST)),
                        CanonicalJson.parse(Files.readAllBytes(folder.resolve(ACCURACY)), Accuracy.class)));
    }

    private static Path array(Path file, double[] values) throws IOException {
        Npy.write(file, values, values.length);
        return file;
    }
}
