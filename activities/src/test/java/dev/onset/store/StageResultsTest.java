package dev.onset.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.store.FaultyStore.Fault;
import dev.onset.store.StageResults.Lookup;
import dev.onset.store.StageResults.Recording;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StageResultsTest {
    private final FaultyStore store = new FaultyStore();
    private final BlobStore blobs = new BlobStore(store);
    private final StageResults results = new StageResults(store);
    private final Fingerprint fingerprint = fingerprint(0.05);

    private static Fingerprint fingerprint(double rate) {
        return Fingerprint.of("train", "1", Map.of("rate", rate, "batch", 32), Map.of(), "cpu");
    }

    private BlobRef blob(String text) {
        return blobs.put(text.getBytes(StandardCharsets.UTF_8));
    }

    private Recording record(int generation, String content) {
        return results.record(fingerprint, generation, Map.of("out", blob(content)), Map.of("loss", 0.25));
    }

    @Test
    void aResultIsFoundByWhatItDependsOnAndByNothingElse() {
        assertThat(results.find(fingerprint)).isEqualTo(new Lookup.Absent("never computed", 1));
        assertThat(record(1, "x")).isInstanceOf(Recording.Recorded.class);
        assertThat(results.find(fingerprint)).isInstanceOf(Lookup.Found.class);
        assertThat(results.find(fingerprint(0.06))).isInstanceOf(Lookup.Absent.class);
    }

    @Test
    void theHighestGenerationThatVerifiesWins_andLossesAreTold() {
        record(1, "first");
        record(2, "second");
        Lookup.Found newest = (Lookup.Found) results.find(fingerprint, StageResults.Check.HASH);
        assertThat(newest.result().generation()).isEqualTo(2);

        store.flip(newest.result().output("out").key(), 0);
        Lookup.Found older = (Lookup.Found) results.find(fingerprint, StageResults.Check.HASH);
        assertThat(older.result().generation()).isEqualTo(1);
        assertThat(older.losses()).singleElement().asString().contains("generation 2", "corrupt");

        store.delete(older.result().output("out").key());
        assertThat(results.find(fingerprint, StageResults.Check.HASH))
                .isInstanceOfSatisfying(
                        Lookup.Absent.class,
                        absent -> assertThat(absent.nextGeneration()).isEqualTo(3));
    }

    @Test
    void everyFlippedByteOfTheRecordItselfIsFound() {
        record(1, "x");
        ObjectKey key = store.list(StageResults.ROOT).get(0);
        int length = store.objects.get(key).length;
        for (int at = 0; at < length; at++) {
            store.flip(key, at);
            assertThat(results.find(fingerprint)).as("byte %d", at).isInstanceOf(Lookup.Absent.class);
            store.flip(key, at);
        }
    }

    @Test
    void twoAttemptsWithTheSameContentAgree_andWithOtherContentTheFirstStands() {
        record(1, "x");
        assertThat(record(1, "x")).isInstanceOf(Recording.AlreadyRecorded.class);
        assertThat(record(1, "y")).isInstanceOfSatisfying(Recording.Superseded.class, other -> {
            assertThat(other.existing().output("out")).isEqualTo(blob("x"));
            assertThat(other.ours().output("out")).isEqualTo(blob("y"));
        });
    }

    @Test
    void aLostAnswerIsResolvedAsOwnSuccess() {
        BlobRef ref = blob("x");
        store.then(Fault.ANSWER_LOST);
        assertThat(results.record(fingerprint, 1, Map.of("out", ref), Map.of())).isInstanceOf(Recording.Recorded.class);
        BlobRef other = blob("y");
        store.then(Fault.REQUEST_LOST, Fault.REQUEST_LOST);
        assertThat(results.record(fingerprint, 2, Map.of("out", other), Map.of()))
                .isInstanceOf(Recording.Recorded.class);
    }

    @Test
    void fingerprintsSayWhereTheyDiffer() {
        List<Difference> differences = Fingerprint.diff(fingerprint(0.05), fingerprint(0.04));
        assertThat(differences).containsExactly(new Difference("rate", "0.05", "0.04"));
        assertThat(Fingerprint.diff(fingerprint, fingerprint(0.05))).isEmpty();
    }

    @Test
    void verificationFindsWhatIsDamagedAndNothingElse() {
        record(1, "x");
        record(2, "y");
        Verification verification = new Verification(store, List.of());
        assertThat(verification.run().intact()).isTrue();
        store.flip(blob("y").key(), 0);
        assertThat(verification.run().findings())
                .extracting(Verification.Finding::key)
                .contains(blob("y").key());
    }
}
