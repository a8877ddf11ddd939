package dev.onset.checkpoint;

import static dev.onset.checkpoint.Logs.manifest;
import static dev.onset.checkpoint.Logs.open;
import static dev.onset.checkpoint.Logs.parts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.store.BlobRef;
import dev.onset.store.FaultyStore;
import dev.onset.store.FaultyStore.Fault;
import dev.onset.store.MemoryStore;
import dev.onset.store.ObjectKey;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A store that fails, loses its answers or is full leaves the log as it was or with the commit whole. */
@Tag("chaos")
final class CommitLogOutageTest {
    private static final String MANIFESTS = "runs/" + Logs.RUN + "/log/";
    private final MemoryStore memory = new MemoryStore();

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
}
