package dev.onset.checkpoint;

import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** A store whose process dies before its n-th write or deletion. */
final class Mortal implements ObjectStore {
    /** What a kill is to the code that it strikes. */
    static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final ObjectStore store;
    private int left;

    Mortal(ObjectStore store, int writes) {
        this.store = store;
        this.left = writes;
    }

    private void live() {
        if (left-- == 0) {
            throw new Death();
        }
    }

    @Override
    public Creation create(ObjectKey key, Content content) {
        live();
        return store.create(key, content);
    }

    @Override
    public void replace(ObjectKey key, Content content) {
        live();
        store.replace(key, content);
    }

    @Override
    public Optional<InputStream> open(ObjectKey key) {
        return store.open(key);
    }

    @Override
    public Optional<Long> size(ObjectKey key) {
        return store.size(key);
    }

    @Override
    public List<ObjectKey> list(ObjectKey prefix) {
        return store.list(prefix);
    }

    @Override
    public void delete(ObjectKey key) {
        live();
        store.delete(key);
    }

    @Override
    public String describe() {
        return store.describe();
    }

    @Override
    public void close() {
        store.close();
    }
}
