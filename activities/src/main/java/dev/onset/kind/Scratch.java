package dev.onset.kind;

import dev.onset.store.LocalFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Local folders that a stage works in. Nothing in them needs to survive. */
public final class Scratch {
    private Scratch() {}

    /** Removes a folder with everything in it; a missing one is no error. */
    public static void delete(Path folder) {
        try {
            LocalFiles.deleteTree(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("scratch folder " + folder + " could not be removed", e);
        }
    }
}
