package dev.onset.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.store.BlobRef;
import dev.onset.store.BlobStore;
import dev.onset.store.Digest;
import dev.onset.store.FaultyStore;
import dev.onset.store.FaultyStore.Fault;
import dev.onset.store.MemoryStore;
import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import dev.onset.store.Verification;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CommitLogTest {
    private static final String RUN = Digest.sha256("a trajectory".getBytes(StandardCharsets.UTF_8));

    private final FaultyStore store = new FaultyStore();

    private static CommitLog open(ObjectStore store) {
        return CommitLog.open(store, RUN, CommitListener.NONE);
    }

    /** The parts of a deterministic training: the same step always gives the same content. */
    private static Map<String, BlobRef> parts(ObjectStore store, long step, String variant) {
        byte[] content = ("parameters at " + step + variant).getBytes(StandardCharsets.UTF_8);
        return Map.of("parameters.npy", new BlobStore(store).put(content));
    }

    private CommitOutcome commit(CommitLog log, long step) {
        return log.commit(step, parts(store, step, ""));
    }

    private static List<Long> steps(ObjectStore store) {
        return open(store).entries().stream().map(CommittedCheckpoint::step).toList();
    }

    @Test
    void theLogGrowsAtItsEndAndEveryoneReadsTheSame() {
        CommitLog log = open(store);
        for (long step : new long[] {0, 10, 20}) {
            assertThat(commit(log, step)).isInstanceOf(CommitOutcome.Committed.class);
        }
        assertThat(steps(store)).containsExactly(0L, 10L, 20L);
        assertThat(open(store).newestAtOrBefore(19).checkpoint().orElseThrow().step())
                .isEqualTo(10);
    }

    @Test
    void aStepThatIsCommittedAlreadyIsSaidSo() {
        CommitLog log = open(store);
        commit(log, 0);
        assertThat(commit(log, 0)).isInstanceOf(CommitOutcome.AlreadyCommitted.class);
        assertThat(commit(open(store), 0)).isInstanceOf(CommitOutcome.AlreadyCommitted.class);
        assertThat(steps(store)).containsExactly(0L);
    }

    @Test
    void ofTwoAttemptsTheOneThatIsBehindYields() {
        CommitLog zombie = open(store);
        CommitLog successor = open(store);
        commit(successor, 0);
        commit(successor, 10);
        assertThat(commit(zombie, 0))
                .isInstanceOfSatisfying(
                        CommitOutcome.AlreadyCommitted.class,
                        known -> assertThat(known.byAnother()).isTrue());
        assertThat(zombie.commit(5, parts(store, 5, ""))).isInstanceOfSatisfying(CommitOutcome.Fenced.class, fence -> {
            assertThat(fence.divergent()).isFalse();
        });
        assertThat(commit(zombie, 20)).as("a fenced attempt commits no more").isInstanceOf(CommitOutcome.Fenced.class);
        assertThat(steps(store)).containsExactly(0L, 10L);
    }

    @Test
    void otherContentForAStepIsDivergent_andTheFirstStands() {
        CommitLog first = open(store);
        CommitLog second = open(store);
        commit(first, 0);
        assertThat(second.commit(0, parts(store, 0, " of another machine")))
                .isInstanceOfSatisfying(
                        CommitOutcome.Fenced.class,
                        fence -> assertThat(fence.divergent()).isTrue());
        assertThat(open(store).find(0).orElseThrow().parts()).isEqualTo(parts(store, 0, ""));
    }

    @Test
    void aLostAnswerIsReadBackAsOwnSuccess() {
        CommitLog log = open(store);
        Map<String, BlobRef> parts = parts(store, 0, "");
        store.then(Fault.ANSWER_LOST);
        assertThat(log.commit(0, parts))
                .isInstanceOfSatisfying(
                        CommitOutcome.Committed.class,
                        done -> assertThat(done.readBack()).isTrue());
        assertThat(steps(store)).containsExactly(0L);
    }

    @Test
    void aStoreThatDoesNotAnswerLeavesTheOutcomeUnknown_andAskingAgainResolvesIt() {
        CommitLog log = open(store);
        Map<String, BlobRef> parts = parts(store, 0, "");
        store.then(Fault.ANSWER_LOST);
        store.down(true);
        assertThat(log.commit(0, parts)).isInstanceOf(CommitOutcome.Unknown.class);
        store.down(false);
        assertThat(log.commit(0, parts)).isInstanceOf(CommitOutcome.Committed.class);
        assertThat(steps(store)).containsExactly(0L);
    }

    @Test
    void aCheckpointWithADamagedPartIsPassedOverAndNamed() {
        CommitLog log = open(store);
        commit(log, 0);
        commit(log, 10);
        store.flip(parts(store, 10, "").get("parameters.npy").key(), 4);
        CommitLog.Restorable restorable = open(store).newestAtOrBefore(100);
        assertThat(restorable.checkpoint().orElseThrow().step()).isZero();
        assertThat(restorable.losses()).singleElement().asString().contains("step 10");
        assertThat(new Verification(store, List.of(new CommitLogCheck())).run().intact())
                .isFalse();
    }

    @Test
    void everyFlippedByteOfAManifestIsFound_andItsStepIsCommittedAgain() {
        CommitLog log = open(store);
        commit(log, 0);
        commit(log, 10);
        ObjectKey newest = Manifest.key(RUN, 2);
        int length = Math.toIntExact(store.size(newest).orElseThrow());
        for (int at = 0; at < length; at++) {
            store.flip(newest, at);
            assertThat(open(store).find(10)).as("byte %d", at).isEmpty();
            store.flip(newest, at);
        }
        store.flip(newest, 20);
        CommitLog later = open(store);
        assertThat(commit(later, 10)).isInstanceOf(CommitOutcome.Committed.class);
        assertThat(steps(store)).containsExactly(0L, 10L);
        assertThat(store.size(newest))
                .as("the damaged manifest keeps its number")
                .isPresent();
    }

    /** Any interleaving of two attempts that train the same bits leaves the log of one. */
    @Property(tries = 300)
    void interleavedAttemptsLeaveTheLogOfOne(@ForAll @Size(min = 8, max = 30) List<Boolean> turns) {
        MemoryStore shared = new MemoryStore();
        race(shared, turns);
        assertThat(steps(shared)).isSorted().doesNotHaveDuplicates();
        for (CommittedCheckpoint entry : open(shared).entries()) {
            assertThat(entry.parts()).isEqualTo(parts(shared, entry.step(), ""));
        }
        assertThat(open(shared).problems()).isEmpty();
    }

    @Test
    void onAStoreThatOverwrites_theSameRaceSpoilsTheLog_orThePropertyWouldProveNothing() {
        MemoryStore careless = new MemoryStore() {
            @Override
            public Creation create(ObjectKey key, Content content) {
                replace(key, content);
                return Creation.CREATED;
            }
        };
        CommitLog zombie = open(careless);
        CommitLog successor = open(careless);
        for (long step : new long[] {0, 10, 20}) {
            successor.commit(step, parts(careless, step, ""));
        }
        zombie.commit(5, parts(careless, 5, ""));
        assertThat(steps(careless)).isNotEqualTo(List.of(0L, 10L, 20L));
    }

    /** Two attempts, each training 0, 10, 20 ... in its turns, until fenced; a fenced one starts over where the log ends. */
    private static void race(ObjectStore shared, List<Boolean> turns) {
        List<CommitLog> logs = new ArrayList<>(List.of(open(shared), open(shared)));
        long[] next = {0, 0};
        for (boolean turn : turns) {
            int who = turn ? 1 : 0;
            CommitOutcome outcome = logs.get(who).commit(next[who], parts(shared, next[who], ""));
            if (outcome instanceof CommitOutcome.Fenced) {
                logs.set(who, open(shared));
                next[who] = logs.get(who)
                                .newestAtOrBefore(Long.MAX_VALUE)
                                .checkpoint()
                                .map(CommittedCheckpoint::step)
                                .orElse(-10L)
                        + 10;
            } else {
                next[who] += 10;
            }
        }
    }
}
