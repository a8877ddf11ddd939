package dev.onset.pulse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.interactions.ExtractionSettings;
import dev.onset.interactions.SparseExtractor;
import dev.onset.store.BlobRef;
import dev.onset.store.BlobStore;
import dev.onset.store.MemoryStore;
import dev.onset.store.ParallelReads;
import dev.onset.store.TickingStore;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever takes long shows that it goes on, on whichever thread it is done. */
@Tag("unit")
final class PulseTest {
    private final AtomicInteger ticks = new AtomicInteger();
    private final Pulse pulse = ticks::incrementAndGet;

    @Test
    void boundPulse_isTheThreadsUntilItIsClosed() {
        try (Pulse.Bound outer = pulse.bind()) {
            try (Pulse.Bound inner = Pulse.NONE.bind()) {
                assertThat(Pulse.current()).isSameAs(Pulse.NONE);
            }
            assertThat(Pulse.current()).isSameAs(pulse);
        }
        assertThat(Pulse.current()).isSameAs(Pulse.NONE);
    }

    @Test
    void everyRequestAndEveryChunk_ticks() {
        BlobStore blobs = new BlobStore(TickingStore.of(new MemoryStore()));
        byte[] large = new byte[1 << 20];
        new Random(1).nextBytes(large);
        try (Pulse.Bound bound = pulse.bind()) {
            BlobRef ref = blobs.put(large);
            int put = ticks.getAndSet(0);
            assertThat(put).as("hashed and stored").isGreaterThanOrEqualTo(large.length >> 16);
            blobs.bytes(ref, large.length);
        }
        assertThat(ticks.get()).as("read").isGreaterThanOrEqualTo(large.length >> 16);
    }

    @Test
    void parallelReads_tickTheirCaller_andEndWithIt() {
        TickingStore.of(new MemoryStore());
        try (Pulse.Bound bound = pulse.bind()) {
            ParallelReads.of(IntStream.range(0, 50).boxed().toList(), i -> {
                Pulse.current().tick();
                return i;
            });
        }
        assertThat(ticks.get()).isEqualTo(100);
        Pulse over = new Pulse() {
            @Override
            public void tick() {}

            @Override
            public void check() {
                throw new IllegalStateException("over");
            }
        };
        AtomicInteger read = new AtomicInteger();
        try (Pulse.Bound bound = over.bind()) {
            assertThatThrownBy(() ->
                            ParallelReads.of(IntStream.range(0, 50).boxed().toList(), i -> read.incrementAndGet()))
                    .hasMessageContaining("over");
        }
        assertThat(read.get()).isZero();
    }

    @Test
    void extraction_ticks_andItsBitsAreThoseOfOneNobodyWatches() {
        double[] game = new Random(7).doubles(1 << 8, -1, 1).toArray();
        SparseExtractor extractor = new SparseExtractor(8);
        double[] unwatched =
                extractor.extract(game, 0.01, ExtractionSettings.DEFAULT).and();
        assertThat(ticks.get()).isZero();
        try (Pulse.Bound bound = pulse.bind()) {
            assertThat(extractor.extract(game, 0.01, ExtractionSettings.DEFAULT).and())
                    .containsExactly(unwatched);
        }
        assertThat(ticks.get()).isGreaterThan(10);
    }

    @Test
    void whoeverWaitsForSharedWork_livesByItsProgress() throws Exception {
        SharedWork shared = new SharedWork();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Thread owner = new Thread(() -> share(shared, () -> {
            begun.countDown();
            while (!end.await(5, TimeUnit.MILLISECONDS)) {
                Pulse.current().tick();
            }
        }));
        owner.start();
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        Thread waiting = new Thread(() -> {
            try (Pulse.Bound bound = pulse.bind()) {
                share(shared, () -> {});
            }
        });
        waiting.start();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (ticks.get() < 3 && System.nanoTime() < deadline) {
            Thread.sleep(5);
        }
        assertThat(ticks.get()).isGreaterThanOrEqualTo(3);
        end.countDown();
        owner.join();
        waiting.join();
        int after = ticks.get();
        share(shared, () -> Pulse.current().tick());
        assertThat(ticks.get()).as("who no longer waits is told nothing").isEqualTo(after);
    }

    private interface Part {
        void run() throws InterruptedException;
    }

    private static void share(SharedWork shared, Part part) {
        try {
            shared.run(() -> {
                try {
                    part.run();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return 0;
            });
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }
}
