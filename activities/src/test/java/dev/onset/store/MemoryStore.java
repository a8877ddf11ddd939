package dev.onset.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** An object store in memory: the plain truth that faults are injected into. */
public class MemoryStore implements ObjectStore {
    protected final ConcurrentSkipListMap<ObjectKey, byte[]> objects = new ConcurrentSkipListMap<>();

    @Override
    public Creation create(ObjectKey key, Content content) {
        return objects.putIfAbsent(key, bytes(content)) == null ? Creation.CREATED : Creation.EXISTED;
    }

    @Override
    public void replace(ObjectKey key, Content content) {
        objects.put(key, bytes(content));
    }

    @Override
    public Optional<InputStream> open(ObjectKey key) {
        return Optional.ofNullable(objects.get(key)).map(ByteArrayInputStream::new);
    }

    @Override
    public Optional<Long> size(ObjectKey key) {
        return Optional.ofNullable(objects.get(key)).map(bytes -> (long) bytes.length);
    }

    @Override
    public List<ObjectKey> list(ObjectKey prefix) {
        return objects.keySet().stream()
                .filter(key -> key.value().startsWith(prefix.value() + "/"))
                .toList();
    }

    @Override
    public void delete(ObjectKey key) {
        objects.remove(key);
    }

    @Override
    public String describe() {
        return "memory";
    }

    @Override
    public void close() {}

    /** Flips the lowest bit of one byte. */
    public void flip(ObjectKey key, int at) {
        byte[] damaged = objects.get(key).clone();
        damaged[at] ^= 1;
        objects.put(key, damaged);
    }

    private static byte[] bytes(Content content) {
        try (InputStream in = content.open()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
