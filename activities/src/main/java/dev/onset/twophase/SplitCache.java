package dev.onset.twophase;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import dev.onset.contracts.TwoPhase;
import dev.onset.data.Dataset;
import dev.onset.data.DatasetReader;
import dev.onset.data.Split;
import dev.onset.stages.Scratch;
import dev.onset.stages.StageContext;
import dev.onset.stages.StudyDocument;
import dev.onset.store.BlobRef;
import dev.onset.store.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Splits of data, read from the store once a process and shared by its threads; a few are kept. */
final class SplitCache {
    static final String DATA = "data";
    static final String LABELS = "labels";
    private static final int KEPT = 3;

    private final Cache<String, Split> splits =
            CacheBuilder.newBuilder().maximumSize(KEPT).build();

    synchronized Split of(StageContext context, StudyDocument study) throws IOException {
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
