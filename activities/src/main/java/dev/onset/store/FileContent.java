package dev.onset.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Content of a local file, streamed. */
record FileContent(Path file, long size) implements ObjectStore.Content {
    @Override
    public InputStream open() throws IOException {
        return Files.newInputStream(file);
    }
}
