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
import java.util.TreeMap;
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
    private final ObjectKey folder;
    private final Map<String, String> pinned = new ConcurrentHashMap<>();

    /** A pin as it is stored. */
    private record Pin(String stage, String profile) {}

    StudyProfiles(ObjectStore store, String study, String fingerprint) {
        this.store = store;
        this.folder = new ObjectKey("studies/" + study + "/profiles/" + fingerprint);
    }

    /** The profile that a stage is pinned to. */
    public Optional<String> pinned(String stage) {
        String known = pinned.get(stage);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<String> read = SmallObjects.read(store, key(stage), CAP).flatMap(bytes -> parse(stage, bytes));
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
        String ours = own.get();
        Optional<String> known = pinned(stage);
        if (known.isEmpty()) {
            ObjectStore.Content pin = ObjectStore.Content.of(CanonicalJson.bytes(new Pin(stage, ours)));
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
        pins.forEach((stage, profile) ->
                store.create(key(stage), ObjectStore.Content.of(CanonicalJson.bytes(new Pin(stage, profile)))));
    }

    private ObjectKey key(String stage) {
        return folder.resolve(stage + ".json");
    }

    /** A damaged pin says nothing: the stage is pinned anew by whoever computes it next, at worst to compute it again. */
    private Optional<String> parse(String stage, byte[] bytes) {
        try {
            return Optional.of(CanonicalJson.parse(bytes, Pin.class).profile());
        } catch (IOException e) {
            LOG.warn(
                    "{} in {} is damaged; the stage is pinned anew when it is next computed",
                    key(stage),
                    store.describe());
            return Optional.empty();
        }
    }
}
