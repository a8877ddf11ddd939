package dev.onset.observe;

import dev.onset.checkpoint.MalformedArrayException;
import dev.onset.checkpoint.Npz;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.kind.Scratch;
import dev.onset.store.BlobStore;
import dev.onset.store.StageResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** An observation that is one archive: fetched, checked on the way, and unpacked for as long as it is read. */
final class StoredArchive {
    private StoredArchive() {}

    /** Reads unpacked files. */
    interface Body<T> {
        T read(Path folder) throws IOException;
    }

    /** @throws OnsetException STORE_CORRUPT where the archive is none of this version */
    static <T> T read(StageResult result, String output, BlobStore blobs, Path scratch, Body<T> body)
            throws IOException {
        Path folder = Files.createTempDirectory(scratch, "observation");
        try {
            Path archive = folder.resolve("archive.npz");
            blobs.fetchArchive(result.output(output), archive);
            Npz.unpack(archive, folder);
            return body.read(folder);
        } catch (MalformedArrayException | NoSuchFileException e) {
            if (!Files.isDirectory(folder)) {
                throw e; // who took the folder away says nothing of the store
            }
            throw new OnsetException(
                    ErrorCode.STORE_CORRUPT,
                    result.key() + " is damaged or no observation of this version (" + e.getMessage()
                            + "); it was not used, and it must be recomputed",
                    e);
        } finally {
            Scratch.delete(folder);
        }
    }
}
