package dev.onset.infra.study;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.infra.metrics.Metrics;
import dev.onset.infra.store.FileSystemObjectStore;
import dev.onset.infra.store.S3Config;
import dev.onset.infra.store.S3ObjectStore;
import dev.onset.infra.study.StudyService.Place;
import dev.onset.kind.Scratch;
import dev.onset.kind.StageContext;
import dev.onset.store.ObjectStore;
import dev.onset.store.StoreProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A data directory: {@code store} holds the truth, {@code reports} copies for people, {@code scratch} nothing that needs to
 * survive, {@code logs} and {@code locks} what their names say. With a store in S3 there is no {@code store} folder.
 */
final class DataDirectory implements AutoCloseable {
    private static final Duration LEFTOVER_AGE = Duration.ofDays(1);

    private final StageContext context;

    private DataDirectory(StageContext context) {
        this.context = context;
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
            Files.createDirectories(data.resolve("scratch"));
            sweep(data.resolve("scratch"));
            Path scratch = Files.createTempDirectory(data.resolve("scratch"), "run");
            ObjectStore store = metrics.metered(
                    place.store().isPresent()
                            ? S3ObjectStore.open(place.store().get(), S3Config.of(environment))
                            : new FileSystemObjectStore(data.resolve("store")));
            StoreProbe.require(store);
            return new DataDirectory(StageContext.of(store, scratch, metrics.stages(), gpu));
        } catch (IOException e) {
            throw new OnsetException(
                    ErrorCode.STORE_UNAVAILABLE,
                    "--data " + data + " cannot be written: " + e.getMessage() + "; nothing was started",
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
        return looking(new FileSystemObjectStore(data.resolve("store")), data);
    }

    private static DataDirectory looking(ObjectStore store, Path data) {
        return new DataDirectory(StageContext.of(store, data.resolve("scratch")));
    }

    /** Removes what processes that were killed left behind; a day is longer than any stage goes without a write. */
    private static void sweep(Path scratch) throws IOException {
        Instant old = Instant.now().minus(LEFTOVER_AGE);
        try (Stream<Path> folders = Files.list(scratch)) {
            for (Path folder : folders.toList()) {
                if (Files.getLastModifiedTime(folder).toInstant().isBefore(old)) {
                    Scratch.delete(folder);
                }
            }
        }
    }

    /** Looks at a data directory that need not exist, for a plan; writes nothing. */
    static DataDirectory peek(Place place, Map<String, String> environment) {
        Path data = place.data();
        if (place.store().isPresent()) {
            return read(place, environment);
        }
        ObjectStore store = Files.isDirectory(data.resolve("store"))
                ? new FileSystemObjectStore(data.resolve("store"))
                : new NoStore();
        return looking(store, data);
    }

    StageContext context() {
        return context;
    }

    @Override
    public void close() {
        context.models().close();
        if (context.scratch().getFileName().toString().startsWith("run")) {
            Scratch.delete(context.scratch());
        }
        context.store().close();
    }
}
