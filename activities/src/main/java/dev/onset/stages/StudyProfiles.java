package dev.onset.stages;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.store.CanonicalJson;
import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import dev.onset.store.SmallObjects;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Under which numeric profile each stage of a study is computed: pinned once, beside the study's specification, by whoever
 * computes the stage first. From then on everybody who looks for its results asks under that profile, whatever machine it is
 * on. Safe for several threads; a pin is created exclusively and never changed unless it is damaged, so a crash leaves it or not.
 */
public final class StudyProfiles {
    private static final Logger LOG = LoggerFactory.getLogger(StudyProfiles.class);
    private static final int CAP = 64 << 10;

    private final ObjectStore store;
    private final ObjectKey studies;
    private final ObjectKey folder;
    private final Map<String, String> pinned = new ConcurrentHashMap<>();

    /** A pin as it is stored. */
    private record Pin(String stage, String profile) {}

    StudyProfiles(ObjectStore store, String study, String fingerprint) {
        this.store = store;
        this.studies = new ObjectKey("studies/" + study + "/profiles");
        this.folder = studies.resolve(fingerprint);
    }

    /** The profile that a stage is pinned to. */
    public Optional<String> pinned(String stage) {
        String known = pinned.get(stage);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<String> read = SmallObjects.read(store, key(stage), CAP).flatMap(bytes -> parse(key(stage), bytes));
        read.ifPresent(profile -> pinned.put(stage, profile));
        return read;
    }

    /** The profile that a stage is pinned to or, before anybody has computed it, what this process would compute it under. */
    String of(String stage, Supplier<String> own) {
        return pinned(stage).orElseGet(own);
    }

    /**
     * Pins a stage that is about to be computed here to this process' profile, unless it is pinned.
     *
     * @throws OnsetException PROFILE_MISMATCH where it is pinned to another: its results would have other last bits
     */
    String require(String stage, Supplier<String> own) {
        return require(stage, own, own);
    }

    /**
     * As {@link #require(String, Supplier)}.
     *
     * @param first the profile that an unpinned stage is pinned to: this process', or that under which it was begun elsewhere
     */
    String require(String stage, Supplier<String> own, Supplier<String> first) {
        String ours = own.get();
        Optional<String> known = pinned(stage);
        if (known.isEmpty()) {
            ObjectStore.Content pin = ObjectStore.Content.of(CanonicalJson.bytes(new Pin(stage, first.get())));
            if (store.create(key(stage), pin) == ObjectStore.Creation.EXISTED
                    && pinned(stage).isEmpty()) {
                store.replace(key(stage), pin); // damaged
            }
            known = pinned(stage); // another may have been first
        }
        String pinnedTo = known.orElse(ours);
        if (!pinnedTo.equals(ours)) {
            throw new OnsetException(
                    ErrorCode.PROFILE_MISMATCH,
                    "stage " + stage + " of this study is computed under the numeric profile '" + pinnedTo
                            + "', this process has '" + ours + "', whose results differ in their last bits; nothing was"
                            + " computed here");
        }
        return pinnedTo;
    }

    /** The profiles that a stage is pinned to in other studies of the same name, such as this one with other settings. */
    SortedSet<String> elsewhere(String stage) {
        SortedSet<String> profiles = new TreeSet<>();
        for (ObjectKey key : store.list(studies)) {
            if (key.value().endsWith("/" + stage + ".json")) {
                SmallObjects.read(store, key, CAP)
                        .flatMap(bytes -> parse(key, bytes))
                        .ifPresent(profiles::add);
            }
        }
        return profiles;
    }

    /** All pins so far, by stage. */
    SortedMap<String, String> all(Iterable<String> stages) {
        SortedMap<String, String> all = new TreeMap<>();
        for (String stage : stages) {
            pinned(stage).ifPresent(profile -> all.put(stage, profile));
        }
        return all;
    }

    /** Takes over the pins of the study that this one revises. */
    void adopt(SortedMap<String, String> pins) {
        pins.forEach((stage, profile) -> {
            ObjectStore.Content pin = ObjectStore.Content.of(CanonicalJson.bytes(new Pin(stage, profile)));
            if (store.create(key(stage), pin) == ObjectStore.Creation.EXISTED
                    && !pinned(stage).equals(Optional.of(profile))) {
                LOG.warn(
                        "stage {} was computed before under another numeric profile, and stays so: it is computed anew from"
                                + " the beginning",
                        stage);
            }
        });
    }

    private ObjectKey key(String stage) {
        return folder.resolve(stage + ".json");
    }

    /** A damaged pin says nothing: the stage is pinned anew by whoever computes it next, at worst to compute it again. */
    private Optional<String> parse(ObjectKey key, byte[] bytes) {
        try {
            return Optional.of(CanonicalJson.parse(bytes, Pin.class).profile());
        } catch (IOException e) {
            LOG.warn("{} in {} is damaged; the stage is pinned anew when it is next computed", key, store.describe());
            return Optional.empty();
        }
    }
}
