package dev.onset.stages;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.FieldException;
import dev.onset.contracts.OnsetException;
import dev.onset.numeric.Profile;
import dev.onset.store.CanonicalJson;
import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import dev.onset.store.SmallObjects;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Under which numeric profile each stage of a study is computed: pinned once, beside the study's specification, before the
 * stage is computed first. From then on everybody who looks for its results asks under that profile, whatever machine it is
 * on. Safe for several threads; a pin is created exclusively and never changed unless it is damaged, so a crash leaves it or not.
 *
 * <p>An operator who orders a stage to be pinned anew begins the next generation of pins, which takes over all others: what is
 * pinned under one generation stays so, and whoever was told of that generation keeps asking under it.
 */
public final class StudyProfiles {
    private static final Logger LOG = LoggerFactory.getLogger(StudyProfiles.class);
    private static final int CAP = 64 << 10;
    private static final String ANEW = "anew-";
    private static final String ORDER = "order.json";

    private final ObjectStore store;
    private final PinFolders folders;
    private final ObjectKey folder;
    private final String fingerprint;
    private final int generation;
    private final Map<String, Profile> pinned = new ConcurrentHashMap<>();

    /** A pin as it is stored. */
    private record Pin(String stage, String profile, String words) {
        Pin(String stage, Profile profile) {
            this(stage, profile.identity(), profile.words());
        }
    }

    /** Where pins lie, by fingerprint and generation. */
    private record PinFolders(ObjectKey all) {
        static PinFolders of(String study) {
            return new PinFolders(new ObjectKey("studies/" + study + "/profiles"));
        }

        ObjectKey of(String fingerprint, int generation) {
            ObjectKey first = all.resolve(fingerprint);
            return generation == 0 ? first : first.resolve(ANEW + String.format(Locale.ROOT, "%06d", generation));
        }
    }

    /** @param generation of pins: 0, and one more with every order to pin a stage anew */
    StudyProfiles(ObjectStore store, String study, String fingerprint, int generation) {
        this.store = store;
        this.folders = PinFolders.of(study);
        this.folder = folders.of(fingerprint, generation);
        this.fingerprint = fingerprint;
        this.generation = generation;
    }

    /** The newest generation of a study's pins; 0 where nobody has ordered another. */
    static int newest(ObjectStore store, String study, String fingerprint) {
        return store.list(PinFolders.of(study).of(fingerprint, 0)).stream()
                .mapToInt(StudyProfiles::generation)
                .max()
                .orElse(0);
    }

    private static int generation(ObjectKey key) {
        String[] parts = key.value().split("/", -1);
        String last = parts[parts.length - 2];
        return last.startsWith(ANEW) ? Integer.parseInt(last.substring(ANEW.length())) : 0;
    }

    /** The profile that a stage is pinned to. */
    public Optional<Profile> pinned(String stage) {
        Profile known = pinned.get(stage);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Profile> read = read(key(stage));
        read.ifPresent(profile -> pinned.put(stage, profile));
        return read;
    }

    /**
     * Pins a stage, unless it is pinned.
     *
     * @param first what an unpinned stage is pinned to
     * @return what it is pinned to
     */
    Profile pin(String stage, Supplier<Profile> first) {
        return pinned(stage).orElseGet(() -> {
            Profile ours = first.get();
            create(stage, ours);
            return pinned(stage).orElse(ours); // another may have been first
        });
    }

    private void create(String stage, Profile profile) {
        ObjectStore.Content pin = ObjectStore.Content.of(CanonicalJson.bytes(new Pin(stage, profile)));
        if (store.create(key(stage), pin) == ObjectStore.Creation.EXISTED
                && pinned(stage).isEmpty()) {
            store.replace(key(stage), pin); // damaged
        }
    }

    /**
     * Checks that a stage may be computed here; pins it where it is not.
     *
     * @param own this process' profile
     * @param first the profile that an unpinned stage is pinned to: this process', or that under which it was begun elsewhere
     * @throws OnsetException PROFILE_MISMATCH where it is pinned to another: its results would have other last bits
     */
    Profile require(String stage, Supplier<Profile> own, Supplier<Profile> first) {
        Profile ours = own.get();
        Profile pinnedTo = pin(stage, first);
        if (!pinnedTo.isSameAs(ours)) {
            throw new OnsetException(
                    ErrorCode.PROFILE_MISMATCH,
                    "stage " + stage + " of this study is computed under the numeric profile " + quoted(pinnedTo)
                            + ", this process has " + quoted(ours)
                            + ", whose results differ in their last bits; nothing was"
                            + " computed here");
        }
        return pinnedTo;
    }

    private static String quoted(Profile profile) {
        return "'" + profile + "'";
    }

    /** The order that began a generation. */
    private record Order(String stage, String reason) {}

    /**
     * Begins the next generation, in which a stage is not pinned; the same order again begins no further one.
     *
     * @return its number
     */
    int next(String stage, String reason) {
        byte[] order = CanonicalJson.bytes(new Order(stage, reason));
        int next = generation + 1;
        while (true) {
            ObjectKey key = folders.of(fingerprint, next).resolve(ORDER);
            if (store.create(key, ObjectStore.Content.of(order)) == ObjectStore.Creation.CREATED
                    || Arrays.equals(SmallObjects.read(store, key, CAP).orElse(order), order)) {
                return next;
            }
            next++;
        }
    }

    /** The profiles that a stage is pinned to in other studies of the same name, such as this one with other settings. */
    List<Profile> elsewhere(String stage) {
        if (generation > 0) {
            return List.of(); // an operator has ordered it to be computed anew
        }
        Map<String, ObjectKey> newest = new TreeMap<>();
        for (ObjectKey key : store.list(folders.all())) {
            String[] parts = key.value().split("/", -1);
            if (parts[parts.length - 1].equals(stage + ".json") && !parts[3].equals(fingerprint)) {
                newest.merge(parts[3], key, (a, b) -> generation(a) > generation(b) ? a : b);
            }
        }
        List<Profile> profiles = new ArrayList<>();
        for (ObjectKey key : newest.values()) {
            read(key)
                    .filter(profile -> profiles.stream().noneMatch(profile::isSameAs))
                    .ifPresent(profiles::add);
        }
        return profiles;
    }

    /** All pins so far, by stage. */
    SortedMap<String, Profile> all(Iterable<String> stages) {
        SortedMap<String, Profile> all = new TreeMap<>();
        for (String stage : stages) {
            pinned(stage).ifPresent(profile -> all.put(stage, profile));
        }
        return all;
    }

    /** Takes over the pins of the study that this one revises, or of the generation before. */
    void adopt(SortedMap<String, Profile> pins) {
        pins.forEach((stage, profile) -> {
            if (!pin(stage, () -> profile).isSameAs(profile)) {
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
    private Optional<Profile> read(ObjectKey key) {
        return SmallObjects.read(store, key, CAP).flatMap(bytes -> {
            try {
                Pin pin = CanonicalJson.parse(bytes, Pin.class);
                return Optional.of(new Profile(pin.profile(), pin.words()));
            } catch (IOException | FieldException e) {
                LOG.warn(
                        "{} in {} is damaged; the stage is pinned anew when it is next computed",
                        key,
                        store.describe());
                return Optional.empty();
            }
        });
    }
}
