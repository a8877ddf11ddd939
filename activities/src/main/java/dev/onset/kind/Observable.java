package dev.onset.kind;

import dev.onset.checkpoint.CommittedCheckpoint;
import dev.onset.contracts.Device;
import dev.onset.numeric.Profile;
import dev.onset.store.Fingerprint;
import dev.onset.store.StageResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;

/**
 * Something measured at every checkpoint of one study, in shards that do not depend on each other; a shard may go on from the
 * same shard of an earlier checkpoint. Each observable has
 * fingerprints of its own, so that adding one to a study computes nothing else again. Safe for several threads; everything
 * goes out as files, so that any worker can do any shard.
 */
public interface Observable {
    /** Its name within the study, a lower-case word; also the stage that its results are stored under. */
    String name();

    /** Observation activities that a checkpoint needs. */
    int shards();

    /** Where it is computed. */
    default Device device() {
        return Device.CPU;
    }

    /**
     * What decides the bits of an observation in this process, besides its settings; libraries are loaded to find out.
     *
     * @param context says which of this machine's GPUs it would be computed on, where that is its device
     */
    Profile profile(StageContext context);

    /**
     * What determines the bits of one observation apart from the checkpoint.
     *
     * @param profile identity of the one under which it is computed, here or elsewhere
     */
    Fingerprint settings(RunPoint point, int shard, String profile);

    /** The digests of a checkpoint on which an observation depends, by name. */
    SortedMap<String, String> inputs(CommittedCheckpoint checkpoint);

    /**
     * The earlier step of the schedule whose observation of the same shard one goes on from; empty: from none. The chain is fixed:
     * what is observed depends on all checkpoints that it leads back to, and on no order in which they were observed.
     */
    default OptionalLong before(RunPoint point, long step) {
        return OptionalLong.empty();
    }

    /**
     * What one observation is of.
     *
     * @param before the observation that it goes on from
     */
    record Subject(RunPoint point, CommittedCheckpoint checkpoint, int shard, Optional<StageResult> before) {}

    /**
     * Observes one shard at one checkpoint.
     *
     * @param folder empty, for the product's files; it is removed once they are stored
     */
    StageProduct observe(StageContext context, Subject subject, Path folder, StageProgress progress) throws IOException;

    /** What one observation costs, about. */
    Cost cost(RunPoint point);

    /**
     * An observation's cost.
     *
     * @param forwardPasses masked rows evaluated
     * @param bytes that it stores
     * @param seconds on one core
     */
    record Cost(long forwardPasses, long bytes, double seconds) {}
}
