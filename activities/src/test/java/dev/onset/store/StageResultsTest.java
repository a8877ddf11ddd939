package dev.onset.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.store.FaultyStore.Fault;
import dev.onset.store.StageResults.Check;
import dev.onset.store.StageResults.Lookup;
import dev.onset.store.StageResults.Recording;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
final class StageResultsTest {
    private final MemoryStore memory = new MemoryStore();
    private final StageResults results = new StageResults(memory);
    private final BlobStore blobs = new BlobStore(memory);
    private final Fingerprint fingerprint =
            Fingerprint.of("observe", "1", Map.of("noise", 0.1), Map.of(), Map.of("threads", 1));

    @Test
    void recordedResult_isFoundAndEqualsWhatTheRecorderHolds() {
        Recording recording = results.record(
                fingerprint,
                1,
                Map.of("values", blob("values")),
                Map.of("count", 3L, "gap", 0.1f, "onset", 0.1, "none", true, "name", "x"));
        StageResult ours = ((Recording.Recorded) recording).result();
        StageResult found = found(Check.HASH);
        assertThat(found).isEqualTo(ours);
        assertThat(found.fingerprint()).isEqualTo(fingerprint);
        // a float is read back as the double of its shortest decimal, by whoever computed it too
        assertThat(ours.scalars().get("gap").doubleValue()).isEqualTo(0.1);
        assertThat(found.output("values")).isEqualTo(blob("values"));
        assertThatIllegalArgumentException().isThrownBy(() -> found.output("absent"));
    }

    @Test
    void nothingRecorded_isAbsentWithTheReason() {
        assertThat(results.find(fingerprint)).isEqualTo(new Lookup.Absent("never computed", 1));
        record(1, "values");
        Fingerprint other = Fingerprint.of("observe", "1", Map.of("noise", 0.2), Map.of(), Map.of("threads", 1));
        assertThat(results.find(other)).isEqualTo(new Lookup.Absent("never computed", 1));
    }

    @Test
    void highestGeneration_wins() {
        record(1, "old");
        record(2, "new");
        assertThat(found(Check.NONE).generation()).isEqualTo(2);
        assertThat(results.nextGeneration(fingerprint)).isEqualTo(3);
    }

    @Test
    void highestGenerationThatVerifies_winsAndTheLossIsSaid() {
        record(1, "old");
        record(2, "new");
        memory.flip(blob("new").key(), 3);
        Lookup.Found found = (Lookup.Found) results.find(fingerprint, Check.HASH);
        assertThat(found.result().generation()).isEqualTo(1);
        assertThat(found.losses()).hasSize(1).first().asString().startsWith("generation 2: output values");
        // negative control: without hashing it is not seen
        assertThat(found(Check.NONE).generation()).isEqualTo(2);
    }

    @Test
    void damagedMissingOrCutOutput_meansRecomputeAndSaysWhy() {
        record(1, "values");
        ObjectKey key = blob("values").key();
        memory.flip(key, 9);
        assertAbsent(Check.HASH, "output values (" + key + ") is corrupt");
        memory.damage(key, bytes -> new byte[0]);
        assertAbsent(Check.HASH, "is corrupt");
        memory.delete(key);
        assertAbsent(Check.HASH, "output values (" + key + ") is missing");
        // storing the recomputed output repairs the old result too
        blob("values");
        assertThat(found(Check.HASH).generation()).isEqualTo(1);
    }

    @Test
    void damagedDocument_meansRecomputeAsTheNextGeneration() {
        record(1, "values");
        ObjectKey key = found(Check.NONE).key();
        byte[] whole = memory.bytes(key);
        for (int bit = 0; bit < 8 * whole.length; bit += 7) {
            memory.flip(key, bit);
            assertAbsent(Check.NONE, "g000001.json is damaged: ");
            memory.flip(key, bit);
        }
        for (String bad : List.of("", "null", "{}", new String(whole, StandardCharsets.UTF_8) + " ")) {
            memory.damage(key, bytes -> bad.getBytes(StandardCharsets.UTF_8));
            assertAbsent(Check.NONE, "is damaged");
        }
        record(2, "values");
        assertThat(found(Check.HASH).generation()).isEqualTo(2);
    }

    @Test
    void documentWithAMissingField_isDamagedNotACrash() {
        record(1, "values");
        ObjectKey key = found(Check.NONE).key();
        String whole = new String(memory.bytes(key), StandardCharsets.UTF_8);
        for (String bad : List.of(
                whole.replaceFirst("\"outputs\":\\{.*?\\}\\},", ""),
                whole.replaceFirst("\"scalars\":\\{\\}", "\"scalars\":null"),
                whole.replaceFirst("\"fingerprint\":\\{.*?\\}\\},", ""),
                whole.replaceFirst("\"values\":\\{.*?\\}", "\"values\":null"))) {
            assertThat(bad).isNotEqualTo(whole);
            memory.damage(key, bytes -> bad.getBytes(StandardCharsets.UTF_8));
            assertAbsent(Check.NONE, "is damaged");
        }
    }

