package dev.onset.stages;

import dev.onset.contracts.StudyRef;
import dev.onset.store.CanonicalJson;
import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import dev.onset.store.SmallObjects;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The revisions of a study, in the store, in their order: whoever looks for a study that nobody followed finds as what it went
 * on. Objects are created exclusively and never changed; an attempt that is made twice is recorded twice, which says the
 * same.
 */
public final class Revisions {
    private static final Logger LOG = LoggerFactory.getLogger(Revisions.class);
    private static final int MAX_RECORD = 64 << 10;

    /**
     * A study that goes on as another.
     *
     * @param from fingerprint of what was revised
     * @param to what it goes on as
     * @param at ISO instant
     */
    public record Revision(String from, StudyRef to, String at) {}

    private final ObjectStore store;
    private final String study;

    public Revisions(ObjectStore store, String study) {
        this.store = store;
        this.study = study;
    }

    /** Records a revision after all others. */
    void add(StudyRef from, StudyRef to) {
        byte[] record = CanonicalJson.bytes(
                new Revision(from.fingerprint(), to, Instant.now().toString()));
        int number = keys().size() + 1;
        while (store.create(key(number), ObjectStore.Content.of(record)) == ObjectStore.Creation.EXISTED) {
            number++;
        }
    }

    /** How many there are. */
    public int count() {
        return keys().size();
    }

    /**
     * Those after the first so many, the oldest first. Their order is that of their numbers, which are taken one by one: no
     * clock is asked. A damaged one is passed over.
     */
    public List<Revision> after(int count) {
        List<Revision> all = new ArrayList<>();
        List<ObjectKey> keys = keys();
        for (ObjectKey key : keys.subList(Math.min(count, keys.size()), keys.size())) {
            Optional<byte[]> bytes = SmallObjects.read(store, key, MAX_RECORD);
            try {
                if (bytes.isPresent()) {
                    all.add(CanonicalJson.parse(bytes.get(), Revision.class));
                }
            } catch (IOException e) {
                LOG.warn("{} is damaged or of another version; it is passed over: {}", key, e.getMessage());
            }
        }
        return all;
    }

    private List<ObjectKey> keys() {
        return store.list(folder());
    }

    private ObjectKey folder() {
        return new ObjectKey("studies/" + study + "/revisions");
    }

    private ObjectKey key(int number) {
        return new ObjectKey(String.format(Locale.ROOT, "%s/%06d.json", folder(), number));
    }
}
