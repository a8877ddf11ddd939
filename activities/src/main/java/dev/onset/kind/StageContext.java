package dev.onset.kind;

import dev.onset.evaluate.OpenModels;
import dev.onset.evaluate.process.EvaluatorProcesses;
import dev.onset.store.BlobStore;
import dev.onset.store.ObjectStore;
import dev.onset.store.TickingStore;
import java.nio.file.Path;

/**
 * What a worker offers every part of a study.
 *
 * @param store whose every answer is progress of the stage that asked
 * @param blobs the store's content-addressed blobs
 * @param scratch local folder for temporary files
 * @param models networks that are open for evaluation, shared by all shards of a checkpoint
 * @param evaluators programs of studies that evaluate networks
 * @param metrics hears what stages do
 * @param run name of the run that is worked for, within its study; empty for none
 */
public record StageContext(
        ObjectStore store,
        BlobStore blobs,
        Path scratch,
        OpenModels models,
        EvaluatorProcesses evaluators,
        StageMetrics metrics,
        String run) {
    /** Offers a store, unheard. */
    public static StageContext of(ObjectStore store, Path scratch) {
        return of(store, scratch, StageMetrics.NONE, 0);
    }

    /**
     * Offers a store.
     *
     * @param gpu which of this machine's GPUs it computes on where a study asks for one
     */
    public static StageContext of(ObjectStore store, Path scratch, StageMetrics metrics, int gpu) {
        ObjectStore ticking = TickingStore.of(store);
        BlobStore blobs = new BlobStore(ticking);
        return new StageContext(
                ticking,
                blobs,
                scratch,
                new OpenModels(blobs, scratch, gpu),
                new EvaluatorProcesses(scratch),
                metrics,
                "");
    }

    /** The same for one who shows what is stored and keeps nothing made of it: archives are checked by their own sums, not hashed. */
    public StageContext looking() {
        return new StageContext(store, blobs.looking(), scratch, models, evaluators, metrics, run);
    }

    /** The same for one run of a study. */
    public StageContext of(String name) {
        return new StageContext(store, blobs, scratch, models, evaluators, metrics, name);
    }
}
