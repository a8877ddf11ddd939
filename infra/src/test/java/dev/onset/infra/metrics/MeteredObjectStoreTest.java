package dev.onset.infra.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.store.FaultyStore;
import dev.onset.store.FaultyStore.Fault;
import dev.onset.store.MemoryStore;
import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import dev.onset.store.ObjectStoreContract;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A measured store is a store like any other, and says what passed. */
@Tag("unit")
final class MeteredObjectStoreTest extends ObjectStoreContract {
    private static final ObjectKey KEY = new ObjectKey("a/b");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final FaultyStore faulty = new FaultyStore(new MemoryStore());

    @Override
    protected ObjectStore openEmpty() {
        return new MeteredObjectStore(faulty, registry);
    }

    @Test
    void calls_areTimedAndBytesCounted() throws IOException {
        store.create(KEY, content("twelve bytes"));
        store.create(KEY, content("the key is taken"));
        try (InputStream in = store.open(KEY).orElseThrow()) {
            assertThat(in.readAllBytes()).hasSize(12);
        }
        assertThat(registry.get("onset.store")
                        .tag("operation", "create")
                        .timer()
                        .count())
                .isEqualTo(2);
        assertThat(registry.get("onset.store").tag("operation", "open").timer().count())
                .isEqualTo(1);
        assertThat(bytes("written")).isEqualTo(12);
        assertThat(bytes("read")).isEqualTo(12);
        assertThat(registry.find("onset.store.errors").counters()).allMatch(counter -> counter.count() == 0);
    }

    @Test
    void failures_areCountedByCodeAndPassedOn() throws IOException {
        faulty.plan(Fault.DISK_FULL, "a/", 1);
        assertThatThrownBy(() -> store.create(KEY, content("x"))).isInstanceOf(OnsetException.class);
        assertThat(errors("create", "DISK_FULL")).isEqualTo(1);
        assertThat(bytes("written")).isZero();
        store.create(KEY, content("a longer content that breaks off"));
        faulty.plan(Fault.TORN_READ, "a/", 1);
        try (InputStream in = store.open(KEY).orElseThrow()) {
            assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
        }
        assertThat(errors("read", "STORE_UNAVAILABLE")).isEqualTo(1);
        faulty.plan(Fault.FAILED_READ, "a/", 1);
        assertThatThrownBy(() -> store.size(KEY)).isInstanceOf(OnsetException.class);
        assertThat(errors("size", "STORE_UNAVAILABLE")).isEqualTo(1);
    }

    @Test
    void refusedCredentials_areCountedAsWhatTheyAre() {
        ObjectStore.Content refused = new ObjectStore.Content() {
            @Override
            public long size() {
                throw new OnsetException(ErrorCode.STORE_REFUSED, "access is denied");
            }

            @Override
            public InputStream open() {
                throw new OnsetException(ErrorCode.STORE_REFUSED, "access is denied");
            }
        };
        assertThatThrownBy(() -> store.create(KEY, refused)).isInstanceOf(OnsetException.class);
        assertThat(errors("create", "STORE_REFUSED")).isEqualTo(1);
        assertThat(errors("create", "INTERNAL")).isZero();
    }

    private double errors(String operation, String code) {
        return registry.get("onset.store.errors")
                .tags("operation", operation, "code", code)
                .counter()
                .count();
    }

    private double bytes(String direction) {
        return registry.get("onset.store.transferred")
                .tag("direction", direction)
                .counter()
                .count();
    }

    private static ObjectStore.Content content(String text) {
        return ObjectStore.Content.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
