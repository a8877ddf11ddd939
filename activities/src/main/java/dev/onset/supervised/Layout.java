package dev.onset.supervised;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.kind.SourceFile;
import dev.onset.kind.StudyDocument;
import dev.onset.store.BlobRef;
import dev.onset.store.BlobStore;
import dev.onset.store.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;

/** Lays the files of a training out in a folder: from the store, or, while its study is planned, from where they are. */
final class Layout {
    /** What this process has seen of studies that it plans, by digest. */
    private final Map<String, SourceFile> seen = new ConcurrentHashMap<>();

    /** Remembers the files of a study that is planned here. */
    void remember(Iterable<SourceFile> files) throws IOException {
        for (SourceFile file : files) {
            try (InputStream in = file.open()) {
                seen.put(Digest.sha256(in), file);
            }
        }
    }

    /**
     * Lays them out.
     *
     * @param places by role
     * @throws OnsetException STORE_MISSING where the store has one of them no more
     */
    void lay(StudyDocument study, BlobStore blobs, SortedMap<String, String> places, Path folder) throws IOException {
        for (Map.Entry<String, String> place : places.entrySet()) {
            BlobRef ref = study.inputs().get(place.getKey());
            if (ref == null) {
                throw new OnsetException(
                        ErrorCode.STORE_MISSING,
                        "the study has no input '" + place.getKey() + "' for " + place.getValue()
                                + "; start it again to upload it");
            }
            Path target = folder.resolve(place.getValue());
            Files.createDirectories(target.resolveSibling(""));
            SourceFile local = seen.get(ref.sha256());
            if (local != null && blobs.inspect(ref) == BlobStore.State.MISSING) {
                try (InputStream in = local.open()) {
                    Files.copy(in, target);
                }
            } else {
                blobs.fetch(ref, target);
            }
            target.toFile().setExecutable(true, true); // the command may be one of them
        }
    }
}
