package dev.onset.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every object store must do. A store's test extends this and opens it. */
public abstract class ObjectStoreContract {
    private static final int RACES = 40;
    private static final int RACERS = 4;
    protected ObjectStore store = new MemoryStore();

    /** A new store without objects. */
    protected abstract ObjectStore openEmpty() throws IOException;

    @BeforeEach
    public void openStore() throws IOException {
        store = openEmpty();
    }

    @AfterEach
    public void closeStore() {
        store.close();
    }

    @Test
    public void secondCreateOfAKey_isToldThatItExistsAndChangesNothing() throws IOException {
        ObjectKey key = new ObjectKey("a/b");
        assertThat(store.create(key, text("first"))).isEqualTo(ObjectStore.Creation.CREATED);
        assertThat(store.create(key, text("second"))).isEqualTo(ObjectStore.Creation.EXISTED);
        assertThat(read(key)).contains("first");
        assertThat(store.create(key, text("first"))).isEqualTo(ObjectStore.Creation.EXISTED);
    }

    @Test
    public void ofCreatorsThatRace_exactlyOneWinsAndItsContentStays() throws Exception {
        ExecutorService racers = Executors.newFixedThreadPool(RACERS);
        try {
            for (int race = 0; race < RACES; race++) {
                ObjectKey key = new ObjectKey("race/" + race);
                CountDownLatch start = new CountDownLatch(1);
                List<Future<ObjectStore.Creation>> outcomes = new ArrayList<>();
                for (int i = 0; i < RACERS; i++) {
                    ObjectStore.Content content = text("racer " + i);
                    outcomes.add(racers.submit(() -> {
                        start.await();
                        return store.create(key, content);
                    }));
                }
                start.countDown();
                List<Integer> winners = new ArrayList<>();
                for (int i = 0; i < RACERS; i++) {
                    if (outcomes.get(i).get(30, TimeUnit.SECONDS) == ObjectStore.Creation.CREATED) {
                        winners.add(i);
                    }
                }
                assertThat(winners).as("winners of race %d", race).hasSize(1);
                assertThat(read(key)).contains("racer " + winners.get(0));
            }
        } finally {
            racers.shutdownNow();
        }
    }

    @Test
    public void replace_writesWhetherOrNotTheKeyIsTaken() throws IOException {
        ObjectKey key = new ObjectKey("r");
        store.replace(key, text("one"));
        store.replace(key, text("another, longer"));
        assertThat(read(key)).contains("another, longer");
        store.replace(key, text("short"));
        assertThat(read(key)).contains("short");
        assertThat(store.size(key)).contains(5L);
    }

    @Test
    public void readerThatOpenedBeforeAReplace_seesOneContentWhole() throws IOException {
        ObjectKey key = new ObjectKey("blobs/x");
        byte[] old = new byte[300_000];
        store.replace(key, ObjectStore.Content.of(old));
        try (InputStream in = store.open(key).orElseThrow()) {
            byte[] head = in.readNBytes(100_000);
            store.replace(key, text("new"));
            assertThat(head).hasSize(100_000).containsOnly(0);
            assertThat(in.readAllBytes()).hasSize(200_000).containsOnly(0);
        }
        assertThat(read(key)).contains("new");
    }

    @Test
    public void keyThatWasNeverWritten_isAbsent() {
        ObjectKey key = new ObjectKey("never/written");
        assertThat(store.open(key)).isEmpty();
        assertThat(store.size(key)).isEmpty();
        assertThat(store.list(new ObjectKey("never"))).isEmpty();
        store.delete(key);
    }

    @Test
    public void folderOfAnObject_isNoObject() {
        store.create(new ObjectKey("folder/object"), text("x"));
        ObjectKey folder = new ObjectKey("folder");
        assertThat(store.open(folder)).isEmpty();
        assertThat(store.size(folder)).isEmpty();
        store.delete(folder);
        assertThat(store.size(new ObjectKey("folder/object"))).contains(1L);
    }

    @Test
    public void list_givesTheKeysBelowWholeSegmentsAscending() {
        List<String> names = List.of("p/b", "p/a/z", "p/a-z", "p/a", "p/10", "p/9", "p/a=1", "pp/x", "p.x", "q/p/a");
        for (String name : names) {
            if (!name.equals("p/a")) {
                store.create(new ObjectKey(name), text(name));
            }
        }
        assertThat(store.list(new ObjectKey("p")))
                .extracting(ObjectKey::value)
                .containsExactly("p/10", "p/9", "p/a-z", "p/a/z", "p/a=1", "p/b");
        assertThat(store.list(new ObjectKey("p/a")))
                .extracting(ObjectKey::value)
                .containsExactly("p/a/z");
        assertThat(store.list(new ObjectKey("p/b"))).isEmpty();
    }

