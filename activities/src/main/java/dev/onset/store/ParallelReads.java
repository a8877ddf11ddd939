package dev.onset.store;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.pulse.Pulse;
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
            return keys.stream().map(living(read)).toList();
        }
        if (ForkJoinTask.getPool() == POOL) {
            return keys.parallelStream().map(living(read)).toList();
        }
        Function<K, V> pulsing = living(read);
        try {
            return POOL.submit(() -> keys.parallelStream().map(pulsing).toList())
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OnsetException(
                    ErrorCode.STORE_UNAVAILABLE,
                    "this process was told to end while it read from the store; another attempt reads again",
                    e);
        } catch (ExecutionException e) {
            throw unwrapped(e);
        }
    }

    /** The caller's pulse goes along, and whoever ends the caller ends it between two reads. */
    private static <K, V> Function<K, V> living(Function<K, V> read) {
        Pulse pulse = Pulse.current();
        return key -> {
            try (Pulse.Bound bound = pulse.bind()) {
                pulse.check();
                return read.apply(key);
            }
        };
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
