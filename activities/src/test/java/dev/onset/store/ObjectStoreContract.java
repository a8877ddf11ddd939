package dev.onset.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.store.ObjectStore.Content;
import dev.onset.store.ObjectStore.Creation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every object store promises; an adapter's test extends this and says how to open one. */
public abstract class ObjectStoreContract {
    protected ObjectStore store = new MemoryStore();

    /** A store that is empty. */
    protected abstract ObjectStore open() throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    protected static Content text(String text) {
        return Content.of(text.getBytes(StandardCharsets.UTF_8));
    }

    protected static ObjectKey key(String key) {
        return new ObjectKey(key);
    }

    protected String read(String key) {
        try (InputStream in = store.open(key(key)).orElseThrow()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatIsCreatedIsReadBack() {
        assertThat(store.create(key("a/b"), text("one"))).isEqualTo(Creation.CREATED);
        assertThat(read("a/b")).isEqualTo("one");
        assertThat(store.size(key("a/b"))).contains(3L);
    }

    @Test
    void aKeyIsCreatedOnceAndKeepsItsContent() {
        store.create(key("a"), text("one"));
        assertThat(store.create(key("a"), text("two"))).isEqualTo(Creation.EXISTED);
        assertThat(read("a")).isEqualTo("one");
    }

    @Test
    void ofManyCreatorsAtOnceExactlyOneWins_andItsContentStands() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 20; round++) {
                ObjectKey contested = key("race/" + round);
                List<Callable<Creation>> creators = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    String mine = "writer " + i;
                    creators.add(() -> store.create(contested, text(mine)));
                }
                List<Future<Creation>> outcomes = threads.invokeAll(creators);
                int winner = -1;
                for (int i = 0; i < outcomes.size(); i++) {
                    if (outcomes.get(i).get() == Creation.CREATED) {
                        assertThat(winner).as("second winner").isEqualTo(-1);
                        winner = i;
                    }
                }
                assertThat(read(contested.value())).isEqualTo("writer " + winner);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void replaceWritesWhateverWasThere() {
        store.replace(key("a"), text("one"));
        store.replace(key("a"), text("other"));
        assertThat(read("a")).isEqualTo("other");
    }

    @Test
    void absentIsEmptyAndDeletingItIsNoError() {
        assertThat(store.open(key("no/such"))).isEmpty();
        assertThat(store.size(key("no/such"))).isEmpty();
        store.delete(key("no/such"));
        store.create(key("a"), text("one"));
        store.delete(key("a"));
        assertThat(store.open(key("a"))).isEmpty();
        assertThat(store.create(key("a"), text("again"))).isEqualTo(Creation.CREATED);
    }

    @Test
    void aPrefixIsWholeSegmentsAndListsAscending() {
        for (String name : List.of("p/b", "p/a", "p/a.x", "p/c/d", "pp/a", "q")) {
            store.create(key(name), text(name));
        }
        assertThat(store.list(key("p"))).extracting(ObjectKey::value).containsExactly("p/a", "p/a.x", "p/b", "p/c/d");
        assertThat(store.list(key("p/a"))).isEmpty();
        assertThat(store.list(key("nothing"))).isEmpty();
    }

    @Test
    void emptyContentIsAnObject() {
        store.create(key("empty"), text(""));
        assertThat(store.size(key("empty"))).contains(0L);
        assertThat(read("empty")).isEmpty();
    }

    @Test
    void largeContentIsStreamedWhole() throws IOException {
        Content large = new Pattern(40 << 20);
        store.create(key("large"), large);
        try (InputStream in = store.open(key("large")).orElseThrow();
                InputStream expected = large.open()) {
            assertThat(Digest.sha256(in)).isEqualTo(Digest.sha256(expected));
        }
    }

    @Test
    void theProbeAcceptsIt() {
        StoreProbe.require(store);
    }

    /** Content of any size that is not held in memory. */
    private record Pattern(long size) implements Content {
        @Override
        public InputStream open() {
            return new InputStream() {
                private long at;

                @Override
                public int read() {
                    return at < size ? (int) (at++ * 31 >>> 3 & 0xff) : -1;
                }

                @Override
                public int read(byte[] buffer, int offset, int length) {
                    int n = (int) Math.min(length, size - at);
                    for (int i = 0; i < n; i++) {
                        buffer[offset + i] = (byte) (at++ * 31 >>> 3);
                    }
                    return n == 0 && length > 0 ? -1 : n;
                }
            };
        }
    }
}
