package dev.onset.infra.study;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.infra.metrics.Metrics;
import dev.onset.infra.store.FileSystemObjectStore;
import dev.onset.infra.store.S3Config;
import dev.onset.infra.store.S3ObjectStore;
import dev.onset.infra.study.StudyService.Place;
import dev.onset.kind.StageContext;
import dev.onset.store.LocalFiles;
import dev.onset.store.ObjectStore;
import dev.onset.store.OwnedFolder;
import dev.onset.store.StoreProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A data directory: {@code store} holds the truth, {@code reports} copies for people, {@code scratch} nothing that needs to
 * survive, {@code logs} and {@code locks} what their names say. With a store in S3 there is no {@code store} folder.
 */
final class DataDirectory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);
    private static final String SCRATCH = "run";

    private final StageContext context;
    private final Optional<OwnedFolder> scratch;

    private DataDirectory(StageContext context, Optional<OwnedFolder> scratch) {
        this.context = context;
        this.scratch = scratch;
    }

    /** Opens, and creates where it does not exist, a data directory for running studies. */
    static DataDirectory open(Place place, Map<String, String> environment) {
        return open(place, environment, Metrics.off(), 0);
    }

    /**
     * @param metrics hears what the store and the stages do
     * @param gpu which GPU is computed on, where a study asks for one
     */
    static DataDirectory open(Place place, Map<String, String> environment, Metrics metrics, int gpu) {
        Path data = place.data();
        try {
            Path parent = Files.createDirectories(data.resolve("scratch"));
            OwnedFolder.sweep(parent, SCRATCH, Instant.now());
            ObjectStore store = metrics.metered(
                    place.store().isPresent()
                            ? S3ObjectStore.open(place.store().get(), S3Config.of(environment))
                            : new FileSystemObjectStore(data.resolve("store")));
            StoreProbe.require(store);
            OwnedFolder scratch = OwnedFolder.create(parent, SCRATCH);
            return new DataDirectory(
                    StageContext.of(store, scratch.path(), metrics.stages(), gpu), Optional.of(scratch));
        } catch (IOException e) {
            boolean full = LocalFiles.isFull(data.resolve("scratch"), e);
            throw new OnsetException(
                    full ? ErrorCode.DISK_FULL : ErrorCode.FOLDER_UNUSABLE,
                    "--data " + data + " cannot be written: " + e.getClass().getSimpleName() + ": " + e.getMessage()
                            + "; nothing was started",
                    e);
        }
    }

    /**
     * Opens an existing store for looking at it.
     *
     * @throws OnsetException STUDY_INVALID when there is none
     */
    static DataDirectory read(Place place, Map<String, String> environment) {
        Path data = place.data();
        if (place.store().isPresent()) {
            return looking(S3ObjectStore.open(place.store().get(), S3Config.of(environment)), data);
        }
        if (!Files.isDirectory(data.resolve("store"))) {
            throw new OnsetException(
                    ErrorCode.STUDY_INVALID,
                    "--data " + data + " holds no studies; run one first, or name another folder");
        }
        return looking(FileSystemObjectStore.reading(data.resolve("store")), data);
    }

    private static DataDirectory looking(ObjectStore store, Path data) {
        return new DataDirectory(StageContext.of(store, data.resolve("scratch")), Optional.empty());
    }

    /** Looks at a data directory that need not exist, for a plan; writes nothing. */
    static DataDirectory peek(Place place, Map<String, String> environment) {
        Path data = place.data();
        if (place.store().isPresent()) {
            return read(place, environment);
        }
        ObjectStore store = Files.isDirectory(data.resolve("store"))
                ? FileSystemObjectStore.reading(data.resolve("store"))
                : new NoStore();
        return looking(store, data);
    }

    /** Looks at a data directory again and again: it need not exist yet, and nothing is written to it. */
    static DataDirectory watch(Place place, Map<String, String> environment, Path scratch) {
        ObjectStore store = place.store().isPresent()
                ? S3ObjectStore.open(place.store().get(), S3Config.of(environment))
                : isThere(place) ? FileSystemObjectStore.reading(place.data().resolve("store")) : new NoStore();
        return new DataDirectory(StageContext.of(store, scratch), Optional.empty());
    }

    /** Whether the place has a store; one in S3 is taken to be there. */
    static boolean isThere(Place place) {
        return place.store().isPresent() || Files.isDirectory(place.data().resolve("store"));
    }

    /** The same, for showing what is stored. */
    DataDirectory looking() {
        return new DataDirectory(context.looking(), scratch);
    }

    StageContext context() {
        return context;
    }

    @Override
    public void close() {
        context.evaluators().close();
        context.models().close();
        try {
            if (scratch.isPresent()) {
                scratch.get().close();
            }
        } catch (IOException e) {
            LOG.warn("scratch stays until another process sweeps it: {}", e.getMessage());
        } finally {
            context.store().close();
        }
    }
}
