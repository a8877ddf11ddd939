package dev.onset.infra.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.infra.store.StudyLease.Timing;
import dev.onset.store.FaultyStore;
import dev.onset.store.FaultyStore.Fault;
import dev.onset.store.ObjectStore;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
final class StudyLeaseTest {
    private static final Timing QUICK = new Timing(Duration.ofMillis(30), Duration.ofMillis(600));

    @TempDir
    Path folder;

    private final List<String> notes = Collections.synchronizedList(new ArrayList<>());
    private FaultyStore store;

    @BeforeEach
    void open() {
        store = new FaultyStore(new FileSystemObjectStore(folder));
    }

    private StudyLease acquire(String who) {
        return acquire("digits", who);
    }

    private StudyLease acquire(String study, String who) {
        return StudyLease.acquire(
                store, study, new StudyLease.Candidate("process of " + who, "directory of " + who), QUICK, notes::add);
    }

    /** The owner can no longer write: to all others it is dead. */
    private void cutOff() {
        store.plan(Fault.FAILED_WRITE, "leases/digits/000001/beat", 100_000);
    }

    @Test
    void ownerThatLives_keepsOthersOutAndIsNamed() {
        try (StudyLease lease = acquire("ann")) {
            assertThat(notes).as("a free study is taken without a word").isEmpty();
            assertThatThrownBy(() -> acquire("bob"))
                    .isInstanceOfSatisfying(
                            OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STUDY_LOCKED))
                    .hasMessageContainingAll("digits", "process of ann");
            assertThat(notes).singleElement().asString().contains("process of ann", "watching");
            assertThat(StudyLease.isHeld(store, "digits", QUICK.patience())).isTrue();
            assertThatCode(lease::check).doesNotThrowAnyException();
        }
    }

    @Test
    void negativeControl_anotherStudyIsNotHeld() {
        try (StudyLease lease = acquire("ann");
                StudyLease other = acquire("other", "bob")) {
            assertThatCode(lease::check).doesNotThrowAnyException();
            assertThatCode(other::check).doesNotThrowAnyException();
        }
    }

    @Test
    void endedLease_passesOnAtOnce() {
        acquire("ann").close();
        assertThat(StudyLease.isHeld(store, "digits", QUICK.patience())).isFalse();
        long began = System.nanoTime();
        acquire("bob").close();
        assertThat(System.nanoTime() - began).isLessThan(QUICK.patience().toNanos());
    }

    @Test
    void ownerThatFallsSilent_isReplacedAndFindsOut() throws InterruptedException {
        try (StudyLease first = acquire("ann")) {
            Thread.sleep(100);
            cutOff();
            try (StudyLease second = acquire("bob")) {
                store.recover();
                for (int i = 0; i < 100 && !lost(first); i++) {
                    Thread.sleep(30);
                }
                assertThatThrownBy(first::check)
                        .isInstanceOfSatisfying(
                                OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STUDY_LOCKED))
                        .hasMessageContaining("taken over");
                assertThatCode(second::check).doesNotThrowAnyException();
            }
        }
        assertThat(StudyLease.isHeld(store, "digits", QUICK.patience())).isFalse();
    }

    @Test
    void beatThatMeetsAnUnexpectedException_isNotTheLast() {
        AtomicInteger left = new AtomicInteger(3);
        ObjectStore surprising = (ObjectStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ObjectStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("replace") && left.getAndDecrement() > 0) {
                        throw left.get() == 1
                                ? new StackOverflowError("no room")
                                : new IllegalStateException("surprise");
                    }
                    return method.invoke(store, arguments);
                });
        StudyLease.Candidate ann = new StudyLease.Candidate("process of ann", "directory of ann");
        try (StudyLease lease = StudyLease.acquire(surprising, "digits", ann, QUICK, notes::add)) {
            assertThat(StudyLease.isHeld(store, "digits", QUICK.patience())).isTrue();
            assertThat(left.get()).as("all three were met").isNegative();
            assertThatCode(lease::check).doesNotThrowAnyException();
        }
    }

    @Test
    void crashedOwnerOfTheSameDirectory_isReplacedWithoutWaiting() {
        try (StudyLease crashed = acquire("ann")) {
            long began = System.nanoTime();
            try (StudyLease again = acquire("ann")) {
                assertThat(System.nanoTime() - began)
                        .isLessThan(QUICK.patience().toNanos());
                assertThatCode(again::check).doesNotThrowAnyException();
            }
        }
    }

    @Test
    void ofManyThatRaceForADeadOwnersStudy_oneWins() throws Exception {
        StudyLease dead = acquire("ann");
        cutOff();
        ExecutorService racers = Executors.newFixedThreadPool(4);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<StudyLease>> races = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                String who = "racer " + i;
                races.add(racers.submit(() -> {
                    start.await();
                    return acquire(who);
                }));
            }
            start.countDown();
            int won = 0;
            for (Future<StudyLease> race : races) {
                try {
                    race.get(30, TimeUnit.SECONDS).close();
                    won++;
                } catch (java.util.concurrent.ExecutionException e) {
                    assertThat(e.getCause()).isInstanceOf(OnsetException.class);
                }
            }
            assertThat(won).as("winners; a later one may follow an ended lease").isBetween(1, 4);
        } finally {
            racers.shutdownNow();
            dead.close();
        }
    }

    private static boolean lost(StudyLease lease) {
        try {
            lease.check();
            return false;
        } catch (OnsetException e) {
            return true;
        }
    }
}
