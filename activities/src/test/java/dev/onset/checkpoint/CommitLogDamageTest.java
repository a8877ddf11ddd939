package dev.onset.checkpoint;

import static dev.onset.checkpoint.Logs.manifest;
import static dev.onset.checkpoint.Logs.open;
import static dev.onset.checkpoint.Logs.parts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.store.Digest;
import dev.onset.store.MemoryStore;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever happens to stored bytes is found, said, and trained again from the newest checkpoint that verifies. */
@Tag("chaos")
final class CommitLogDamageTest {
    private final MemoryStore memory = new MemoryStore();

    @Test
    void damagedBlob_fallsBackToTheCheckpointBeforeAndSaysSo() {
        CommitLog log = open(memory);
        for (long step : new long[] {1, 2, 3}) {
            log.commit(step, parts(memory, step));
        }
        memory.flip(parts(memory, 3).get("updater.npy").key(), 5);
        memory.delete(log.find(2).orElseThrow().part("parameters.npy").key());
        Logs.Heard heard = new Logs.Heard();
        CommitLog.Restorable restorable =
                CommitLog.open(memory, Logs.RUN, heard).newestAtOrBefore(3);
        assertThat(restorable.checkpoint().orElseThrow().step()).isEqualTo(1);
        assertThat(restorable.losses()).hasSize(2);
        assertThat(restorable.losses().get(0))
                .startsWith("checkpoint at step 3 is lost: part updater.npy")
                .contains("is corrupt; falling back");
        assertThat(restorable.losses().get(1)).contains("step 2 is lost: part parameters.npy", "is missing");
        assertThat(heard.damage).isEqualTo(restorable.losses());
        // the attempt that trains again repairs both
        for (long step : new long[] {2, 3}) {
            assertThat(log.commit(step, parts(memory, step))).isInstanceOf(CommitOutcome.AlreadyCommitted.class);
        }
        assertThat(open(memory).newestAtOrBefore(3).losses()).isEmpty();
    }

    @Test
    void flippedBitOfAManifest_isFoundAndTheCheckpointBeforeIsUsed() {
        CommitLog log = open(memory);
        log.commit(1, parts(memory, 1));
        log.commit(2, parts(memory, 2));
        byte[] whole = memory.bytes(manifest(2));
        // every byte, every bit of a byte somewhere
        for (int bit = 0; bit < 8 * whole.length; bit += 7) {
            memory.flip(manifest(2), bit);
            assertDamaged(2, 1);
            memory.flip(manifest(2), bit);
        }
        assertThat(open(memory).problems()).as("negative control").isEmpty();
    }

    @Test
    void everyTruncationOfAManifest_isFound() {
        CommitLog log = open(memory);
        log.commit(1, parts(memory, 1));
        log.commit(2, parts(memory, 2));
        byte[] whole = memory.bytes(manifest(2));
        for (int length = 0; length < whole.length; length++) {
            int end = length;
            memory.damage(manifest(2), bytes -> Arrays.copyOf(whole, end));
            assertDamaged(2, 1);
        }
        memory.damage(manifest(2), bytes -> new byte[Manifest.CAP + 1]);
        assertDamaged(2, 1);
    }

    @Test
    void damagedNewestManifest_keepsItsNumberAndItsStepIsCommittedAnew() {
        CommitLog log = open(memory);
        for (long step : new long[] {1, 2}) {
            log.commit(step, parts(memory, step));
        }
        memory.flip(manifest(2), 77);
        CommitLog next = open(memory);
        assertThat(next.newestAtOrBefore(9).checkpoint().orElseThrow().step()).isEqualTo(1);
        for (long step : new long[] {2, 3}) {
            assertThat(next.commit(step, parts(memory, step))).isInstanceOf(CommitOutcome.Committed.class);
        }
        CommitLog read = open(memory);
        assertThat(read.entries()).extracting(CommittedCheckpoint::number).containsExactly(1L, 3L, 4L);
        assertThat(read.entries()).extracting(CommittedCheckpoint::step).containsExactly(1L, 2L, 3L);
        assertThat(read.problems()).hasSize(1);
    }

    @Test
    void swappedAndForeignManifests_areFound() {
        CommitLog log = open(memory);
        for (long step : new long[] {1, 2, 3}) {
            log.commit(step, parts(memory, step));
        }
        byte[] second = memory.bytes(manifest(2));
        memory.damage(manifest(3), bytes -> second);
        assertThat(open(memory).problems())
                .anyMatch(p -> p.contains("0000000003.json is damaged: it is manifest 2 of run " + Logs.RUN));
        String other = Digest.sha256(Logs.bytes("another run"));
        CommitLog foreign = CommitLog.open(memory, other, CommitListener.NONE);
        foreign.commit(1, parts(memory, 1));
        byte[] theirs = memory.bytes(Manifest.key(other, 1));
        memory.damage(manifest(1), bytes -> theirs);
        assertThat(open(memory).problems())
                .anyMatch(p -> p.contains("0000000001.json is damaged: it is manifest 1 of run " + other));
    }

    @Test
    void rewrittenHistory_isFoundByTheChain() {
        CommitLog log = open(memory);
        log.commit(1, parts(memory, 1));
        log.commit(2, parts(memory, 2));
        MemoryStore elsewhere = new MemoryStore();
        open(elsewhere).commit(7, parts(elsewhere, 7));
        byte[] plausible = elsewhere.bytes(manifest(1));
        memory.damage(manifest(1), bytes -> plausible);
        assertThat(open(memory).problems())
                .containsExactly(manifest(1) + " is not the manifest that " + manifest(2) + " follows");
    }

    @Test
    void missingManifest_isFoundWhenLaterOnesExist() {
        CommitLog log = open(memory);
        for (long step : new long[] {1, 2, 3}) {
            log.commit(step, parts(memory, step));
        }
        memory.delete(manifest(2));
        CommitLog read = open(memory);
        assertThat(read.problems()).containsExactly(manifest(2) + " is missing though later manifests exist");
        assertThat(read.entries()).extracting(CommittedCheckpoint::step).containsExactly(1L, 3L);
        assertThat(read.commit(2, parts(memory, 2))).isInstanceOf(CommitOutcome.Committed.class);
    }

    @Test
    void manifestWithNullsOrUnknownFields_isDamagedNotACrash() {
        open(memory).commit(1, parts(memory, 1));
        String good = text(1);
        for (String bad : List.of(
                good.replaceFirst("\"parts\":\\{.*?\\}\\}", "\"parts\":null"),
                good.replaceFirst("\\{\"sha256\":\"[0-9a-f]{64}\",\"size\":[0-9]+\\}", "null"),
                good.replace("\"previous\":\"" + Digest.NONE + "\",", ""),
                good.replace("\"step\":1", "\"step\":null"),
                good.replace("\"step\":1", "\"step\":1,\"extra\":1"),
                good + " ",
                "null",
                "[]",
                "")) {
            assertThat(bad).isNotEqualTo(good);
            memory.damage(manifest(1), bytes -> Logs.bytes(bad));
            assertThat(open(memory).problems()).as(bad).hasSize(1);
        }
    }

    private void assertDamaged(long number, long usable) {
        CommitLog read = open(memory);
        assertThat(read.problems()).hasSize(1);
        assertThat(read.problems().get(0)).startsWith(manifest(number) + " is ");
        assertThat(read.newestAtOrBefore(Long.MAX_VALUE)
                        .checkpoint()
                        .orElseThrow()
                        .number())
                .isEqualTo(usable);
    }

    private String text(long number) {
        return new String(memory.bytes(manifest(number)), StandardCharsets.UTF_8);
    }
}
