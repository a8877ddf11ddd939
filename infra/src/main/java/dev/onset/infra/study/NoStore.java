package dev.onset.infra.study;

import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** The store of a data directory that does not exist yet: it holds nothing and takes nothing. */
final class NoStore implements ObjectStore {
    @Override
    public Creation create(ObjectKey key, Content content) {
        throw readOnly();
    }

    @Override
    public void replace(ObjectKey key, Content content) {
        throw readOnly();
    }

    @Override
    public Optional<InputStream> open(ObjectKey key) {
        return Optional.empty();
    }

    @Override
    public Optional<Long> size(ObjectKey key) {
        return Optional.empty();
    }

    @Override
    public List<ObjectKey> list(ObjectKey prefix) {
        return List.of();
    }

    @Override
    public void delete(ObjectKey key) {
        throw readOnly();
    }

    @Override
    public String describe() {
        return "a data directory that does not exist yet";
    }

    @Override
    public void close() {}

    private static UnsupportedOperationException readOnly() {
        return new UnsupportedOperationException("a plan writes nothing");
    }
}
