package dev.onset.store;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;

/** Objects in memory, and a way to damage them behind everyone's back. */
public final class MemoryStore implements ObjectStore {
    private final ConcurrentSkipListMap<ObjectKey, byte[]> objects = new ConcurrentSkipListMap<>();

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
                .filter(key -> key.value().startsWith(prefix + "/"))
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
    public void close() {
        // nothing is held
    }

    /** Changes what an object holds, as a failing disk would. */
    public void damage(ObjectKey key, UnaryOperator<byte[]> change) {
        objects.compute(key, (k, bytes) -> {
            if (bytes == null) {
                throw new IllegalArgumentException(key + " is not there to be damaged");
            }
            return change.apply(bytes.clone());
        });
    }

    /** Flips one bit of an object. */
    public void flip(ObjectKey key, int bit) {
        damage(key, bytes -> {
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            return bytes;
        });
    }

    /** The bytes of an object that is there. */
    public byte[] bytes(ObjectKey key) {
        return Optional.ofNullable(objects.get(key)).orElseThrow().clone();
    }

    /** Every key, ascending. */
    public List<ObjectKey> keys() {
        return List.copyOf(objects.keySet());
    }

    private static byte[] bytes(Content content) {
        try (InputStream in = content.open()) {
            byte[] bytes = in.readAllBytes();
            if (bytes.length != content.size()) {
                throw new OnsetException(
                        ErrorCode.INTERNAL, "content announced with " + content.size() + " bytes had " + bytes.length);
            }
            return bytes;
        } catch (IOException e) {
            throw new OnsetException(ErrorCode.STORE_UNAVAILABLE, "content cannot be read: " + e.getMessage(), e);
        }
    }
}
