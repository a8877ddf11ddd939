package dev.onset.checkpoint;

import static dev.onset.checkpoint.Logs.open;
import static dev.onset.checkpoint.Logs.parts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.store.BlobRef;
import dev.onset.store.FaultyStore;
import dev.onset.store.FaultyStore.Fault;
import dev.onset.store.MemoryStore;
import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Of attempts that overlap at most one changes the log, and each learns what the other did. */
@Tag("unit")
final class CommitLogFencingTest {
    private static final String MANIFESTS = "runs/" + Logs.RUN + "/log/";
    private final MemoryStore memory = new MemoryStore();

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
}
