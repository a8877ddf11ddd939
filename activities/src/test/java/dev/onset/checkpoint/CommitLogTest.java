package dev.onset.checkpoint;

import static dev.onset.checkpoint.Logs.manifest;
import static dev.onset.checkpoint.Logs.open;
import static dev.onset.checkpoint.Logs.parts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.store.BlobRef;
import dev.onset.store.Digest;
import dev.onset.store.FaultyStore;
import dev.onset.store.FaultyStore.Fault;
import dev.onset.store.MemoryStore;
import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
final class CommitLogTest {
    private static final String MANIFESTS = "runs/" + Logs.RUN + "/log/";

    private final MemoryStore memory = new MemoryStore();

    @Test
    void aloneAttempt_growsTheLogByOneManifestACommit() {
        CommitLog log = open(memory);
        assertThat(memory.keys()).as("opening writes nothing").isEmpty();
        for (long step = 0; step < 50; step += 10) {
            CommitOutcome outcome = log.commit(step, parts(memory, step));
            assertThat(outcome).isInstanceOfSatisfying(CommitOutcome.Committed.class, committed -> {
                assertThat(committed.readBack()).isFalse();
            });
        }
        assertThat(log.entries()).extracting(CommittedCheckpoint::step).containsExactly(0L, 10L, 20L, 30L, 40L);
        assertThat(log.entries()).extracting(CommittedCheckpoint::number).containsExactly(1L, 2L, 3L, 4L, 5L);
        CommitLog reader = open(memory);
        assertThat(reader.entries()).isEqualTo(log.entries());
        assertThat(reader.problems()).isEmpty();
        assertThat(reader.newestAtOrBefore(25).checkpoint().orElseThrow().step())
                .isEqualTo(20);
        assertThat(reader.newestAtOrBefore(-1).checkpoint()).isEmpty();
    }

    @Test
    void eachManifest_namesTheDigestOfTheOneBefore() {
        CommitLog log = open(memory);
        log.commit(1, parts(memory, 1));
        log.commit(2, parts(memory, 2));
        assertThat(text(1)).contains("\"previous\":\"" + Digest.NONE + "\"");
        assertThat(text(2)).contains("\"previous\":\"" + Digest.sha256(memory.bytes(manifest(1))) + "\"");
    }

    @Test
    void stepCommittedTwiceByOneAttempt_isAlreadyCommittedByItself() {
        CommitLog log = open(memory);
        CommitOutcome first = log.commit(3, parts(memory, 3));
        CommitOutcome again = log.commit(3, parts(memory, 3));
        assertThat(first).isInstanceOf(CommitOutcome.Committed.class);
        assertThat(again)
                .isInstanceOfSatisfying(
                        CommitOutcome.AlreadyCommitted.class,
                        already -> assertThat(already.byAnother()).isFalse());
        assertThat(open(memory).entries()).hasSize(1);
    }

    @Test
    void stepOfAnEarlierAttempt_isAlreadyCommittedAndNoZombieIsSuspected() {
        open(memory).commit(3, parts(memory, 3));
        CommitOutcome again = open(memory).commit(3, parts(memory, 3));
        assertThat(again)
                .isInstanceOfSatisfying(
                        CommitOutcome.AlreadyCommitted.class,
                        already -> assertThat(already.byAnother()).isFalse());
    }

    @Test
    void twoAttemptsInStep_bothGoOnAndTheLaterKnowsThatItIsNotAlone() {
        CommitLog one = open(memory);
        CommitLog two = open(memory);
        for (long step = 1; step <= 3; step++) {
            assertThat(one.commit(step, parts(memory, step))).isInstanceOf(CommitOutcome.Committed.class);
            assertThat(two.commit(step, parts(memory, step)))
                    .isInstanceOfSatisfying(
                            CommitOutcome.AlreadyCommitted.class,
                            already -> assertThat(already.byAnother()).isTrue());
        }
        assertThat(open(memory).entries()).hasSize(3);
    }

    @Test
    void zombieWithTheSameContentFarBehind_learnsThatItsStepIsThere() {
        CommitLog zombie = open(memory);
        CommitLog live = open(memory);
        for (long step = 1; step <= 4; step++) {
            live.commit(step, parts(memory, step));
        }
        // from another schedule: its step 2 would be number 1
        assertThat(zombie.commit(2, parts(memory, 2)))
                .isInstanceOfSatisfying(
                        CommitOutcome.AlreadyCommitted.class,
                        already -> assertThat(already.byAnother()).isTrue());
        assertThat(open(memory).entries()).hasSize(4);
    }

