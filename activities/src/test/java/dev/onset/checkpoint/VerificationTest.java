package dev.onset.checkpoint;

import static dev.onset.checkpoint.Logs.manifest;
import static dev.onset.checkpoint.Logs.open;
import static dev.onset.checkpoint.Logs.parts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.store.BlobRef;
import dev.onset.store.BlobStore;
import dev.onset.store.FaultyStore;
import dev.onset.store.Fingerprint;
import dev.onset.store.MemoryStore;
import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import dev.onset.store.StageResult;
import dev.onset.store.StageResults;
import dev.onset.store.StageResults.Recording;
import dev.onset.store.StoreAudit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** StoreAudit of whole stores: nothing that can be damaged passes. */
@Tag("unit")
final class VerificationTest {
    private final MemoryStore memory = new MemoryStore();
    private ObjectKey result = new ObjectKey("unset");
    private BlobRef output = new BlobStore(memory).put(new byte[] {1, 2, 3, 4});

    @BeforeEach
    void fill() {
        CommitLog log = open(memory);
        for (long step : new long[] {1, 2, 3}) {
            log.commit(step, parts(memory, step));
        }
        Fingerprint fingerprint = Fingerprint.of("observe", "1", Map.of(), Map.of(), Map.of());
        StageResult recorded = ((Recording.Recorded)
                        new StageResults(memory).record(fingerprint, 1, Map.of("values", output), Map.of()))
                .result();
        result = recorded.key();
    }

    @Test
    void intactStore_hasNoFindingAndEverythingWasRead() {
        StoreAudit.Report report = verify(memory);
        assertThat(report.findings()).isEmpty();
        assertThat(report.intact()).isTrue();
        assertThat(report.objects()).isEqualTo(memory.keys().size());
        long bytes = memory.list(new ObjectKey("blobs")).stream()
                .mapToLong(key -> memory.bytes(key).length)
                .sum();
        assertThat(report.bytes()).isEqualTo(bytes);
    }

    @Test
    void randomBitOfAnyObject_isFoundInThatObjectOrTheOneThatNamesIt() {
        Random random = new Random(11);
        for (ObjectKey key : memory.keys()) {
            for (int i = 0; i < 25; i++) {
                int bit = random.nextInt(8 * memory.bytes(key).length);
                memory.flip(key, bit);
                assertFound(key);
                memory.flip(key, bit);
            }
        }
        assertThat(verify(memory).intact()).as("negative control").isTrue();
    }

    @Test
    void truncatedEmptiedOrMissingObject_isFound() {
        for (ObjectKey key : memory.keys()) {
            byte[] whole = memory.bytes(key);
            for (int length = 1; length < whole.length; length *= 2) {
                int cut = length;
                memory.damage(key, bytes -> Arrays.copyOf(whole, cut));
                assertFound(key);
            }
            memory.damage(key, bytes -> new byte[0]);
            assertFound(key);
            memory.delete(key);
            boolean newestManifest = key.equals(manifest(3));
            boolean named = !newestManifest && !key.equals(result);
            // what nothing else names can vanish unseen: then it is simply made again
            assertThat(verify(memory).intact()).as("missing %s", key).isEqualTo(!named);
            memory.create(key, ObjectStore.Content.of(whole));
        }
    }

    @Test
    void swappedObjects_areFound() {
        List<ObjectKey> keys = memory.keys();
        for (int i = 0; i < keys.size(); i++) {
            ObjectKey one = keys.get(i);
            ObjectKey two = keys.get((i + 1) % keys.size());
            byte[] first = memory.bytes(one);
            byte[] second = memory.bytes(two);
            memory.damage(one, bytes -> second);
            memory.damage(two, bytes -> first);
            assertFound(one);
            memory.damage(one, bytes -> first);
            memory.damage(two, bytes -> second);
        }
    }

    @Test
    void foreignObjects_areNamedWhereResultsBlobsAndManifestsBelong() {
        for (String foreign : List.of(
                "blobs/sha256/aa/readme",
                "blobs/sha256/aa/" + output.sha256(),
                "stages/observe/notes",
                result.value().replace("g000001", "g000000"),
                Manifest.folder(Logs.RUN) + "/readme.txt")) {
            ObjectKey key = new ObjectKey(foreign);
            memory.create(key, ObjectStore.Content.of(Logs.bytes("x")));
            assertThat(verify(memory).findings())
                    .as(foreign)
                    .anyMatch(f -> f.key().equals(key) && f.problem().contains("is not named like"));
            memory.delete(key);
        }
    }

    @Test
    void damagedPart_isReportedWithItsCheckpointAndWhatToDo() {
        ObjectKey part = parts(memory, 2).get("updater.npy").key();
        memory.flip(part, 1);
        assertThat(verify(memory).findings()).hasSize(2).anySatisfy(finding -> {
            assertThat(finding.key()).isEqualTo(manifest(2));
            assertThat(finding.problem()).isEqualTo("part updater.npy (" + part + ") is missing or damaged");
            assertThat(finding.consequence()).isEqualTo("the checkpoint at step 2 cannot be used");
            assertThat(finding.nextAction()).startsWith("run the study again");
        });
        memory.delete(part);
        assertThat(verify(memory).findings()).hasSize(1);
        open(memory).retire(open(memory).find(2).orElseThrow());
        assertThat(verify(memory).findings())
                .as("a retired checkpoint may lack its parts")
                .isEmpty();
    }

    @Test
    void blobWhoseStreamBreaksOff_isReportedAndTheRestIsStillVerified() {
        FaultyStore store = new FaultyStore(memory)
                .plan(FaultyStore.Fault.TORN_READ, output.key().value(), 1);
        assertThat(verify(store).findings())
                .extracting(StoreAudit.Finding::key)
                .containsExactlyInAnyOrder(output.key(), result);
    }

    private void assertFound(ObjectKey key) {
        assertThat(verify(memory).findings())
                .as("damaged %s", key)
                .anyMatch(f -> f.key().equals(key));
    }

    private static StoreAudit.Report verify(ObjectStore store) {
        return new StoreAudit(store, List.of(new CommitLogCheck())).run();
    }
}
