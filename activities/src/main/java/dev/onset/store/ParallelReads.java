package dev.onset.store;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.function.Function;

/**
 * Many small reads of a store at once: over a network each waits for its answer, so that one after another they take as many
 * round trips. A read may itself ask for further ones.
 */
public final class ParallelReads {
    private static final int AT_ONCE = 16;
    private static final ForkJoinPool POOL = new ForkJoinPool(AT_ONCE);

    private ParallelReads() {}

    /**
     * The results in the order of the keys.
     *
     * @throws RuntimeException the first failure, after which no further read is begun
     */
    public static <K, V> List<V> of(List<K> keys, Function<K, V> read) {
        if (keys.size() <= 1) {
            return keys.stream().map(read).toList();
        }
        if (ForkJoinTask.getPool() == POOL) {
            return keys.parallelStream().map(read).toList();
        }
        try {
            return POOL.submit(() -> keys.parallelStream().map(read).toList()).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading from the store", e);
        } catch (ExecutionException e) {
            throw unwrapped(e);
        }
    }

    /** Parallel streams wrap a failure in another of its own class, made on the calling thread. */
    private static RuntimeException unwrapped(ExecutionException failure) {
        Throwable cause = failure;
        while (cause.getCause() != null
                && (cause instanceof ExecutionException
                        || cause.getClass() == cause.getCause().getClass())) {
            cause = cause.getCause();
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
    }
}
