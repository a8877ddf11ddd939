package dev.onset.infra.study;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.infra.store.FileSystemObjectStore;
import dev.onset.stages.Scratch;
import dev.onset.stages.StageContext;
import dev.onset.store.ObjectStore;
import dev.onset.store.StoreProbe;
import dev.onset.train.NumericProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A data directory: {@code store} holds the truth, {@code reports} copies for people, {@code scratch} nothing that needs to
 * survive, {@code logs} and {@code locks} what their names say.
 */
final class DataDirectory implements AutoCloseable {
    private final StageContext context;

    private DataDirectory(StageContext context) {
        this.context = context;
    }

    /** Opens, and creates where it does not exist, a data directory for running studies. */
    static DataDirectory open(Path data) {
        try {
            Files.createDirectories(data.resolve("scratch"));
            Path scratch = Files.createTempDirectory(data.resolve("scratch"), "run");
            ObjectStore store = new FileSystemObjectStore(data.resolve("store"));
            StoreProbe.require(store);
            return new DataDirectory(
                    StageContext.of(store, scratch, NumericProfile.current().canonical()));
        } catch (IOException e) {
            throw new OnsetException(
                    ErrorCode.STORE_UNAVAILABLE,
                    "--data " + data + " cannot be written: " + e.getMessage() + "; nothing was started",
                    e);
        }
    }

    /**
     * Opens an existing data directory for looking at it.
     *
     * @throws OnsetException STUDY_INVALID when there is none
     */
    static DataDirectory read(Path data) {
        if (!Files.isDirectory(data.resolve("store"))) {
            throw new OnsetException(
                    ErrorCode.STUDY_INVALID,
                    "--data " + data + " holds no studies; run one first, or name another folder");
        }
        ObjectStore store = new FileSystemObjectStore(data.resolve("store"));
        return new DataDirectory(StageContext.of(
                store, data.resolve("scratch"), NumericProfile.current().canonical()));
    }

    /** Looks at a data directory that need not exist, for a plan; writes nothing. */
    static DataDirectory peek(Path data) {
        ObjectStore store = Files.isDirectory(data.resolve("store"))
                ? new FileSystemObjectStore(data.resolve("store"))
                : new NoStore();
        return new DataDirectory(StageContext.of(
                store, data.resolve("scratch"), NumericProfile.current().canonical()));
    }

    StageContext context() {
        return context;
    }

    @Override
    public void close() {
        if (context.scratch().getFileName().toString().startsWith("run")) {
            Scratch.delete(context.scratch());
        }
        context.store().close();
    }
}
