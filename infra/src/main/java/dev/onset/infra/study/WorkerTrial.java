package dev.onset.infra.study;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.store.LocalFiles;
import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import dev.onset.store.OwnedFolder;
import dev.onset.store.SmallObjects;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * Tries by small means whether a worker can do again what it failed at: a file in its own folders, an object in the store. It
 * leaves nothing behind but, after a crash, a file among the temporary ones.
 */
final class WorkerTrial implements Withdrawal.Trial {
    /** What a stage needs at least. */
    private static final long ROOM = 16L << 20;

    private static final int SAMPLE = 1 << 20;
    private static final int SMALL = 1 << 10;

    private final Path scratch;
    private final ObjectStore store;
    private final ObjectKey key = new ObjectKey("probe/worker-" + UUID.randomUUID());

    WorkerTrial(Path scratch, ObjectStore store) {
        this.scratch = scratch;
        this.store = store;
    }

    @Override
    public Optional<String> problem(ErrorCode code) {
        return switch (code) {
            case DISK_FULL, FOLDER_UNUSABLE -> folders().or(this::object);
            case STORE_REFUSED -> object();
            case LIBRARY_UNUSABLE ->
                Optional.of(
                        "a library that did not load is not loaded by this process any more; mend the machine and start"
                                + " this worker again");
            // only the work itself shows it; the pause leaves that work to others
            case OUT_OF_MEMORY, DEVICE_UNAVAILABLE -> Optional.empty();
            case STUDY_INVALID,
                    DATA_INVALID,
                    MODEL_INVALID,
                    STUDY_TOO_LARGE,
                    STUDY_LOCKED,
                    TRAINING_DIVERGED,
                    CHECKPOINT_DIVERGED,
                    TRAINER_FAILED,
                    TRAINER_UNUSABLE,
                    PROFILE_MISMATCH,
                    EVALUATOR_FAILED,
                    EVALUATOR_INVALID,
                    STALLED,
                    HEARTBEAT_LOST,
                    STAGE_OVERDUE,
                    STORE_UNAVAILABLE,
                    TEMPORAL_UNAVAILABLE,
                    TEMPORAL_REFUSED,
                    WORKER_MISSING,
                    STUDY_CANCELLED,
                    STUDY_TERMINATED,
                    RUN_ENDED,
                    COMMIT_UNKNOWN,
                    STORE_CORRUPT,
                    STORE_UNSAFE,
                    STORE_MISSING,
                    NOTICE_FAILED,
                    PAYLOAD_TOO_LARGE,
                    PAYLOAD_UNREADABLE,
                    INTERNAL -> throw new IllegalArgumentException(code + " is no worker's own");
        };
    }

    private Optional<String> folders() {
        return folder(scratch).or(() -> {
            try {
                return folder(OwnedFolder.ofProcess());
            } catch (IOException e) {
                return Optional.of("the temporary folder cannot be written: " + e);
            }
        });
    }

    private static Optional<String> folder(Path folder) {
        try {
            Files.createDirectories(folder);
            Path file = Files.createTempFile(folder, "trial-", ".tmp");
            try {
                // in full and to the disk: space may be promised that is not there
                try (FileOutputStream out = new FileOutputStream(file.toFile())) {
                    out.write(new byte[SAMPLE]);
                    out.getFD().sync();
                }
                long room = Files.getFileStore(folder).getUsableSpace();
                return room < ROOM
                        ? Optional.of(folder + " has " + (room >> 20) + " MiB left, and a stage wants " + (ROOM >> 20)
                                + " at least")
                        : Optional.empty();
            } finally {
                LocalFiles.deleteQuietly(file);
            }
        } catch (IOException e) {
            return Optional.of(
                    String.valueOf(LocalFiles.scratchFailure("writing to " + folder, folder.resolve("any"), e)
                            .getMessage()));
        }
    }

    private Optional<String> object() {
        byte[] content = new byte[SMALL];
        Arrays.fill(content, (byte) 'w');
        try {
            store.replace(key, ObjectStore.Content.of(content));
            boolean same = SmallObjects.read(store, key, SMALL)
                    .filter(found -> Arrays.equals(found, content))
                    .isPresent();
            store.delete(key);
            return same ? Optional.empty() : Optional.of("an object written to the store is not there");
        } catch (OnsetException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
