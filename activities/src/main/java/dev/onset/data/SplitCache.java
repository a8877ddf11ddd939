package dev.onset.data;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.onset.kind.Scratch;
import dev.onset.kind.StageContext;
import dev.onset.kind.StudyDocument;
import dev.onset.store.BlobRef;
import dev.onset.store.Digest;
import dev.onset.twophase.TwoPhase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Splits of data, read from the store once a process and shared by its threads; a few are kept. */
public final class SplitCache {
    public static final String DATA = "data";
    public static final String LABELS = "labels";
    private static final int KEPT = 3;

    private final Cache<String, Split> splits =
            Caffeine.newBuilder().maximumSize(KEPT).build();

    public synchronized Split of(StageContext context, StudyDocument study) throws IOException {
        TwoPhase experiment = study.experiment(TwoPhase.class);
        String key = Digest.ofJson(Map.of("data", experiment.data(), "inputs", study.inputs()));
        Split known = splits.getIfPresent(key);
        if (known != null) {
            return known;
        }
        Path folder = Files.createTempDirectory(context.scratch(), "data");
        try {
            Path data = fetch(context, study, DATA, folder);
            Optional<Path> labels = study.inputs().containsKey(LABELS)
                    ? Optional.of(fetch(context, study, LABELS, folder))
                    : Optional.empty();
            Dataset dataset = DatasetReader.read(data, labels, experiment.data());
            Split split = Split.of(dataset, experiment.data(), experiment.data().split());
            splits.put(key, split);
            return split;
        } finally {
            Scratch.delete(folder);
        }
    }

    private static Path fetch(StageContext context, StudyDocument study, String role, Path folder) {
        BlobRef ref = study.inputs().get(role);
        if (ref == null) {
            throw new IllegalArgumentException("the study has no input '" + role + "' but "
                    + study.inputs().keySet());
        }
        Path file = folder.resolve(role);
        context.blobs().fetch(ref, file);
        return file;
    }
}
