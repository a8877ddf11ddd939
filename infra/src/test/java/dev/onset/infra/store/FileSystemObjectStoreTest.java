package dev.onset.infra.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import dev.onset.store.ObjectStoreContract;
import dev.onset.store.SmallObjects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of every store, and what is particular to files. */
@Tag("unit")
final class FileSystemObjectStoreTest extends ObjectStoreContract {
    @TempDir
    Path folder;

    @Override
    protected ObjectStore openEmpty() {
        return new FileSystemObjectStore(folder.resolve("store"));
    }

    @Test
    void secondStoreOnTheFolder_seesWhatTheFirstWroteAndIsRefusedWhatItTook() throws IOException {
        ObjectKey key = new ObjectKey("a/b/c");
        store.create(key, text("x"));
        try (ObjectStore other = openEmpty()) {
            assertThat(other.size(key)).contains(1L);
            assertThat(other.create(key, text("y"))).isEqualTo(ObjectStore.Creation.EXISTED);
        }
        assertThat(read(key)).contains("x");
    }

    @Test
    void looking_readsEverythingAndTouchesNothing() throws IOException {
        ObjectKey key = new ObjectKey("a/b");
        store.create(key, text("x"));
        Path leftover = Files.writeString(temporary().resolve("4711-leftover"), "half");
        Files.setLastModifiedTime(leftover, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        List<String> before = tree();
        try (ObjectStore looking = FileSystemObjectStore.reading(folder.resolve("store"))) {
            assertThat(looking.size(key)).contains(1L);
            assertThat(looking.list(new ObjectKey("a"))).containsExactly(key);
            assertThat(SmallObjects.read(looking, key, 10).orElseThrow()).containsExactly('x');
        }
        assertThat(tree()).isEqualTo(before);
        // negative control: opening it for work tries what it needs, which shows
        openEmpty().close();
        assertThat(tree()).isNotEqualTo(before);
    }

    /** Names and times of everything in the store. */
    private List<String> tree() throws IOException {
        try (Stream<Path> walk = Files.walk(folder.resolve("store"))) {
            return walk.map(path -> {
                        try {
                            return path + " " + Files.getLastModifiedTime(path);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .sorted()
                    .toList();
        }
    }

    @Test
    void leftoversOfKilledWriters_areNoObjectsAndAreSweptWhenOld() throws IOException {
        Path leftover = Files.writeString(temporary().resolve("4711-leftover"), "half");
        Path fresh = Files.writeString(temporary().resolve("4712-alive"), "half");
        Files.setLastModifiedTime(leftover, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        assertThat(everything()).isEmpty();
        openEmpty().close();
        assertThat(leftover).doesNotExist();
        assertThat(fresh).as("its writer may live").exists();
    }

    @Test
    void successfulAndFailedWrites_leaveNoTemporaryFile() {
        store.create(new ObjectKey("a"), text("x"));
        store.create(new ObjectKey("a"), text("y"));
        store.replace(new ObjectKey("a"), text("z"));
        contentThatFailsHalfWay_leavesNoObject();
        assertThat(temporary()).isEmptyDirectory();
    }

    @Test
    void foldersRemovedBehindTheStore_areMadeAgain() throws IOException {
        ObjectKey first = new ObjectKey("deep/er/one");
        store.create(first, text("x"));
        store.delete(first);
        Files.delete(folder.resolve("store/deep/er"));
        Files.delete(folder.resolve("store/deep"));
        assertThat(store.create(first, text("x"))).isEqualTo(ObjectStore.Creation.CREATED);
        store.delete(first);
        Files.delete(folder.resolve("store/deep/er"));
        Files.delete(folder.resolve("store/deep"));
        store.replace(first, text("y"));
        assertThat(read(first)).contains("y");
    }

    @Test
    void symbolicLinksInside_areRefusedAndTheirTargetsStay() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "secret");
        Files.createSymbolicLink(folder.resolve("store/out"), outside);
        Files.createSymbolicLink(folder.resolve("store/file"), outside.resolve("secret"));
        for (String name : List.of("out/secret", "file")) {
            ObjectKey key = new ObjectKey(name);
            assertUnsafe(() -> store.open(key));
            assertUnsafe(() -> store.size(key));
            assertUnsafe(() -> store.create(key, text("x")));
            assertUnsafe(() -> store.replace(key, text("x")));
            assertUnsafe(() -> store.delete(key));
        }
        assertUnsafe(() -> store.list(new ObjectKey("out")));
        assertThat(outside.resolve("secret")).hasContent("secret");
        assertThat(outside.toFile().list()).containsExactly("secret");
    }

    @Test
    void rootThatIsALink_isFollowed() throws IOException {
        store.create(new ObjectKey("a"), text("x"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("store"));
        try (ObjectStore through = new FileSystemObjectStore(link)) {
            assertThat(through.size(new ObjectKey("a"))).contains(1L);
        }
    }

    @Test
    void rootThatIsAFile_isRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> new FileSystemObjectStore(file))
                .isInstanceOf(OnsetException.class)
                .hasMessageContaining("opening the store " + file);
    }

    @Test
    void filesThatNoKeyNames_areNotListed() throws IOException {
        store.create(new ObjectKey("p/a"), text("x"));
        Files.writeString(folder.resolve("store/p/README"), "");
        Files.writeString(folder.resolve("store/p/.hidden"), "");
        assertThat(store.list(new ObjectKey("p"))).containsExactly(new ObjectKey("p/a"));
    }

    private Path temporary() {
        return folder.resolve("store/.tmp");
    }

    /** Every object, found by walking through all that a key can name first. */
    private List<ObjectKey> everything() throws IOException {
        try (Stream<Path> top = Files.list(folder.resolve("store"))) {
            return top.filter(path -> !path.getFileName().toString().startsWith("."))
                    .flatMap(path -> store.list(new ObjectKey(String.valueOf(path.getFileName()))).stream())
                    .toList();
        }
    }

    private static void assertUnsafe(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNSAFE))
                .hasMessageContaining("is a symbolic link inside the store");
    }
}
