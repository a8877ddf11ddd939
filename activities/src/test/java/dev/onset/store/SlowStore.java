package dev.onset.store;

import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A store at the other end of a network: every request takes a while before it is answered. */
public final class SlowStore implements ObjectStore {
    private final ObjectStore store;
    private final long millis;

    public SlowStore(ObjectStore store, Duration request) {
        this.store = store;
        this.millis = request.toMillis();
    }

    private void travel() {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Creation create(ObjectKey key, Content content) {
        travel();
        return store.create(key, content);
    }

    @Override
    public void replace(ObjectKey key, Content content) {
        travel();
        store.replace(key, content);
    }

    @Override
    public Optional<InputStream> open(ObjectKey key) {
        travel();
        return store.open(key);
    }

    @Override
    public Optional<Long> size(ObjectKey key) {
        travel();
        return store.size(key);
    }

    @Override
    public List<ObjectKey> list(ObjectKey prefix) {
        travel();
        return store.list(prefix);
    }

    @Override
    public void delete(ObjectKey key) {
        travel();
        store.delete(key);
    }

    @Override
    public String describe() {
        return store.describe() + ", far away";
    }

    @Override
    public void close() {
        store.close();
    }
}
