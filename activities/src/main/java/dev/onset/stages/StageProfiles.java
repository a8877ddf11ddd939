package dev.onset.stages;

import dev.onset.contracts.Device;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.StageRoute;
import dev.onset.kind.Observable;
import dev.onset.kind.PhaseModel;
import dev.onset.kind.StageContext;
import dev.onset.kind.Trainer;
import dev.onset.numeric.Profile;
import dev.onset.workflows.Queues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/**
 * Under which numeric profile each stage of one open study is computed, and where its work goes: the profile that it is pinned to,
 * else the one under which the same work was begun, else this process'. Safe for several threads.
 */
public final class StageProfiles {
    /** Nothing is computed under it. */
    private static final String NOBODYS = "";

    private final Trainer trainer;
    private final List<Observable> observables;
    private final PhaseModel phaseModel;
    private final StudyProfiles pinned;
    private final StageContext context;
    private final boolean computes;
    private final BiPredicate<String, String> begun;

    /**
     * @param context says which of this machine's GPUs is computed on, where it is
     * @param computes whether this process computes stages: one that only looks has no profile of its own
     * @param begun whether the store has something of a stage under a profile's identity
     */
    StageProfiles(
            Trainer trainer,
            List<Observable> observables,
            PhaseModel phaseModel,
            StudyProfiles pinned,
            StageContext context,
            boolean computes,
            BiPredicate<String, String> begun) {
        this.trainer = trainer;
        this.observables = observables;
        this.phaseModel = phaseModel;
        this.pinned = pinned;
        this.context = context;
        this.computes = computes;
        this.begun = begun;
    }

    /** The stages that have a profile: {@code train}, the observables by name, and {@code fit}. */
    List<String> stages() {
        List<String> stages = new ArrayList<>(List.of(OpenStudy.TRAIN));
        observables.forEach(observable -> stages.add(observable.name()));
        stages.add(OpenStudy.FIT);
        return stages;
    }

    /** The profile of each stage that is pinned. */
    public SortedMap<String, Profile> pins() {
        return pinned.all(stages());
    }

    /** Takes over pins of the study that this one revises, or of the generation before. */
    void adopt(SortedMap<String, Profile> pins) {
        pinned.adopt(pins);
    }

    /** Begins the next generation of pins, in which a stage is not pinned; returns its number. */
    int next(String stage, String reason) {
        return pinned.next(stage, reason);
    }

    /**
     * Checks that this process can compute every stage that is pinned or was begun.
     *
     * @throws OnsetException PROFILE_MISMATCH naming all stages that it cannot, with both profiles
     */
    public void check() {
        Map<String, Profile> others = new LinkedHashMap<>();
        for (String stage : stages()) {
            pinned.pinned(stage)
                    .or(() -> begun(stage))
                    .filter(other -> !other.isSameAs(own(stage)))
                    .ifPresent(other -> others.put(stage, other));
        }
        if (!others.isEmpty()) {
            String each = others.entrySet().stream()
                    .map(other ->
                            other.getKey() + " under '" + other.getValue() + "', here '" + own(other.getKey()) + "'")
                    .collect(Collectors.joining("; "));
            throw new OnsetException(
                    ErrorCode.PROFILE_MISMATCH,
                    "this study is computed under other numeric profiles than this process has, whose results differ in their last"
                            + " bits: " + each
                            + "; nothing was computed. Go on with the Java, machine and native libraries it"
                            + " was begun with, or compute it again under those of this process: --repin "
                            + String.join(",", others.keySet()));
        }
    }

    /**
     * Checks that a stage may be computed here; pins it where it is not.
     *
     * @throws OnsetException PROFILE_MISMATCH where it is pinned to another profile
     */
    void check(String stage) {
        pinned.require(stage, () -> own(stage), () -> first(stage));
    }

    /**
     * Pins a stage that is to be computed, unless it is pinned: to the profile under which it was begun, where that is known, and
     * to this process' otherwise.
     *
     * @param stage {@code train}, {@code fit}, or an observable's name
     */
    public Profile pin(String stage) {
        return pinned.pin(stage, () -> first(stage));
    }

    /** The profiles of this process for the stages that wait on a queue; libraries are loaded to find out. */
    public List<Profile> on(String queue) {
        return Profile.distinct(stages().stream()
                .filter(stage -> queue(stage).equals(queue))
                .map(stage -> served(stage, own(stage)))
                .toList());
    }

    /** Where a stage's work goes: to workers of the profile that it is pinned to, or to any that may pin it. */
    public StageRoute route(String stage) {
        return pinned.pinned(stage)
                .map(profile -> route(stage, profile))
                .orElseGet(() -> StageRoute.unpinned(queue(stage)));
    }

    /** Where a stage's work goes once it is pinned to a profile. */
    StageRoute route(String stage, Profile profile) {
        return new StageRoute(Queues.pinned(queue(stage), served(stage, profile).tag()), profile.toString());
    }

    private Profile served(String stage, Profile profile) {
        return stage.equals(OpenStudy.TRAIN) ? trainer.served(profile) : profile;
    }

    /** Identity under which a stage is computed; that of nobody, under which nothing is, where none is known and none computed here. */
    String of(String stage) {
        return pinned.pinned(stage)
                .or(() -> computes ? Optional.of(first(stage)) : begun(stage))
                .map(Profile::identity)
                .orElse(NOBODYS);
    }

    /** Whether no profile of a stage is known; to find that out no library needs to be loaded. */
    boolean isUnknown(String stage) {
        return pinned.pinned(stage).isEmpty() && pinned.elsewhere(stage).isEmpty();
    }

    private Profile own(String stage) {
        if (stage.equals(OpenStudy.TRAIN)) {
            return trainer.profile(context);
        }
        return stage.equals(OpenStudy.FIT)
                ? phaseModel.profile()
                : observable(stage).profile(context);
    }

    private String queue(String stage) {
        if (stage.equals(OpenStudy.TRAIN)) {
            return trainer.queue();
        }
        if (stage.equals(OpenStudy.FIT)) {
            return Queues.FIT;
        }
        return observable(stage).device() == Device.CPU ? Queues.OBSERVE : Queues.OBSERVE_GPU;
    }

    private Observable observable(String name) {
        return OpenStudy.named(observables, name);
    }

    /** What a stage that nobody has pinned is pinned to here. */
    private Profile first(String stage) {
        return begun(stage).orElseGet(() -> own(stage));
    }

    /**
     * The profile under which the same work was begun for a study of this name, such as this one before its other settings were
     * changed: what is there of it is taken up.
     */
    private Optional<Profile> begun(String stage) {
        return pinned.elsewhere(stage).stream()
                .filter(profile -> begun.test(stage, profile.identity()))
                .findFirst();
    }
}