    @Test
    public void list_isCompleteForMoreThanOnePage() {
        for (int i = 1_104; i >= 0; i--) {
            store.create(new ObjectKey(String.format("many/%04d", i)), text(""));
        }
        List<ObjectKey> keys = store.list(new ObjectKey("many"));
        assertThat(keys).hasSize(1_105).isSorted();
        assertThat(keys.get(1_104)).isEqualTo(new ObjectKey("many/1104"));
    }

    @Test
    public void createdObject_isListedAtOnceAndDeletedObjectIsNot() {
        ObjectKey key = new ObjectKey("l/x");
        store.create(key, text("x"));
        assertThat(store.list(new ObjectKey("l"))).containsExactly(key);
        store.delete(key);
        assertThat(store.list(new ObjectKey("l"))).isEmpty();
        assertThat(store.open(key)).isEmpty();
        assertThat(store.create(key, text("again"))).isEqualTo(ObjectStore.Creation.CREATED);
    }

    @Test
    public void emptyContent_isAnObject() throws IOException {
        ObjectKey key = new ObjectKey("empty");
        assertThat(store.create(key, text(""))).isEqualTo(ObjectStore.Creation.CREATED);
        assertThat(store.size(key)).contains(0L);
        assertThat(read(key)).contains("");
        assertThat(store.create(key, text("x"))).isEqualTo(ObjectStore.Creation.EXISTED);
    }

    @Test
    public void largeContent_isStreamedAndComesBack() throws IOException {
        LongContent content = new LongContent(24L << 20);
        ObjectKey key = new ObjectKey("large");
        store.create(key, content);
        assertThat(store.size(key)).contains(content.size());
        try (InputStream expected = content.open();
                InputStream found = store.open(key).orElseThrow()) {
            assertThat(Digest.sha256(found)).isEqualTo(Digest.sha256(expected));
        }
        assertThat(content.longestRead()).isLessThanOrEqualTo(8 << 20);
    }

    @Test
    public void contentThatFailsHalfWay_leavesNoObject() {
        ObjectKey key = new ObjectKey("half");
        ObjectStore.Content failing = new ObjectStore.Content() {
            @Override
            public long size() {
                return 100_000;
            }

            @Override
            public InputStream open() {
                return new InputStream() {
                    private int left = 50_000;

                    @Override
                    public int read() throws IOException {
                        if (left == 0) {
                            throw new IOException("source broke");
                        }
                        left--;
                        return 1;
                    }
                };
            }
        };
        assertThatThrownBy(() -> store.create(key, failing)).isInstanceOf(RuntimeException.class);
        assertThat(store.size(key)).isEmpty();
        assertThatThrownBy(() -> store.replace(key, failing)).isInstanceOf(RuntimeException.class);
        assertThat(store.open(key)).isEmpty();
        assertThat(store.list(new ObjectKey("half"))).isEmpty();
    }

    @Test
    public void interruptedThread_stillStoresAndReads() throws IOException {
        ObjectKey key = new ObjectKey("interrupted");
        Thread.currentThread().interrupt();
        try {
            assertThat(store.create(key, text("x"))).isEqualTo(ObjectStore.Creation.CREATED);
            assertThat(read(key)).contains("x");
        } finally {
            assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
        }
    }

    @Test
    public void keysOfEveryAllowedCharacterAndLength_areDistinctObjects() throws IOException {
        List<String> names = List.of(
                "a", "0", "a.", "a..", "a._=-b", "a=b", "a_b", "a-b", "x/y/z", "s".repeat(255), "d/".repeat(255) + "d");
        for (String name : names) {
            assertThat(store.create(new ObjectKey(name), text(name))).as(name).isEqualTo(ObjectStore.Creation.CREATED);
        }
        for (String name : names) {
            assertThat(read(new ObjectKey(name))).contains(name);
        }
    }

    @Test
    public void probe_findsTheStoreSafeAndLeavesNothing() {
        StoreProbe.require(store);
        assertThat(store.list(new ObjectKey("probe"))).isEmpty();
    }

    @Test
    public void description_isOneLine() {
        assertThat(store.describe()).isNotBlank().doesNotContain("\n");
    }

    protected static ObjectStore.Content text(String text) {
        return ObjectStore.Content.of(text.getBytes(StandardCharsets.US_ASCII));
    }

    protected Optional<String> read(ObjectKey key) throws IOException {
        Optional<InputStream> opened = store.open(key);
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = opened.get()) {
            return Optional.of(new String(in.readAllBytes(), StandardCharsets.US_ASCII));
        }
    }
}
