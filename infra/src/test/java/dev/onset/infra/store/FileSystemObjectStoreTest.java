package dev.onset.infra.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.store.ObjectStore;
import dev.onset.store.ObjectStoreContract;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSystemObjectStoreTest extends ObjectStoreContract {
    @TempDir
    Path folder;

    @Override
    protected ObjectStore open() {
        return new FileSystemObjectStore(folder.resolve("store"));
    }

    @Test
    void aStoreOpenedAgainHoldsWhatWasWritten() {
        store.create(key("a/b"), text("one"));
        store.close();
        store = open();
        assertThat(read("a/b")).isEqualTo("one");
    }

    @Test
    void contentThatFailsMidwayLeavesNothingVisible() throws IOException {
        ObjectStore.Content broken = new ObjectStore.Content() {
            @Override
            public long size() {
                return 100;
            }

            @Override
            public InputStream open() {
                return new InputStream() {
                    private int given;

                    @Override
                    public int read() throws IOException {
                        if (given++ > 50) {
                            throw new IOException("No space left on device");
                        }
                        return 1;
                    }
                };
            }
        };
        assertThatThrownBy(() -> store.create(key("a"), broken)).hasMessageContaining("no space is left");
        assertThat(store.open(key("a"))).isEmpty();
        assertThat(files()).isEmpty();
    }

    @Test
    void whatAKilledWriterLeftIsNoObject() throws IOException {
        Path temporary = folder.resolve("store/.tmp/leftover");
        Files.writeString(temporary, "half");
        store.create(key("a"), text("one"));
        assertThat(store.list(key("a"))).isEmpty();
        assertThat(files()).extracting(path -> path.getFileName().toString()).contains("a");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("store"))) {
            return all.filter(Files::isRegularFile)
                    .filter(path -> !path.getFileName().toString().equals("leftover"))
                    .toList();
        }
    }
}
