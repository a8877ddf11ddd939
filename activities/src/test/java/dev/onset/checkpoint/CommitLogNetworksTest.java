package dev.onset.checkpoint;

import static dev.onset.checkpoint.Logs.bytes;
import static dev.onset.checkpoint.Logs.open;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.store.BlobRef;
import dev.onset.store.BlobStore;
import dev.onset.store.MemoryStore;
import dev.onset.store.ObjectStore;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Where checkpoints name their network, the network decides what is the same content, not the bytes around it. */
@Tag("unit")
final class CommitLogNetworksTest {
    private final MemoryStore memory = new MemoryStore();

    private static Map<String, BlobRef> parts(ObjectStore store, String network, String state) {
        BlobStore blobs = new BlobStore(store);
        return Map.of(
                CheckpointFormat.IDENTITY,
                blobs.put(bytes("identity of " + network)),
                CheckpointFormat.MODEL,
                blobs.put(bytes("export of " + network + state)),
                "state-00000",
                blobs.put(bytes(state)));
    }

    private void damage(long step) {
        memory.flip(open(memory).find(step).orElseThrow().part("state-00000").key(), 3);
    }

    @Test
    void theSameNetworkInOtherBytes_isCommittedAlready_andTheFirstBytesStand() {
        open(memory).commit(5, parts(memory, "a", "first"));
        assertThat(open(memory).commit(5, parts(memory, "a", "second")))
                .isInstanceOf(CommitOutcome.AlreadyCommitted.class);
        assertThat(open(memory).find(5).orElseThrow().parts()).isEqualTo(parts(memory, "a", "first"));
        assertThat(open(memory).find(5).orElseThrow().number()).isEqualTo(1);
    }

    @Test
    void anotherNetwork_isDivergent_negativeControl() {
        open(memory).commit(5, parts(memory, "a", "first"));
        assertThat(open(memory).commit(5, parts(memory, "b", "first")))
                .isInstanceOfSatisfying(
                        CommitOutcome.Fenced.class,
                        fenced -> assertThat(fenced.divergent()).isTrue());
    }

    @Test
    void damagedAndComeAgainInOtherBytes_takesThePlace_andWhatFollowedStands() {
        CommitLog log = open(memory);
        log.commit(5, parts(memory, "a", "first"));
        log.commit(6, parts(memory, "b", "next"));
        damage(5);
        assertThat(open(memory).commit(5, parts(memory, "a", "second"))).isInstanceOf(CommitOutcome.Committed.class);
        CommitLog read = open(memory);
        assertThat(read.problems()).isEmpty();
        assertThat(read.problem(read.find(5).orElseThrow())).isEmpty();
        assertThat(read.find(6)).isPresent();
    }

    @Test
    void ofATrainingByChance_damagedAndComeAsAnother_endsWhatFollowed() {
        CommitLog log = open(memory);
        log.commit(4, parts(memory, "a", "first"));
        log.commit(5, parts(memory, "b", "second"));
        log.commit(6, parts(memory, "c", "third"));
        damage(5);
        CommitLog again = open(memory);
        assertThat(again.commit(5, parts(memory, "x", "other"), false)).isInstanceOf(CommitOutcome.Committed.class);
        for (CommitLog seen : java.util.List.of(again, open(memory))) {
            assertThat(seen.entries().stream().map(CommittedCheckpoint::step)).containsExactly(4L, 5L);
            assertThat(seen.find(5).orElseThrow().parts()).isEqualTo(parts(memory, "x", "other"));
        }
        assertThat(again.commit(6, parts(memory, "y", "more"), false)).isInstanceOf(CommitOutcome.Committed.class);
    }

    @Test
    void ofATrainingByChance_anotherNetworkForAnIntactStep_yieldsAndIsNoDivergence() {
        open(memory).commit(5, parts(memory, "a", "first"));
        assertThat(open(memory).commit(5, parts(memory, "b", "first"), false))
                .isInstanceOfSatisfying(
                        CommitOutcome.Fenced.class,
                        fenced -> assertThat(fenced.divergent()).isFalse());
        assertThat(open(memory).find(5).orElseThrow().parts()).isEqualTo(parts(memory, "a", "first"));
    }

    @Test
    void ofATrainingThatRepeats_damagedAndComeAsAnother_isDivergent() {
        open(memory).commit(5, parts(memory, "a", "first"));
        damage(5);
        assertThat(open(memory).commit(5, parts(memory, "b", "other")))
                .isInstanceOfSatisfying(
                        CommitOutcome.Fenced.class,
                        fenced -> assertThat(fenced.divergent()).isTrue());
    }
}
