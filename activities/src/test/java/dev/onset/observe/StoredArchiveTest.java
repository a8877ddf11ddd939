package dev.onset.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.checkpoint.Npy;
import dev.onset.checkpoint.Npz;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.observe.LossFiles.Accuracy;
import dev.onset.store.BlobRef;
import dev.onset.store.BlobStore;
import dev.onset.store.CanonicalJson;
import dev.onset.store.Fingerprint;
import dev.onset.store.MemoryStore;
import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import dev.onset.store.StageResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What readers of an archive see of damage, hashed or only looked at. */
@Tag("unit")
final class StoredArchiveTest {
    private static final double[] TRAIN = {0.5, 0.25, 2};
    private static final double[] TEST = {1, 3};
    private static final Accuracy ACCURACY = new Accuracy(0.75, 0.5);

    @TempDir
    Path folder;

    private final MemoryStore memory = new MemoryStore();
    private final BlobStore blobs = new BlobStore(memory);
    private BlobRef archive;
    private StageResult result;

    @BeforeEach
    void store() throws IOException {
        TreeMap<String, Path> files = new TreeMap<>();
        files.put("train.npy", folder.resolve("train.npy"));
        files.put("test.npy", folder.resolve("test.npy"));
        files.put("accuracy.json", Files.write(folder.resolve("accuracy.json"), CanonicalJson.bytes(ACCURACY)));
        Npy.write(files.get("train.npy"), TRAIN, TRAIN.length);
        Npy.write(files.get("test.npy"), TEST, TEST.length);
        Path packed = Npz.pack(folder.resolve(LossFiles.ARCHIVE), files);
        archive = blobs.put(ObjectStore.Content.of(Files.readAllBytes(packed)));
        result = new StageResult(
                new ObjectKey("results/losses/1.json"),
                Fingerprint.of("losses", "1", Map.of(), Map.of(), Map.of()),
                1,
                new TreeMap<>(Map.of(LossFiles.ARCHIVE, archive)),
                new TreeMap<>());
    }

    @Test
    void everyFlippedBit_isRefusedByWhoHashes() {
        for (int bit = 0; bit < 8 * archive.size(); bit += 7) {
            memory.flip(archive.key(), bit);
            assertThatThrownBy(() -> LossFiles.read(result, blobs, folder))
                    .as("bit %d", bit)
                    .isInstanceOfSatisfying(
                            OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_CORRUPT));
            memory.flip(archive.key(), bit);
        }
    }

    /** The archive's own sums: wrong numbers are never shown, and bits that no number depends on may be anything. */
    @Test
    void everyFlippedBit_isRefusedOrChangesNoNumberForWhoOnlyLooks() throws IOException {
        int unchanged = 0;
        for (int bit = 0; bit < 8 * archive.size(); bit++) {
            memory.flip(archive.key(), bit);
            try {
                LossFiles read = LossFiles.read(result, blobs.looking(), folder);
                assertThat(read.train()).as("bit %d", bit).isEqualTo(TRAIN);
                assertThat(read.test()).as("bit %d", bit).isEqualTo(TEST);
                assertThat(read.accuracy()).as("bit %d", bit).isEqualTo(ACCURACY);
                unchanged++;
            } catch (OnsetException e) {
                assertThat(e.code()).as("bit %d", bit).isEqualTo(ErrorCode.STORE_CORRUPT);
            }
            memory.flip(archive.key(), bit);
        }
        // times and the central directory; a look that hashed would refuse them too
        assertThat(unchanged).isPositive().isLessThan((int) (4 * archive.size()));
    }

    @Test
    void archiveOfAnotherLength_isRefusedByWhoOnlyLooks() {
        memory.damage(archive.key(), bytes -> Arrays.copyOf(bytes, bytes.length - 1));
        assertThatThrownBy(() -> LossFiles.read(result, blobs.looking(), folder))
                .isInstanceOfSatisfying(
                        OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_CORRUPT));
    }

    @Test
    void whatIsNoArchive_isHashedByWhoOnlyLooks() {
        BlobRef ref = blobs.put(new byte[100]);
        memory.flip(ref.key(), 3);
        assertThatThrownBy(() -> blobs.looking().fetch(ref, folder.resolve("target")))
                .isInstanceOfSatisfying(
                        OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_CORRUPT));
        assertThat(blobs.looking().inspect(ref)).isEqualTo(BlobStore.State.CORRUPT);
        assertThatThrownBy(() -> blobs.looking().bytes(ref, 100))
                .isInstanceOfSatisfying(
                        OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_CORRUPT));
    }
}
