package dev.onset.store;

import dev.onset.pulse.Pulse;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * A store whose every answer, and every chunk that goes through it, is progress of the work that asked, on whichever thread the
 * store handles it.
 */
public final class TickingStore implements ObjectStore {
    private final ObjectStore delegate;

    private TickingStore(ObjectStore delegate) {
        this.delegate = delegate;
    }

    /** @param store one that ticks already is returned as it is */
    public static ObjectStore of(ObjectStore store) {
        return store instanceof TickingStore ? store : new TickingStore(store);
    }

    @Override
    public Creation create(ObjectKey key, Content content) {
        Pulse pulse = Pulse.current();
        Creation creation = delegate.create(key, new TickingContent(content, pulse));
        pulse.tick();
        return creation;
    }

    @Override
    public void replace(ObjectKey key, Content content) {
        Pulse pulse = Pulse.current();
        delegate.replace(key, new TickingContent(content, pulse));
        pulse.tick();
    }

    @Override
    public Optional<InputStream> open(ObjectKey key) {
        Pulse pulse = Pulse.current();
        Optional<InputStream> opened = delegate.open(key);
        pulse.tick();
        return opened.map(in -> new TickingStream(in, pulse));
    }

    @Override
    public Optional<Long> size(ObjectKey key) {
        Optional<Long> size = delegate.size(key);
        Pulse.current().tick();
        return size;
    }

    @Override
    public List<ObjectKey> list(ObjectKey prefix) {
        List<ObjectKey> keys = delegate.list(prefix);
        Pulse.current().tick();
        return keys;
    }

    @Override
    public void delete(ObjectKey key) {
        delegate.delete(key);
        Pulse.current().tick();
    }

    @Override
    public String describe() {
        return delegate.describe();
    }

    @Override
    public void close() {
        delegate.close();
    }

    private record TickingContent(Content content, Pulse pulse) implements Content {
        @Override
        public long size() {
            return content.size();
        }

        @Override
        public InputStream open() throws IOException {
            return new TickingStream(content.open(), pulse);
        }
    }
}
