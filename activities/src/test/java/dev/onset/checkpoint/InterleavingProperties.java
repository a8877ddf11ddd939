package dev.onset.checkpoint;

import static dev.onset.checkpoint.Logs.open;
import static dev.onset.checkpoint.Logs.parts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.checkpoint.Logs.Attempt;
import dev.onset.store.FaultyStore;
import dev.onset.store.FaultyStore.Fault;
import dev.onset.store.MemoryStore;
import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

/**
 * Two workers at one run in every order of their pieces of work, with crashes and a store that fails now and then.
 */
@Tag("property")
final class InterleavingProperties {
    private static final List<Long> SCHEDULE = List.of(0L, 1L, 2L, 4L, 8L, 16L, 32L, 64L);
    private static final List<Long> DENSE = List.of(0L, 1L, 2L, 3L, 4L, 6L, 8L, 12L, 16L, 24L, 32L);
    private static final int SEATS = 2;

    /** The log of one attempt that nobody disturbs. */
    private static final Map<ObjectKey, String> UNDISTURBED = undisturbed();

    @Property(tries = 150)
    void interleavedAttemptsAtOneSchedule_giveTheLogOfOneAlone(@ForAll Random random) {
        MemoryStore memory = new MemoryStore();
        FaultyStore store = new FaultyStore(memory);
        List<Attempt> attempts = contend(store, random, List.of(SCHEDULE, SCHEDULE), "", () -> {
            if (random.nextInt(12) == 0) {
                store.plan(random.nextBoolean() ? Fault.LOST_ANSWER : Fault.FAILED_WRITE, "", 1);
            }
        });
        assertThat(objects(memory)).isEqualTo(UNDISTURBED);
        assertThat(attempts)
                .noneMatch(attempt ->
                        attempt.fenced().filter(CommitOutcome.Fenced::divergent).isPresent());
    }

    @Property(tries = 400)
    void interleavedAttemptsAtTwoSchedules_loseNothingThatWasAcknowledged(@ForAll Random random) {
        assertNothingLost(random, UnaryOperator.identity());
    }

    @Property(tries = 100)
    void attemptThatTrainsOtherBits_isStoppedAndTheFirstContentStands(@ForAll Random random) {
        MemoryStore memory = new MemoryStore();
        Attempt good = new Attempt(memory, SCHEDULE, "");
        Attempt other = new Attempt(memory, SCHEDULE, " on other hardware");
        good.work();
        other.work();
        while (!good.over() || !other.over()) {
            (random.nextBoolean() ? good : other).work();
        }
        // whoever was first at step 0 is the run; the second is told at its first commit
        Attempt stopped = good.fenced().isPresent() ? good : other;
        assertThat(stopped.fenced().orElseThrow().divergent()).isTrue();
        assertThat(stopped.acknowledged).isEmpty();
        assertThat(stopped == good ? other.acknowledged : good.acknowledged).isEqualTo(SCHEDULE);
        assertThat(open(memory).problems()).isEmpty();
    }

    @Example
    void negativeControl_withoutExclusiveCreateSomethingIsLost() {
        assertThatThrownBy(() -> {
                    for (int seed = 0; seed < 50; seed++) {
                        assertNothingLost(
                                new Random(seed),
                                store -> new FaultyStore(store).plan(Fault.OVERWRITE, "runs/", 10_000));
                    }
                })
                .isInstanceOf(AssertionError.class);
    }

    private static void assertNothingLost(Random random, UnaryOperator<ObjectStore> wrap) {
        MemoryStore memory = new MemoryStore();
        List<Attempt> attempts = contend(wrap.apply(memory), random, List.of(SCHEDULE, DENSE), "", () -> {});
        CommitLog read = open(memory);
        assertThat(read.problems()).isEmpty();
        TreeSet<Long> all = new TreeSet<>(SCHEDULE);
        all.addAll(DENSE);
        assertThat(read.entries()).extracting(CommittedCheckpoint::step).containsExactlyInAnyOrderElementsOf(all);
        for (CommittedCheckpoint entry : read.entries()) {
            assertThat(entry.parts()).isEqualTo(new TreeMap<>(parts(memory, entry.step())));
            assertThat(read.problem(entry)).isEmpty();
        }
        for (Attempt attempt : attempts) {
            assertThat(read.entries()).extracting(CommittedCheckpoint::step).containsAll(attempt.acknowledged);
        }
    }

    /**
     * Two seats, each with its schedule. A seat whose attempt is over or crashes is taken by a new attempt. Ends when, with
     * the store well again, both schedules are done.
     */
    private static List<Attempt> contend(
            ObjectStore store, Random random, List<List<Long>> schedules, String flavour, Runnable disturbance) {
        List<Attempt> all = new ArrayList<>();
        Attempt[] seats = new Attempt[SEATS];
        for (int piece = 0; piece < 40; piece++) {
            int seat = random.nextInt(SEATS);
            boolean crash = random.nextInt(15) == 0;
            if (seats[seat] == null || seats[seat].over() || crash) {
                seats[seat] = new Attempt(store, schedules.get(seat), flavour);
                all.add(seats[seat]);
            }
            disturbance.run();
            seats[seat].work();
        }
        if (store instanceof FaultyStore faulty && schedules.get(0).equals(schedules.get(1))) {
            faulty.recover();
        }
        for (List<Long> schedule : schedules) {
            Attempt last = new Attempt(store, schedule, flavour);
            last.finish();
            all.add(last);
        }
        return all;
    }

    private static Map<ObjectKey, String> undisturbed() {
        MemoryStore memory = new MemoryStore();
        new Attempt(memory, SCHEDULE, "").finish();
        return objects(memory);
    }

    private static Map<ObjectKey, String> objects(MemoryStore memory) {
        Map<ObjectKey, String> objects = new TreeMap<>();
        for (ObjectKey key : memory.keys()) {
            objects.put(key, new String(memory.bytes(key), java.nio.charset.StandardCharsets.ISO_8859_1));
        }
        return objects;
    }
}
