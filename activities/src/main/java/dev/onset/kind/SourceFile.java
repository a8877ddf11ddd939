package dev.onset.kind;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file a study needs, before it is uploaded.
 *
 * @param role what it is to the experiment, such as {@code data} or {@code labels}
 * @param name how the user calls it, for messages
 * @param path where it is, for a file of the user's own; empty for data that comes with Onset
 */
public record SourceFile(String role, String name, Optional<Path> path, Opener opener) {
    /** Opens the content from its start, any number of times. */
    public interface Opener {
        InputStream open() throws IOException;
    }

    public InputStream open() throws IOException {
        return opener.open();
    }
}