    @Test
    void resultUnderAnotherName_isNotUsed() {
        record(1, "values");
        byte[] first = memory.bytes(results.key(fingerprint, 1));
        memory.create(results.key(fingerprint, 2), ObjectStore.Content.of(first));
        Lookup.Found found = (Lookup.Found) anew().find(fingerprint);
        assertThat(found.result().generation()).isEqualTo(1);
        assertThat(found.losses()).hasSize(1).first().asString().contains("it holds the result of");
    }

    @Test
    void sameResultTwice_isAlreadyRecordedAndAnotherIsSuperseded() {
        record(1, "values");
        assertThat(results.record(fingerprint, 1, Map.of("values", blob("values")), Map.of()))
                .isInstanceOf(Recording.AlreadyRecorded.class);
        Recording other = results.record(fingerprint, 1, Map.of("values", blob("others")), Map.of());
        assertThat(other).isInstanceOfSatisfying(Recording.Superseded.class, superseded -> {
            assertThat(superseded.existing().output("values")).isEqualTo(blob("values"));
            assertThat(superseded.ours().output("values")).isEqualTo(blob("others"));
        });
        assertThat(found(Check.HASH).output("values")).isEqualTo(blob("values"));
    }

    @Test
    void lostAnswer_isOwnSuccessAndAnOutageIsUnknownUntilAskedAgain() {
        FaultyStore faulty = new FaultyStore(memory).plan(Fault.LOST_ANSWER, "stages/", 1);
        StageResults through = new StageResults(faulty);
        Map<String, BlobRef> outputs = Map.of("values", blob("values"));
        assertThat(through.record(fingerprint, 1, outputs, Map.of())).isInstanceOf(Recording.Recorded.class);
        faulty.plan(Fault.LOST_ANSWER, "stages/", 1).plan(Fault.FAILED_READ, "stages/", 100);
        assertThat(through.record(fingerprint, 2, outputs, Map.of())).isInstanceOf(Recording.Unknown.class);
        faulty.recover();
        assertThat(through.record(fingerprint, 2, outputs, Map.of())).isInstanceOf(Recording.AlreadyRecorded.class);
    }

    @Test
    void storeThatDoesNotAnswer_isNotMistakenForNothingRecorded() {
        record(1, "values");
        for (String prefix : List.of("stages/", "blobs/")) {
            FaultyStore faulty = new FaultyStore(memory).plan(Fault.FAILED_READ, prefix, 1);
            assertThatThrownBy(() -> new StageResults(faulty).find(fingerprint, Check.HASH))
                    .as(prefix)
                    .isInstanceOfSatisfying(
                            OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE));
        }
    }

    @Test
    void whatWasReadOnce_isNotAskedForAgain_butItsOutputsAreHashedEachTime() {
        record(1, "values");
        StageResults reader = anew();
        assertThat(reader.find(fingerprint)).isInstanceOf(Lookup.Found.class);
        memory.flip(reader.key(fingerprint, 1), 5);
        assertThat(reader.find(fingerprint)).isInstanceOf(Lookup.Found.class);
        memory.flip(blob("values").key(), 3);
        assertThat(reader.find(fingerprint, Check.HASH)).isInstanceOf(Lookup.Absent.class);
        // negative control: who remembers nothing sees the damaged document
        assertThat(anew().find(fingerprint)).isInstanceOf(Lookup.Absent.class);
    }

    @Test
    void observationsOfARun_areListedAtOnce_andNotFoundAmongThoseOfAnother() {
        StageResults run = results.ofRun("a".repeat(64));
        run.record(fingerprint, 1, Map.of("values", blob("values")), Map.of());
        ResultIndex index = run.index();
        index.refresh();
        assertThat(index.generations(fingerprint)).containsExactly(1);
        assertThat(run.find(fingerprint)).isInstanceOf(Lookup.Found.class);
        ResultIndex other = results.ofRun("b".repeat(64)).index();
        other.refresh();
        assertThat(other.generations(fingerprint)).isEmpty();
        assertThat(results.find(fingerprint)).isInstanceOf(Lookup.Absent.class);
    }

    @Test
    void scalarThatIsNotFinite_isRefusedBeforeAnythingIsWritten() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> results.record(fingerprint, 1, Map.of(), Map.of("gap", Double.NaN)));
        assertThat(memory.keys()).isEmpty();
    }

    /** Results that remember nothing: what a process reads that was not there before. */
    private StageResults anew() {
        return new StageResults(memory);
    }

    private BlobRef blob(String text) {
        return blobs.put(text.getBytes(StandardCharsets.US_ASCII));
    }

    private void record(int generation, String content) {
        assertThat(results.record(fingerprint, generation, Map.of("values", blob(content)), Map.of()))
                .isInstanceOf(Recording.Recorded.class);
    }

    private StageResult found(Check check) {
        Lookup lookup = anew().find(fingerprint, check);
        assertThat(lookup).isInstanceOf(Lookup.Found.class);
        return ((Lookup.Found) lookup).result();
    }

    private void assertAbsent(Check check, String reason) {
        assertThat(anew().find(fingerprint, check)).isInstanceOfSatisfying(Lookup.Absent.class, absent -> {
            assertThat(absent.reason())
                    .startsWith("no usable result: generation 1: ")
                    .contains(reason);
            assertThat(absent.nextGeneration()).isEqualTo(2);
        });
    }
}