    @Test
    void zombieElsewhere_isFencedForGoodAndChangesNothing() {
        CommitLog zombie = open(memory);
        CommitLog live = open(memory);
        live.commit(10, parts(memory, 10));
        Map<String, BlobRef> late = parts(memory, 5);
        List<ObjectKey> before = memory.keys();
        CommitOutcome outcome = zombie.commit(5, late);
        assertThat(outcome).isInstanceOfSatisfying(CommitOutcome.Fenced.class, fenced -> {
            assertThat(fenced.divergent()).isFalse();
            assertThat(fenced.winner()).isEqualTo("number 1 was taken by step 10");
        });
        assertThat(zombie.commit(6, late)).isEqualTo(outcome);
        assertThat(memory.keys()).isEqualTo(before);
        // negative control: an attempt that opens the log now is not fenced
        assertThat(open(memory).commit(5, late)).isInstanceOf(CommitOutcome.Committed.class);
    }

    @Test
    void otherContentForACommittedStep_isDivergentAndTheFirstStands() {
        CommitLog zombie = open(memory);
        open(memory).commit(10, parts(memory, 10));
        for (CommitLog log : List.of(zombie, open(memory))) {
            assertThat(log.commit(10, parts(memory, 10, " otherwise")))
                    .isInstanceOfSatisfying(CommitOutcome.Fenced.class, fenced -> {
                        assertThat(fenced.divergent()).isTrue();
                        assertThat(fenced.winner()).contains("step 10 is committed with other content");
                    });
        }
        assertThat(open(memory).find(10).orElseThrow().parts()).isEqualTo(new TreeMap<>(parts(memory, 10)));
    }

    @Test
    void lostAnswer_isReadBackAndCountsAsOwnSuccess() {
        FaultyStore store = new FaultyStore(memory).plan(Fault.LOST_ANSWER, MANIFESTS, 1);
        CommitLog log = open(store);
        assertThat(log.commit(1, parts(store, 1)))
                .isInstanceOfSatisfying(
                        CommitOutcome.Committed.class,
                        committed -> assertThat(committed.readBack()).isTrue());
        assertThat(store.struck()).isEqualTo(1);
        assertThat(log.commit(2, parts(store, 2))).isInstanceOf(CommitOutcome.Committed.class);
        assertThat(open(memory).problems()).isEmpty();
    }

    @Test
    void failureBeforeEffect_isTriedAgain() {
        FaultyStore store = new FaultyStore(memory).plan(Fault.FAILED_WRITE, MANIFESTS, 2);
        assertThat(open(store).commit(1, parts(store, 1))).isInstanceOf(CommitOutcome.Committed.class);
        assertThat(store.struck()).isEqualTo(2);
        assertThat(open(memory).entries()).hasSize(1);
    }

    @Test
    void outageDuringCommit_isUnknownAndTheSameCommitResolvesItEitherWay() {
        for (Fault fault : new Fault[] {Fault.LOST_ANSWER, Fault.FAILED_WRITE}) {
            MemoryStore fresh = new MemoryStore();
            FaultyStore store = new FaultyStore(fresh);
            CommitLog log = open(store);
            log.commit(1, parts(store, 1));
            Map<String, BlobRef> parts = parts(store, 2);
            store.plan(fault, MANIFESTS, fault == Fault.LOST_ANSWER ? 1 : 100).plan(Fault.FAILED_READ, MANIFESTS, 100);
            assertThat(log.commit(2, parts)).as(fault.name()).isInstanceOf(CommitOutcome.Unknown.class);
            store.recover();
            assertThat(log.commit(2, parts)).isInstanceOf(CommitOutcome.Committed.class);
            assertThat(log.commit(3, parts(store, 3))).isInstanceOf(CommitOutcome.Committed.class);
            CommitLog read = open(fresh);
            assertThat(read.entries()).extracting(CommittedCheckpoint::step).containsExactly(1L, 2L, 3L);
            assertThat(read.problems()).isEmpty();
        }
    }

    @Test
    void restartAfterAnUnknownThatTookEffect_findsTheStepCommitted() {
        FaultyStore store = new FaultyStore(memory);
        CommitLog log = open(store);
        Map<String, BlobRef> parts = parts(store, 2);
        store.plan(Fault.LOST_ANSWER, MANIFESTS, 1).plan(Fault.FAILED_READ, MANIFESTS, 100);
        assertThat(log.commit(2, parts)).isInstanceOf(CommitOutcome.Unknown.class);
        store.recover();
        assertThat(open(store).newestAtOrBefore(9).checkpoint().orElseThrow().step())
                .isEqualTo(2);
    }

