package dev.onset.stages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.checkpoint.CommitListener;
import dev.onset.checkpoint.CommitLog;
import dev.onset.checkpoint.CommitTimes;
import dev.onset.checkpoint.CommittedCheckpoint;
import dev.onset.checkpoint.ResumeLog;
import dev.onset.checkpoint.ResumePoint;
import dev.onset.contracts.SegmentResult;
import dev.onset.kind.RunMetrics;
import dev.onset.kind.RunPoint;
import dev.onset.store.BlobStore;
import dev.onset.store.Digest;
import dev.onset.store.FaultyStore;
import dev.onset.store.MemoryStore;
import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Killed between two far checkpoints, training loses no more than the time between resume points. A step takes a second. */
@Tag("crash")
final class LostWorkTest {
    private static final String RUN = Digest.sha256(new byte[] {7});
    private static final RunPoint POINT = new RunPoint("network", List.of(0L, 10L, 1_000L));
    private static final int BOUND = 30;
    private static final int OFF = 1_000_000;
    private static final long SECOND = 1_000_000_000L;

    /** A kill, to the code that it strikes. */
    private static final class Kill extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final MemoryStore memory = new MemoryStore();
    private long now;

    @TempDir
    Path scratch;

    @Test
    void killedAtRandomMoments_atMostTheBoundIsTrainedAgain_andEveryCheckpointIsEqual() throws Exception {
        Map<Long, Map<String, String>> uninterrupted = train(new MemoryStore(), BOUND);
        Random random = new Random(5);
        long killedAt = 0;
        for (int kill = 0; kill < 25; kill++) {
            killedAt = Math.max(killedAt, resumesAt(memory)) + 1 + random.nextInt(45);
            kill(memory, killedAt, BOUND);
            assertThat(killedAt - resumesAt(memory))
                    .as("steps of a second that are lost by a kill at %d", killedAt)
                    .isBetween(0L, (long) BOUND);
        }
        assertThat(killedAt).isGreaterThan(300);
        assertThat(train(memory, BOUND)).isEqualTo(uninterrupted);
    }

    @Test
    void negativeControl_withoutResumePoints_moreIsLost() throws Exception {
        kill(memory, 900, OFF);
        assertThat(900 - resumesAt(memory)).isEqualTo(890);
        assertThat(train(memory, OFF)).isEqualTo(train(new MemoryStore(), BOUND));
    }

    @Test
    void damagedNewest_fallsBackToTheOneBefore_bothDamagedToTheSchedule_andAllAreEqual() throws Exception {
        Map<Long, Map<String, String>> uninterrupted = train(new MemoryStore(), BOUND);
        kill(memory, 500, BOUND);
        List<ResumePoint> points = ResumeLog.open(memory, RUN).points();
        assertThat(points).hasSize(2);
        long newest = points.get(0).step();
        assertThat(resumesAt(memory)).isEqualTo(newest);
        damage(points.get(0));
        assertThat(resumesAt(memory)).isEqualTo(points.get(1).step()).isLessThan(newest);
        damage(points.get(1));
        assertThat(resumesAt(memory)).isEqualTo(10);
        assertThat(train(memory, BOUND)).isEqualTo(uninterrupted);
    }

    @Test
    void pointBehindAStepThatIsMissing_isNotTakenUp() throws Exception {
        kill(memory, 500, BOUND);
        RunPoint denser = new RunPoint("network", List.of(0L, 10L, 100L, 1_000L));
        Segment segment = new Segment(memory, denser, BOUND);
        segment.run();
        assertThat(segment.first).isEqualTo(11);
        assertThat(log(memory).find(100)).isPresent();
    }

    /** Training by chance goes on from where it was taken up, not from what another branch of it had come to. */
    @Test
    void pointOfAnAbandonedBranch_isNotTakenUp_whereTrainingDoesNotRepeatItself() throws Exception {
        assertThat(resumedBehindABranchAt("first", "second", "third")).isEqualTo(100);
    }

    @Test
    void negativeControl_whereTrainingRepeatsItself_thePointIsAsGood() throws Exception {
        assertThat(resumedBehindABranchAt("", "", "")).isBetween(400L, 500L);
    }

