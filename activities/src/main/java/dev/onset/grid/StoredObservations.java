package dev.onset.grid;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.kind.ObservedRun;
import dev.onset.store.BlobStore;
import dev.onset.store.CanonicalJson;
import dev.onset.store.ParallelReads;
import dev.onset.store.StageResult;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Observations as the store has them. */
final class StoredObservations implements Observations {
    private static final int MAX_BYTES = 16 << 20;

    private final Map<String, ObservedRun> runs;
    private final BlobStore blobs;

    StoredObservations(List<ObservedRun> runs, BlobStore blobs) {
        this.runs = runs.stream().collect(Collectors.toMap(run -> run.point().name(), Function.identity()));
        this.blobs = blobs;
    }

    @Override
    public <T> List<T> of(String cell, Class<T> type) {
        ObservedRun run = runs.get(cell);
        if (run == null) {
            throw new IllegalArgumentException("no run of cell " + cell);
        }
        List<StageResult> results = run.observations().getOrDefault(CellObservable.NAME, List.of()).stream()
                .map(shards -> shards.get(0))
                .toList();
        return ParallelReads.of(results, result -> read(result, type));
    }

    private <T> T read(StageResult result, Class<T> type) {
        try {
            return CanonicalJson.parse(blobs.bytes(result.output(CellObservable.DOCUMENT), MAX_BYTES), type);
        } catch (IOException e) {
            throw new OnsetException(
                    ErrorCode.STORE_CORRUPT,
                    result.key() + " is no observation of this version; it must be recomputed",
                    e);
        }
    }
}
