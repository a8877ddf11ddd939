package dev.onset.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobStoreTest {
    private static final byte[] CONTENT = "a checkpoint's parameters".getBytes(StandardCharsets.UTF_8);

    private final MemoryStore store = new MemoryStore();
    private final BlobStore blobs = new BlobStore(store);

    @Test
    void aBlobIsNamedByItsContentAndStoredOnce() {
        BlobRef first = blobs.put(CONTENT);
        assertThat(first.sha256()).isEqualTo(Digest.sha256(CONTENT));
        assertThat(blobs.put(CONTENT)).isEqualTo(first);
        assertThat(store.objects).hasSize(1);
        assertThat(blobs.bytes(first, 100)).isEqualTo(CONTENT);
    }

    @Test
    void everyFlippedBitIsFoundBeforeUse() {
        BlobRef ref = blobs.put(CONTENT);
        for (int at = 0; at < CONTENT.length; at++) {
            store.flip(ref.key(), at);
            assertThat(blobs.inspect(ref)).isEqualTo(BlobStore.State.CORRUPT);
            assertThatThrownBy(() -> blobs.bytes(ref, 100))
                    .isInstanceOfSatisfying(
                            OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_CORRUPT));
            store.flip(ref.key(), at);
        }
        assertThat(blobs.inspect(ref)).isEqualTo(BlobStore.State.INTACT);
    }

    @Test
    void aDamagedBlobIsNotHandedOutAsAFile(@TempDir Path folder) {
        BlobRef ref = blobs.put(CONTENT);
        store.flip(ref.key(), 3);
        Path target = folder.resolve("parameters");
        assertThatThrownBy(() -> blobs.fetch(ref, target)).isInstanceOf(OnsetException.class);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whoeverPutsTheContentAgainMendsTheBlob() {
        BlobRef ref = blobs.put(CONTENT);
        store.flip(ref.key(), 3);
        blobs.put(CONTENT);
        assertThat(blobs.inspect(ref)).isEqualTo(BlobStore.State.INTACT);
    }

    @Test
    void truncatedExtendedAndMissingAreTold() {
        BlobRef ref = blobs.put(CONTENT);
        store.replace(ref.key(), ObjectStore.Content.of(new byte[3]));
        assertThat(blobs.glance(ref)).isEqualTo(BlobStore.State.CORRUPT);
        store.delete(ref.key());
        assertThat(blobs.inspect(ref)).isEqualTo(BlobStore.State.MISSING);
        assertThatThrownBy(() -> blobs.bytes(ref, 100))
                .isInstanceOfSatisfying(
                        OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_MISSING));
    }

    @Test
    void fetchedFilesHaveTheContent(@TempDir Path folder) throws Exception {
        BlobRef ref = blobs.put(CONTENT);
        blobs.fetch(ref, folder.resolve("f"));
        assertThat(Files.readAllBytes(folder.resolve("f"))).isEqualTo(CONTENT);
        assertThat(folder.toFile().list()).containsExactly("f");
    }
}
