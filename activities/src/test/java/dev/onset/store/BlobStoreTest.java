package dev.onset.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.store.FaultyStore.Fault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
final class BlobStoreTest {
    private static final byte[] CONTENT = "some content".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    private final MemoryStore memory = new MemoryStore();
    private final BlobStore blobs = new BlobStore(memory);

    @Test
    void blob_isNamedByItsContentAndComesBack() throws IOException {
        BlobRef ref = blobs.put(CONTENT);
        assertThat(ref).isEqualTo(BlobStore.refOf(ObjectStore.Content.of(CONTENT)));
        assertThat(ref.key().value()).isEqualTo("blobs/sha256/" + ref.sha256().substring(0, 2) + "/" + ref.sha256());
        assertThat(blobs.bytes(ref, 100)).isEqualTo(CONTENT);
        assertThat(blobs.put(CONTENT)).isEqualTo(ref);
        assertThat(memory.keys()).hasSize(1);
        Path target = folder.resolve("target");
        blobs.fetch(ref, target);
        assertThat(target).hasBinaryContent(CONTENT);
        assertThat(folder.toFile().list()).containsExactly("target");
    }

    @Test
    void damageOfEveryKind_isFoundBeforeUseAndRepairedByTheNextPut() {
        byte[] large = new byte[5_000];
        new Random(3).nextBytes(large);
        BlobRef ref = blobs.put(large);
        Random random = new Random(4);
        for (int i = 0; i < 1_000; i++) {
            int bit = random.nextInt(8 * large.length);
            memory.flip(ref.key(), bit);
            assertThat(blobs.inspect(ref)).isEqualTo(BlobStore.State.CORRUPT);
            memory.flip(ref.key(), bit);
        }
        for (int size = 1; size < large.length; size *= 2) {
            int cut = size;
            memory.damage(ref.key(), bytes -> Arrays.copyOf(large, cut));
            assertNotUsed(ref, ErrorCode.STORE_CORRUPT, "has " + cut + " bytes instead of 5000");
        }
        memory.damage(ref.key(), bytes -> Arrays.copyOf(large, 5_001));
        assertNotUsed(ref, ErrorCode.STORE_CORRUPT, "has more than the 5000 bytes");
        memory.damage(ref.key(), bytes -> new byte[0]);
        assertNotUsed(ref, ErrorCode.STORE_CORRUPT, "has 0 bytes");
        memory.damage(ref.key(), bytes -> new byte[5_000]);
        assertNotUsed(ref, ErrorCode.STORE_CORRUPT, "has content of digest");
        assertThat(blobs.put(large)).isEqualTo(ref);
        assertThat(blobs.bytes(ref, 5_000)).isEqualTo(large);
        memory.delete(ref.key());
        assertNotUsed(ref, ErrorCode.STORE_MISSING, "is not in memory");
        assertThat(blobs.inspect(ref)).isEqualTo(BlobStore.State.MISSING);
    }

    @Test
    void swappedBlobs_areBothFound() {
        BlobRef one = blobs.put(new byte[] {1});
        BlobRef two = blobs.put(new byte[] {2});
        byte[] first = memory.bytes(one.key());
        byte[] second = memory.bytes(two.key());
        memory.damage(one.key(), bytes -> second);
        memory.damage(two.key(), bytes -> first);
        assertThat(blobs.glance(one)).as("sizes agree").isEqualTo(BlobStore.State.INTACT);
        assertThat(blobs.inspect(one)).isEqualTo(BlobStore.State.CORRUPT);
        assertThat(blobs.inspect(two)).isEqualTo(BlobStore.State.CORRUPT);
    }

    @Test
    void streamThatBreaksOff_isReadAgainAndInTheEndCountsAsDamage() {
        FaultyStore faulty = new FaultyStore(memory);
        BlobStore through = new BlobStore(faulty);
        BlobRef ref = blobs.put(CONTENT);
        faulty.plan(Fault.TORN_READ, "blobs/", 2);
        assertThat(through.bytes(ref, 100)).isEqualTo(CONTENT);
        assertThat(faulty.struck()).isEqualTo(2);
        faulty.plan(Fault.TORN_READ, "blobs/", 3);
        assertCode(() -> through.bytes(ref, 100), ErrorCode.STORE_CORRUPT, "broke off 3 times");
        faulty.plan(Fault.FLIPPED_READ, "blobs/", 1);
        assertCode(() -> through.bytes(ref, 100), ErrorCode.STORE_CORRUPT, "has content of digest");
        faulty.plan(Fault.FAILED_READ, "blobs/", 1);
        assertCode(() -> through.inspect(ref), ErrorCode.STORE_UNAVAILABLE, "no answer");
    }

    @Test
    void failedFetch_leavesNeitherTargetNorPart() {
        BlobRef ref = blobs.put(CONTENT);
        memory.flip(ref.key(), 1);
        assertCode(() -> blobs.fetch(ref, folder.resolve("x")), ErrorCode.STORE_CORRUPT, "it was not used");
        assertThat(folder).isEmptyDirectory();
        Path nowhere = folder.resolve("absent").resolve("x");
        assertCode(() -> blobs.fetch(blobs.put(CONTENT), nowhere), ErrorCode.FOLDER_UNUSABLE, "writing " + nowhere);
    }

    @Test
    void blobLargerThanTheCallerHolds_isNotRead() {
        BlobRef ref = blobs.put(CONTENT);
        assertCode(() -> blobs.bytes(ref, 3), ErrorCode.STORE_CORRUPT, "at most 3 are expected");
    }

    @Test
    void contentThatChangesBetweenHashingAndStoring_isNotStored() throws IOException {
        Path file = Files.write(folder.resolve("growing"), CONTENT);
        ObjectStore.Content changing = new ObjectStore.Content() {
            private int opened;

            @Override
            public long size() {
                return CONTENT.length;
            }

            @Override
            public InputStream open() throws IOException {
                byte[] bytes = Files.readAllBytes(file);
                bytes[0] += (byte) opened++;
                return new ByteArrayInputStream(bytes);
            }
        };
        assertCode(() -> blobs.put(changing), ErrorCode.DATA_INVALID, "content changed between hashing and storing");
        assertThat(memory.keys()).isEmpty();
    }

    @Test
    void fullDisk_isSaidAndLeavesNothing() {
        BlobStore through = new BlobStore(new FaultyStore(memory).plan(Fault.DISK_FULL, "blobs/", 1));
        assertCode(() -> through.put(CONTENT), ErrorCode.DISK_FULL, "no space is left on the disk");
        assertThat(memory.keys()).isEmpty();
        assertThat(through.bytes(through.put(CONTENT), 100)).isEqualTo(CONTENT);
    }

    private void assertNotUsed(BlobRef ref, ErrorCode code, String message) {
        assertCode(() -> blobs.bytes(ref, 10_000), code, message);
        assertThat(blobs.inspect(ref)).isNotEqualTo(BlobStore.State.INTACT);
    }

    private static void assertCode(ThrowingCallable call, ErrorCode code, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        OnsetException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }
}
