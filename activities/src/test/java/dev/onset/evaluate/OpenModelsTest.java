package dev.onset.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.store.BlobStore;
import dev.onset.store.MemoryStore;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that are open are shared, and close when others have taken their place. */
@Tag("unit")
final class OpenModelsTest {
    @TempDir
    Path scratch = Path.of("");

    private final List<String> closed = new CopyOnWriteArrayList<>();

    private static final class Nothing implements Evaluator {
        @Override
        public int features() {
            return 1;
        }

        @Override
        public int classes() {
            return 2;
        }

        @Override
        public void logits(float[] rows, int count, float[] out) {
            throw new IllegalStateException("nobody asks");
        }

        @Override
        public void close() {
            // nothing is held
        }
    }

    private OpenModels models() {
        return new OpenModels(new BlobStore(new MemoryStore()), scratch, 0);
    }

    private void use(OpenModels models, String key, Runnable closing) {
        models.borrow(key, folder -> new OpenModels.Model() {
                    @Override
                    public Evaluator evaluator() {
                        return new Nothing();
                    }

                    @Override
                    public void close() {
                        closing.run();
                        closed.add(key);
                    }
                })
                .close();
    }

    private void use(OpenModels models, String key) {
        use(models, key, () -> {});
    }

    @Test
    void twoThatNobodyUses_stayOpen_andTheOldestOfMoreCloses() {
        try (OpenModels models = models()) {
            use(models, "a");
            use(models, "b");
            use(models, "a");
            assertThat(closed).isEmpty();
            use(models, "c");
            assertThat(closed).containsExactly("b");
        }
        assertThat(closed).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void oneThatTakesItsTimeToClose_keepsNobodyElseWaiting() throws Exception {
        CountDownLatch closing = new CountDownLatch(1);
        CountDownLatch mayClose = new CountDownLatch(1);
        try (OpenModels models = models()) {
            use(models, "slow", () -> {
                closing.countDown();
                await(mayClose);
            });
            use(models, "b");
            CompletableFuture<Void> evicting = CompletableFuture.runAsync(() -> use(models, "c"));
            try {
                await(closing);
                CompletableFuture<Void> others = CompletableFuture.runAsync(() -> {
                    use(models, "b");
                    use(models, "d");
                });
                others.get(10, TimeUnit.SECONDS);
                assertThat(closed).containsExactly("c");
                assertThat(evicting).as("who closes it waits").isNotDone();
            } finally {
                mayClose.countDown();
            }
            evicting.get(10, TimeUnit.SECONDS);
            assertThat(closed).containsExactly("c", "slow");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