    /** Killed at 500, then begun anew from 10 as by a damaged checkpoint at 100, killed soon after it. */
    private long resumedBehindABranchAt(String... chances) throws IOException {
        RunPoint denser = new RunPoint("network", List.of(0L, 10L, 100L, 1_000L));
        Segment first = new Segment(memory, POINT, BOUND);
        first.chance = chances[0];
        first.killAt = 500;
        first.runToDeath();
        Segment second = new Segment(memory, denser, OFF);
        second.chance = chances[1];
        second.killAt = 105;
        second.runToDeath();
        Segment third = new Segment(memory, denser, OFF);
        third.chance = chances[2];
        third.killAt = 0;
        third.runToDeath();
        return third.first - 1;
    }

    /** A supervised process trains on while what it has finished is committed. */
    @Test
    void trainingThatIsAheadOfItsCommits_commitsForAWhileAfterItIsAskedToStop_andThenStops() throws Exception {
        Segment segment = new Segment(
                memory,
                new RunPoint("network", LongStream.range(0, 1_000).boxed().toList()),
                OFF);
        segment.ahead = true;
        segment.stopAt = 5;
        assertThat(segment.run().trained()).isFalse();
        assertThat(segment.last).isBetween(20L, 40L);
    }

    @Test
    void segmentOverItsTime_endsAtAResumePoint_andTheNextGoesOnThere() throws Exception {
        Segment segment = new Segment(memory, POINT, BOUND);
        segment.timeIsUpAt = 200;
        SegmentResult result = segment.run();
        assertThat(result.trained()).isFalse();
        assertThat(result.committed()).isEqualTo(2);
        assertThat(segment.last).isBetween(200L, 200L + BOUND);
        assertThat(resumesAt(memory)).isEqualTo(segment.last);
        assertThat(log(memory).entries()).extracting(CommittedCheckpoint::step).containsExactly(0L, 10L);
    }

    @Test
    void stopBetweenCheckpoints_commitsInTheMainLog() throws Exception {
        Segment segment = new Segment(memory, POINT, BOUND);
        segment.stopAt = 333;
        segment.run();
        assertThat(log(memory).entries()).extracting(CommittedCheckpoint::step).containsExactly(0L, 10L, segment.last);
        assertThat(resumesAt(memory)).isEqualTo(segment.last);
    }

    @Test
    void orderedResumePoint_isWrittenAtOnce_andTrainingGoesOn() throws Exception {
        Segment segment = new Segment(memory, POINT, OFF);
        segment.saveAt = 123;
        segment.killAt = 500;
        segment.runToDeath();
        assertThat(resumesAt(memory)).isEqualTo(123);
    }

    @Test
    void storeThatFailsForAWhile_costsNoTraining_andIsTriedAgainSoon() throws Exception {
        FaultyStore store = new FaultyStore(memory);
        Segment segment = new Segment(store, POINT, BOUND);
        segment.killAt = 200;
        segment.each = step -> {
            if (step == 100) {
                store.plan(FaultyStore.Fault.FAILED_WRITE, "runs/" + RUN + "/resume", 2);
            }
        };
        segment.runToDeath();
        assertThat(store.struck()).isEqualTo(2);
        assertThat(segment.last).isEqualTo(199);
        assertThat(200 - resumesAt(memory)).isLessThanOrEqualTo(BOUND);
    }

    @Test
    void twoAttempts_theLaterFindsItsNumberTakenAndYields_andTheNextSegmentGoesOn() throws Exception {
        Map<Long, Map<String, String>> uninterrupted = train(new MemoryStore(), BOUND);
        kill(memory, 100, BOUND);
        Segment zombie = new Segment(memory, POINT, BOUND);
        zombie.each = step -> {
            if (step == 150) { // asleep, while another attempt trains on
                kill(memory, 400, BOUND);
            }
        };
        SegmentResult yielded = zombie.run();
        assertThat(yielded.fenced()).isEqualTo(1);
        assertThat(yielded.trained()).isFalse();
        assertThat(zombie.last).isLessThan(200);
        assertThat(400 - resumesAt(memory)).isLessThanOrEqualTo(BOUND);
        assertThat(train(memory, BOUND)).isEqualTo(uninterrupted);
    }

