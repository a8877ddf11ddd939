package dev.onset.infra.metrics;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Times and counts the calls of a store and the bytes that pass. Results and failures are the delegate's own. The time of
 * {@code open} ends when the stream is there; reading it is counted in bytes, and its failures as errors of {@code read}.
 */
final class MeteredObjectStore implements ObjectStore {
    private enum Operation {
        CREATE,
        REPLACE,
        OPEN,
        READ,
        SIZE,
        LIST,
        DELETE;

        private final String word = name().toLowerCase(Locale.ROOT);
    }

    /** Failures that a store has by itself; any other is counted as INTERNAL. */
    private static final List<ErrorCode> CODES = List.of(
            ErrorCode.STORE_UNAVAILABLE,
            ErrorCode.STORE_REFUSED,
            ErrorCode.COMMIT_UNKNOWN,
            ErrorCode.STORE_CORRUPT,
            ErrorCode.STORE_UNSAFE,
            ErrorCode.STORE_REFUSED,
            ErrorCode.FOLDER_UNUSABLE,
            ErrorCode.DISK_FULL,
            ErrorCode.INTERNAL);

    private final ObjectStore delegate;
    private final Map<Operation, Timer> timers = new EnumMap<>(Operation.class);
    private final Map<Operation, Map<ErrorCode, Counter>> errors = new EnumMap<>(Operation.class);
    private final Counter read;
    private final Counter written;

    MeteredObjectStore(ObjectStore delegate, MeterRegistry registry) {
        this.delegate = delegate;
        for (Operation operation : Operation.values()) {
            if (operation != Operation.READ) {
                timers.put(operation, timer(operation, registry));
            }
            Map<ErrorCode, Counter> counters = new EnumMap<>(ErrorCode.class);
            CODES.forEach(code -> counters.put(
                    code,
                    Counter.builder("onset.store.errors")
                            .description("Calls of the store that failed, by error code")
                            .tags("operation", operation.word, "code", code.name())
                            .register(registry)));
            errors.put(operation, counters);
        }
        read = bytes("read", registry);
        written = bytes("written", registry);
    }

    private static Timer timer(Operation operation, MeterRegistry registry) {
        return Timer.builder("onset.store")
                .description("Time of the store's calls, failed ones among them")
                .tags("operation", operation.word)
                .serviceLevelObjectives(TemporalBuckets.durations(.001, .003, .01, .03, .1, .3, 1, 3, 10, 30))
                .register(registry);
    }

    private static Counter bytes(String direction, MeterRegistry registry) {
        return Counter.builder("onset.store.transferred")
                .description("Content read from and written to the store")
                .baseUnit("bytes")
                .tags("direction", direction)
                .register(registry);
    }

    private <T> T timed(Operation operation, Supplier<T> call) {
        long began = System.nanoTime();
        try {
            return call.get();
        } catch (RuntimeException e) {
            failed(operation, e);
            throw e;
        } finally {
            Timer timer = timers.get(operation);
            if (timer != null) {
                timer.record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
            }
        }
    }

    private void failed(Operation operation, Exception e) {
        ErrorCode code = e instanceof OnsetException coded
                ? coded.code()
                : e instanceof IOException ? ErrorCode.STORE_UNAVAILABLE : ErrorCode.INTERNAL;
        Map<ErrorCode, Counter> counters = errors.getOrDefault(operation, Map.of());
        Counter counter = counters.getOrDefault(code, counters.get(ErrorCode.INTERNAL));
        if (counter != null) {
            counter.increment();
        }
    }

    @Override
    public Creation create(ObjectKey key, Content content) {
        Creation creation = timed(Operation.CREATE, () -> delegate.create(key, content));
        if (creation == Creation.CREATED) {
            written.increment(content.size());
        }
        return creation;
    }

    @Override
    public void replace(ObjectKey key, Content content) {
        timed(Operation.REPLACE, () -> {
            delegate.replace(key, content);
            return key;
        });
        written.increment(content.size());
    }

    @Override
    public Optional<InputStream> open(ObjectKey key) {
        return timed(Operation.OPEN, () -> delegate.open(key)).map(Counted::new);
    }

    @Override
    public Optional<Long> size(ObjectKey key) {
        return timed(Operation.SIZE, () -> delegate.size(key));
    }

    @Override
    public List<ObjectKey> list(ObjectKey prefix) {
        return timed(Operation.LIST, () -> delegate.list(prefix));
    }

    @Override
    public void delete(ObjectKey key) {
        timed(Operation.DELETE, () -> {
            delegate.delete(key);
            return key;
        });
    }

    @Override
    public String describe() {
        return delegate.describe();
    }

    @Override
    public void close() {
        delegate.close();
    }

    /** Counts what is read. */
    private final class Counted extends FilterInputStream {
        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            try {
                int one = in.read();
                read.increment(one < 0 ? 0 : 1);
                return one;
            } catch (IOException e) {
                failed(Operation.READ, e);
                throw e;
            }
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                int count = in.read(buffer, offset, length);
                read.increment(Math.max(0, count));
                return count;
            } catch (IOException e) {
                failed(Operation.READ, e);
                throw e;
            }
        }
    }
}
