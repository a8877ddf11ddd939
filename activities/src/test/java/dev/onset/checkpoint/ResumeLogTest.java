package dev.onset.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.store.FaultyStore;
import dev.onset.store.FaultyStore.Fault;
import dev.onset.store.MemoryStore;
import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import dev.onset.store.StoreAudit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The newest two resume points are kept, intact ones are found, and attempts that meet yield. */
@Tag("crash")
final class ResumeLogTest {
    private static final String FOLDER = "runs/" + Logs.RUN + "/resume/";

    private final MemoryStore memory = new MemoryStore();

    @TempDir
    Path folder;

    @Test
    void theNewestTwoAreKept_withTheirPartsAndNothingElse() throws Exception {
        ResumeLog log = open(memory);
        for (long step = 10; step <= 50; step += 10) {
            assertThat(write(log, step)).isInstanceOf(ResumeOutcome.Written.class);
        }
        assertThat(open(memory).points()).extracting(ResumePoint::step).containsExactly(50L, 40L);
        assertThat(memory.keys()).hasSize(2 * 3);
        assertThat(content(open(memory), 0)).isEqualTo("parameters 50");
    }

    @Test
    void nothingIsPutAmongTheSharedBlobs_andTheMainLogDoesNotSeeIt() throws Exception {
        write(open(memory), 10);
        assertThat(memory.keys()).allMatch(key -> key.value().startsWith(FOLDER));
        assertThat(Logs.open(memory).entries()).isEmpty();
    }

    @Test
    void damagedEntry_isPassedOverForTheOneBefore_andItsNumberStaysTaken() throws Exception {
        ResumeLog log = open(memory);
        write(log, 10);
        write(log, 20);
        memory.flip(new ObjectKey(FOLDER + "0000000002.json"), 77);
        ResumeLog again = open(memory);
        assertThat(again.points()).extracting(ResumePoint::step).containsExactly(10L);
        write(again, 15);
        assertThat(open(memory).points()).extracting(ResumePoint::number).containsExactly(3L, 1L);
        assertThat(memory.keys())
                .as("the damaged one is deleted with its parts")
                .noneMatch(key -> key.value().contains("0000000002"));
    }

    @Test
    void damagedOrMissingPart_isFoundBeforeItIsUsed_andTheOneBeforeIsKept() throws Exception {
        for (boolean missing : List.of(false, true)) {
            ResumeLog log = open(memory);
            write(log, 10);
            write(log, 20);
            ResumePoint newest = log.points().get(0);
            ObjectKey part = new ResumeKeys(Logs.RUN)
                    .part(newest.number(), newest.parts().get("updater.npy"));
            if (missing) {
                memory.delete(part);
            } else {
                memory.flip(part, 5);
            }
            ResumeLog again = open(memory);
            assertThatThrownBy(() -> again.fetch(again.points().get(0), folder))
                    .isInstanceOfSatisfying(
                            OnsetException.class,
                            e -> assertThat(e.code())
                                    .isEqualTo(missing ? ErrorCode.STORE_MISSING : ErrorCode.STORE_CORRUPT))
                    .hasMessageContaining(part.value());
            again.discard(again.points().get(0));
            assertThat(content(again, 0)).isEqualTo("parameters 10");
            write(again, 18);
            assertThat(open(memory).points()).extracting(ResumePoint::step).containsExactly(18L, 10L);
        }
    }

    @Test
    void twoAttempts_theOneThatFindsItsNumberTakenYields_andNothingIsLost() throws Exception {
        ResumeLog first = open(memory);
        ResumeLog second = open(memory);
        write(first, 10);
        assertThat(write(second, 7)).isInstanceOf(ResumeOutcome.Fenced.class);
        assertThat(write(second, 10)).as("the same content too").isInstanceOf(ResumeOutcome.Fenced.class);
        assertThat(open(memory).points()).extracting(ResumePoint::step).containsExactly(10L);
        assertThat(write(first, 20)).isInstanceOf(ResumeOutcome.Written.class);
    }

    @Test
    void zombieThatFindsItsOldNumberDeleted_yields_andHurtsNoNewerOne() throws Exception {
        ResumeLog zombie = open(memory);
        write(zombie, 10);
        ResumeLog live = open(memory);
        for (long step = 20; step <= 50; step += 10) {
            write(live, step);
        }
        assertThat(write(zombie, 12)).isInstanceOf(ResumeOutcome.Fenced.class);
        ResumeLog after = open(memory);
        assertThat(content(after, 0)).isEqualTo("parameters 50");
        assertThat(content(after, 1)).isEqualTo("parameters 40");
        write(live, 60);
        assertThat(open(memory).points())
                .as("what the zombie left goes with the next")
                .extracting(ResumePoint::step)
                .containsExactly(60L, 50L);
    }

    @Test
    void lostAnswer_isReadBack_andNotTakenForAnother() throws Exception {
        FaultyStore store = new FaultyStore(memory).plan(Fault.LOST_ANSWER, FOLDER + "0000000001.json", 1);
        assertThat(write(open(store), 10)).isInstanceOf(ResumeOutcome.Written.class);
        assertThat(store.struck()).isPositive();
    }

    @Test
    void answerThatStaysUnknown_isResolvedByTheNextPoint() throws Exception {
        FaultyStore store = new FaultyStore(memory);
        ResumeLog log = open(store);
        store.plan(Fault.LOST_ANSWER, FOLDER + "0000000001.json", 1).plan(Fault.FAILED_READ, FOLDER, 100);
        assertThat(write(log, 10)).isInstanceOf(ResumeOutcome.Unknown.class);
        store.recover();
        assertThat(write(log, 20)).isInstanceOf(ResumeOutcome.Written.class);
        assertThat(open(memory).points()).extracting(ResumePoint::number).containsExactly(2L, 1L);
    }