    @Test
    void lastCommit_isToldByItsWritersClock() throws Exception {
        kill(memory, 100, BOUND);
        assertThat(new CommitTimes(memory, RUN, Clock.systemUTC()).last(2).commit())
                .isPresent();
    }

    private void damage(ResumePoint point) {
        String prefix = "runs/" + RUN + "/resume/" + String.format("%010d.", point.number());
        ObjectKey part = new ObjectKey(prefix + point.parts().get("state").sha256());
        memory.flip(part, 100);
    }

    private void kill(ObjectStore store, long step, int bound) {
        Segment segment = new Segment(store, POINT, bound);
        segment.killAt = step;
        segment.runToDeath();
    }

    /** Trains to the end; the digests of all parts of the scheduled checkpoints. */
    private Map<Long, Map<String, String>> train(ObjectStore store, int bound) throws IOException {
        Segment segment = new Segment(store, POINT, bound);
        assertThat(segment.run().trained()).isTrue();
        Map<Long, Map<String, String>> digests = new TreeMap<>();
        for (CommittedCheckpoint checkpoint : log(store).entries()) {
            Map<String, String> parts = new TreeMap<>();
            checkpoint.parts().forEach((name, ref) -> parts.put(name, ref.sha256()));
            digests.put(checkpoint.step(), parts);
        }
        digests.keySet().retainAll(POINT.schedule());
        return digests;
    }

    /** The step that a new attempt starts from. */
    private long resumesAt(ObjectStore store) {
        Segment segment = new Segment(store, POINT, OFF);
        segment.killAt = 0;
        segment.runToDeath();
        return segment.first - 1;
    }

    private static CommitLog log(ObjectStore store) {
        return CommitLog.open(store, RUN, CommitListener.NONE);
    }

    private interface Each {
        void step(long step);
    }

    /** One attempt. */
    private final class Segment implements SegmentRunner.Orders, SegmentRunner.Listener {
        private final ObjectStore store;
        private final RunPoint point;
        private final int bound;
        private long killAt = Long.MAX_VALUE;
        private long stopAt = Long.MAX_VALUE;
        private long saveAt = Long.MAX_VALUE;
        private long timeIsUpAt = Long.MAX_VALUE;
        private String chance = "";
        private boolean ahead;
        private Each each = step -> {};
        private long first;
        private long last;

        Segment(ObjectStore store, RunPoint point, int bound) {
            this.store = store;
            this.point = point;
            this.bound = bound;
        }

        SegmentResult run() throws IOException {
            BlobStore blobs = new BlobStore(store);
            SegmentRunner runner = new SegmentRunner(
                    point,
                    log(store),
                    blobs,
                    () -> new ResumePoints(
                            point,
                            ResumeLog.open(store, RUN),
                            new CommitTimes(store, RUN, Clock.systemUTC()),
                            blobs,
                            new CommitSpacing(bound, 0, () -> now),
                            scratch,
                            RunMetrics.Training.NONE),
                    scratch,
                    new HashSet<>(),
                    RunMetrics.Training.NONE,
                    () -> now);
            return runner.run(() -> new CountedTraining(this::before, chance, ahead), this, this);
        }

        void runToDeath() {
            try {
                run();
                throw new AssertionError("it was not killed");
            } catch (Kill expected) {
                assertThat(first).isPositive();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        private void before(long step) {
            first = first == 0 ? step : first;
            if (step >= killAt) {
                throw new Kill();
            }
        }

        @Override
        public void step(long step) {
            now += SECOND;
            last = step;
            each.step(step);
        }

        @Override
        public void committed(int prefix, long step, String digest) {}

        @Override
        public boolean stop() {
            return last >= stopAt;
        }

        @Override
        public boolean timeIsUp() {
            return last >= timeIsUpAt;
        }

        @Override
        public boolean saveNow() {
            boolean save = last >= saveAt;
            saveAt = save ? Long.MAX_VALUE : saveAt;
            return save;
        }
    }
}
