package dev.onset.checkpoint;

import static dev.onset.checkpoint.Logs.manifest;
import static dev.onset.checkpoint.Logs.open;
import static dev.onset.checkpoint.Logs.parts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.onset.store.BlobRef;
import dev.onset.store.Digest;
import dev.onset.store.MemoryStore;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The log of one attempt alone, and of those who only read it. */
@Tag("unit")
final class CommitLogTest {
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

    private String text(long number) {
        return new String(memory.bytes(manifest(number)), StandardCharsets.UTF_8);
    }
}