    @Test
    void fullDisk_isSaid_andThePointsBeforeStand() throws Exception {
        FaultyStore store = new FaultyStore(memory);
        ResumeLog log = open(store);
        write(log, 10);
        store.plan(Fault.DISK_FULL, FOLDER, 1);
        assertThatThrownBy(() -> write(log, 20))
                .isInstanceOfSatisfying(
                        OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DISK_FULL));
        assertThat(open(memory).points()).extracting(ResumePoint::step).containsExactly(10L);
        assertThat(write(log, 20)).isInstanceOf(ResumeOutcome.Written.class);
    }

    @Test
    void diedAtAnyWriteOrDeletion_leavesAnIntactPointAtLeastAsNewAsTheOneBefore() throws Exception {
        for (int death = 0; ; death++) {
            MemoryStore store = new MemoryStore();
            ResumeLog log = open(store);
            write(log, 10);
            write(log, 20);
            Mortal mortal = new Mortal(store, death);
            boolean died = false;
            try {
                ResumeLog doomed = open(mortal);
                write(doomed, 30);
            } catch (Mortal.Death e) {
                died = true;
            }
            ResumeLog after = open(store);
            assertThat(after.points().get(0).step()).isGreaterThanOrEqualTo(20);
            for (int i = 0; i < after.points().size(); i++) {
                assertThat(content(after, i))
                        .isEqualTo("parameters " + after.points().get(i).step());
            }
            for (long step = 40; step <= 60; step += 10) {
                write(after, step);
            }
            assertThat(store.keys()).as("nothing is left behind").hasSize(2 * 3);
            if (!died) {
                assertThat(death).isGreaterThan(5);
                return;
            }
        }
    }

    @Test
    void timesAreKeptBesideWhatTheyAreOf_andTheNewestIsFound() throws Exception {
        Instant noon = Instant.parse("2026-11-27T12:00:00Z");
        CommitLog commits = Logs.open(memory);
        CommitOutcome.Committed committed = (CommitOutcome.Committed) commits.commit(1, Logs.parts(memory, 1));
        times(noon).committed(committed.checkpoint(), 0.5);
        assertThat(times(noon).last(1).commit().orElseThrow().at()).isEqualTo(noon);
        assertThat(times(noon).last(2).commit().orElseThrow().at())
                .as("the newest has none: a crash came between")
                .isEqualTo(noon);

        ResumeLog log = open(memory);
        for (int i = 1; i <= 4; i++) {
            ResumeOutcome.Written written = (ResumeOutcome.Written) write(log, i);
            times(noon.plusSeconds(i)).written(written.point(), 2);
        }
        CommitTimes.Last last = times(noon).last(1);
        assertThat(last.commit().orElseThrow().committedAt()).isEqualTo("2026-11-27T12:00:04Z");
        assertThat(last.resumePoint().orElseThrow().seconds()).isEqualTo(2);
        assertThat(verify().findings()).isEmpty();
        memory.flip(new ObjectKey(FOLDER + "0000000004.committed"), 30);
        assertThat(times(noon).last(1).commit().orElseThrow().at()).isEqualTo(noon.plusSeconds(3));
        assertThat(verify().findings()).hasSize(1);
    }

    @Test
    void storeThatCannotKeepATime_costsNothingElse() throws Exception {
        ResumeOutcome.Written written = (ResumeOutcome.Written) write(open(memory), 1);
        FaultyStore store = new FaultyStore(memory).plan(Fault.FAILED_WRITE, FOLDER, 1);
        new CommitTimes(store, Logs.RUN, Clock.systemUTC()).written(written.point(), 1);
        assertThat(times(Instant.EPOCH).last(0).commit()).isEmpty();
        assertThat(open(memory).points()).hasSize(1);
    }

    @Test
    void verification_findsEveryFlippedBit_andPassesWhatACrashLeft() throws Exception {
        ResumeLog log = open(memory);
        write(log, 10);
        write(log, 20);
        for (ObjectKey key : memory.keys()) {
            for (int bit = 0; bit < 8 * memory.bytes(key).length; bit += 41) {
                memory.flip(key, bit);
                assertThat(verify().findings()).as("%s, bit %d", key, bit).hasSize(1);
                memory.flip(key, bit);
            }
        }
        memory.delete(new ObjectKey(FOLDER + "0000000002.json"));
        assertThat(verify().findings()).as("parts without an entry").isEmpty();
        memory.create(new ObjectKey(FOLDER + "notes"), ObjectStore.Content.of(Logs.bytes("x")));
        assertThat(verify().findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.problem()).contains("is not named like"));
    }

    private StoreAudit.Report verify() {
        return new StoreAudit(memory, List.of(new CommitLogCheck(), new ResumeLogCheck())).run();
    }

    private CommitTimes times(Instant at) {
        return new CommitTimes(memory, Logs.RUN, Clock.fixed(at, ZoneOffset.UTC));
    }

    private static ResumeLog open(ObjectStore store) {
        return ResumeLog.open(store, Logs.RUN);
    }

    private ResumeOutcome write(ResumeLog log, long step) throws IOException {
        return log.write(
                step,
                Map.of(
                        "parameters.npy", Files.writeString(folder.resolve("p"), "parameters " + step),
                        "updater.npy", Files.writeString(folder.resolve("u"), "updater " + step)));
    }

    private String content(ResumeLog log, int index) throws IOException {
        log.fetch(log.points().get(index), folder);
        return Files.readString(folder.resolve("parameters.npy"));
    }
}