    @Test
    void fullDisk_isSaidAtOnceAndCommitsNothing() {
        FaultyStore store = new FaultyStore(memory).plan(Fault.DISK_FULL, MANIFESTS, 1);
        CommitLog log = open(store);
        Map<String, BlobRef> parts = parts(store, 1);
        assertThatThrownBy(() -> log.commit(1, parts))
                .isInstanceOfSatisfying(
                        OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DISK_FULL));
        assertThat(open(memory).entries()).isEmpty();
        assertThat(log.commit(1, parts)).isInstanceOf(CommitOutcome.Committed.class);
    }

    @Test
    void fullDiskWhileStoringABlob_leavesNoManifest() {
        FaultyStore store = new FaultyStore(memory).plan(Fault.DISK_FULL, "blobs/", 1);
        assertThatThrownBy(() -> parts(store, 1))
                .isInstanceOfSatisfying(
                        OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DISK_FULL));
        assertThat(memory.list(new ObjectKey("runs"))).isEmpty();
    }

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

    @Test
    void manifestThatAlwaysBreaksOffWhenRead_isDamagedAndDoesNotBlockTheRun() {
        FaultyStore store = new FaultyStore(memory);
        CommitLog log = open(store);
        log.commit(1, parts(store, 1));
        log.commit(2, parts(store, 2));
        store.plan(Fault.TORN_READ, manifest(2).value(), 1);
        assertThat(open(store).problems()).as("one broken read is read again").isEmpty();
        store.plan(Fault.TORN_READ, manifest(2).value(), 1_000);
        CommitLog next = open(store);
        assertThat(next.entries()).extracting(CommittedCheckpoint::step).containsExactly(1L);
        assertThat(next.commit(2, parts(store, 2))).isInstanceOf(CommitOutcome.Committed.class);
    }

    @Test
    void retiredCheckpoint_isNotRestoredAndItsManifestStays() {
        CommitLog log = open(memory);
        log.commit(1, parts(memory, 1));
        log.commit(2, parts(memory, 2));
        CommittedCheckpoint second = log.find(2).orElseThrow();
        log.retire(second);
        log.retire(second);
        second.parts().values().forEach(ref -> memory.delete(ref.key()));
        CommitLog.Restorable restorable = open(memory).newestAtOrBefore(2);
        assertThat(restorable.checkpoint().orElseThrow().step()).isEqualTo(1);
        assertThat(restorable.losses()).isEmpty();
        assertThat(open(memory).entries()).hasSize(2);
        assertThat(open(memory).retired()).containsExactly(2L);
    }

    @Test
    void follower_seesNewCommitsOnRefreshAndCommitsWhereItStood() {
        CommitLog follower = open(memory);
        open(memory).commit(1, parts(memory, 1));
        assertThat(follower.entries()).isEmpty();
        follower.refresh();
        assertThat(follower.entries()).hasSize(1);
        assertThat(follower.commit(5, parts(memory, 5))).isInstanceOf(CommitOutcome.Fenced.class);
    }

    @Test
    void listener_hearsEveryOutcome() {
        Logs.Heard heard = new Logs.Heard();
        CommitLog log = CommitLog.open(memory, Logs.RUN, heard);
        CommitOutcome first = log.commit(1, parts(memory, 1));
        CommitOutcome second = log.commit(1, parts(memory, 1, "x"));
        assertThat(heard.outcomes).containsExactly(first, second);
    }

    @Test
    void partNamesAndStepsThatAreNone_areRefusedBeforeAnythingIsWritten() {
        CommitLog log = open(memory);
        BlobRef ref = new BlobRef(Digest.NONE, 0);
        for (String name : List.of("../x", "a/b", "", ".x", "A", "x".repeat(101))) {
            assertThatIllegalArgumentException().as(name).isThrownBy(() -> log.commit(1, Map.of(name, ref)));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> log.commit(1, Map.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> log.commit(-1, Map.of("a", ref)));
        assertThatIllegalArgumentException().isThrownBy(() -> CommitLog.open(memory, "../x", CommitListener.NONE));
        assertThat(memory.keys()).isEmpty();
    }

    /** Exclusive create is what fencing rests on: without it two attempts would both be told that they committed number 1. */
    @Test
    void negativeControl_withoutExclusiveCreateTheZombieOverwrites() {
        ObjectStore lying = new FaultyStore(memory).plan(Fault.OVERWRITE, MANIFESTS, 100);
        CommitLog zombie = open(lying);
        CommitLog live = open(lying);
        live.commit(10, parts(lying, 10));
        assertThat(zombie.commit(5, parts(lying, 5))).isInstanceOf(CommitOutcome.Committed.class);
        assertThat(open(memory).find(10)).isEmpty();
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
