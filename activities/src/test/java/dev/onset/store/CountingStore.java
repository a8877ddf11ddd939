package dev.onset.store;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts the requests that a store is asked, by kind, as an S3 endpoint would count them. Safe for several threads. */
public final class CountingStore implements ObjectStore {
    private static final int KEYS_A_LISTING = 1_000;

    private final ObjectStore store;
    private final SortedMap<String, Long> counts = new TreeMap<>();

    public CountingStore(ObjectStore store) {
        this.store = store;
    }

    /** Requests so far, by kind and first segments of the key. */
    public synchronized SortedMap<String, Long> counts() {
        return new TreeMap<>(counts);
    }

    public synchronized long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private synchronized void count(String what, ObjectKey key, long times) {
        String[] segments = key.value().split("/");
        String place = segments[0].equals("runs") && segments.length > 2 ? "runs/" + segments[2] : segments[0];
        counts.merge(what + " " + place, times, Long::sum);
    }

    @Override
    public Creation create(ObjectKey key, Content content) {
        count("put", key, 1);
        return store.create(key, content);
    }

    @Override
    public void replace(ObjectKey key, Content content) {
        count("put", key, 1);
        store.replace(key, content);
    }

    @Override
    public Optional<InputStream> open(ObjectKey key) {
        count("get", key, 1);
        return store.open(key);
    }

    @Override
    public Optional<Long> size(ObjectKey key) {
        count("head", key, 1);
        return store.size(key);
    }

    @Override
    public List<ObjectKey> list(ObjectKey prefix) {
        List<ObjectKey> keys = store.list(prefix);
        count("list", prefix, 1 + keys.size() / KEYS_A_LISTING);
        return keys;
    }

    @Override
    public void delete(ObjectKey key) {
        count("delete", key, 1);
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
