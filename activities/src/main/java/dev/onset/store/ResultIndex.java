package dev.onset.store;

import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Which results there are in one home, by fingerprint: listed at once, so that asking for each costs no request. It only grows
 * behind the store, by {@link #refresh} and {@link #add}; what it lacks may have been recorded since. Safe for several threads.
 */
public final class ResultIndex {
    private final ObjectStore store;
    private final ObjectKey home;
    private final ConcurrentMap<String, TreeSet<Integer>> generations = new ConcurrentHashMap<>();
    private volatile long listedAt;
    private volatile boolean listed;

    ResultIndex(ObjectStore store, ObjectKey home) {
        this.store = store;
        this.home = home;
    }

    /** Lists what is there now: one request for every thousand results. */
    public void refresh() {
        long now = System.nanoTime();
        for (ObjectKey key : store.list(home)) {
            StageResults.fingerprint(key)
                    .ifPresent(fingerprint ->
                            StageResults.generation(key).ifPresent(generation -> add(fingerprint, generation)));
        }
        listedAt = now;
        listed = true;
    }

    /** Whether it was ever listed. */
    public boolean isListed() {
        return listed;
    }

    /** Whether it was listed within so many nanoseconds. */
    public boolean isFresh(long nanos) {
        return listed && System.nanoTime() - listedAt < nanos;
    }

    /** Takes note of a result. */
    public void add(String fingerprint, int generation) {
        generations.compute(fingerprint, (key, known) -> {
            TreeSet<Integer> all = known == null ? new TreeSet<>() : new TreeSet<>(known);
            all.add(generation);
            return all;
        });
    }

    /** The generations known of a result, ascending; empty where none is known. */
    public List<Integer> generations(Fingerprint fingerprint) {
        TreeSet<Integer> known = generations.get(fingerprint.sha256());
        return known == null ? List.of() : List.copyOf(known);
    }
}
