package dev.onset.stages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.checkpoint.CommitTimes;
import dev.onset.checkpoint.Npy;
import dev.onset.checkpoint.ResumeLog;
import dev.onset.infra.store.FileSystemObjectStore;
import dev.onset.kind.ResumableTraining;
import dev.onset.kind.RunMetrics;
import dev.onset.kind.RunPoint;
import dev.onset.store.BlobStore;
import dev.onset.store.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What resume points cost at the default spacing, in shares of a training's time: real writes to a file store, and between them
 * training whose time is counted and not spent.
 */
@Tag("bench")
@Tag("unit")
final class ResumeCostBenchmark {
    private static final int POINTS = 4;

    @TempDir
    Path folder;

    private long trained;

    /** Bytes of a state; the reference network's is 0.2 MB. */
    @ParameterizedTest
    @ValueSource(longs = {200_000, 100_000_000, 1_000_000_000})
    void atTheDefaultSpacing_resumePointsTakeAtMostAFiftiethOfTheTime(long bytes) throws Exception {
        assertThat(share(bytes, 0)).isLessThanOrEqualTo(0.02);
    }

    @Test
    void negativeControl_everySecond_theyTakeMore() throws Exception {
        assertThat(share(100_000_000, 1)).isGreaterThan(0.02);
    }

    /** What resume points take of the time: each of its own and that of the training that follows until the next is due. */
    private double share(long bytes, int commitSeconds) throws Exception {
        double spent = 0;
        double last = 0;
        long firstAt = 0;
        try (FileSystemObjectStore store = new FileSystemObjectStore(Files.createDirectory(folder.resolve("store")))) {
            String run = Digest.sha256(new byte[] {1});
            ResumePoints points = new ResumePoints(
                    new RunPoint("network", List.of(0L, 1L)),
                    ResumeLog.open(store, run),
                    new CommitTimes(store, run, Clock.systemUTC()),
                    new BlobStore(store),
                    new CommitSpacing(commitSeconds, 0, () -> System.nanoTime() + trained),
                    Files.createDirectory(folder.resolve("scratch")),
                    RunMetrics.Training.NONE);
            Large training = new Large(bytes);
            for (int i = 0; i < POINTS; i++) {
                while (!points.isDue(0)) {
                    trained += 100_000_000L;
                    training.advance(training.step() + 1, step -> {});
                }
                long began = System.nanoTime();
                assertThat(points.save(training)).isEqualTo(ResumePoints.Saved.DURABLE);
                double seconds = (System.nanoTime() - began) / 1e9;
                System.out.printf(
                        Locale.ROOT,
                        "state of %,d bytes: resume point %d after %,.0f s of training took %.3f s%n",
                        bytes,
                        i + 1,
                        trained / 1e9,
                        seconds);
                firstAt = i == 0 ? trained : firstAt;
                spent += last;
                last = seconds;
            }
        }
        double share = spent / ((trained - firstAt) / 1e9 + spent);
        System.out.printf(Locale.ROOT, "state of %,d bytes: %.3f %% of the time%n", bytes, 100 * share);
        return share;
    }

    /** A training of nothing, with a state of so many bytes. */
    private static final class Large implements ResumableTraining {
        private final float[] state;
        private long step;

        Large(long bytes) {
            state = new float[Math.toIntExact(bytes / Float.BYTES)];
        }

        @Override
        public long step() {
            return step;
        }

        @Override
        public void restore(Path checkpoint) {
            throw new UnsupportedOperationException("it is never taken up");
        }

        @Override
        public void advance(long to, LongConsumer each) {
            while (step < to) {
                step++;
                state[(int) (step % state.length)] += 1;
                each.accept(step);
            }
        }

        @Override
        public Map<String, Path> write(Path to) throws IOException {
            Path file = to.resolve("state.npy");
            Npy.write(file, state, state.length);
            return Map.of("state.npy", file);
        }

        @Override
        public void close() {}
    }
}
