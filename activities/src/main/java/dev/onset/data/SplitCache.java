package dev.onset.data;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.onset.kind.Scratch;
import dev.onset.kind.StageContext;
import dev.onset.kind.StudyDocument;
import dev.onset.pulse.SharedWork;
import dev.onset.store.BlobRef;
import dev.onset.store.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Splits of data, read from the store once a process and shared by its threads; a few are kept. */
public final class SplitCache {
    private static final int KEPT = 3;

    private final SharedWork reading = new SharedWork();
    private final Cache<String, Split> splits =
            Caffeine.newBuilder().maximumSize(KEPT).build();

    /** The split of a study's data, as its specification says. */
    public Split of(StageContext context, StudyDocument study, DataSpec spec) throws IOException {
        return reading.run(() -> read(context, study, spec));
    }

    private Split read(StageContext context, StudyDocument study, DataSpec spec) throws IOException {
        String key = Digest.ofJson(
                Map.of("data", spec, "inputs", study.inputDigests(spec.sources().keySet())));
        Split known = splits.getIfPresent(key);
        if (known != null) {
            return known;
        }
        Path folder = Files.createTempDirectory(context.scratch(), "data");
        try {
            Map<String, Path> files = new TreeMap<>();
            for (String role : spec.sources().keySet()) {
                files.put(role, fetch(context, study, role, folder));
            }
            Dataset dataset = DatasetReader.read(files, spec);
            Split split = Split.of(dataset, spec, spec.split());
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
