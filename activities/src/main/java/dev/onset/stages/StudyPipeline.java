package dev.onset.stages;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.Milestone;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.StudyRef;
import dev.onset.contracts.StudySpec;
import dev.onset.kind.Kind;
import dev.onset.kind.Kinds;
import dev.onset.kind.StageContext;
import dev.onset.kind.StudyDocument;
import dev.onset.numeric.Profile;
import dev.onset.store.BlobRef;
import dev.onset.store.CanonicalJson;
import dev.onset.store.Digest;
import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import dev.onset.store.SmallObjects;
import dev.onset.store.StageResult;
import dev.onset.store.StageResults;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stages of any study, as one worker does them: reads the study from the store and opens it with its
 * kind. Safe for several threads.
 */
public final class StudyPipeline {
    private static final Logger LOG = LoggerFactory.getLogger(StudyPipeline.class);
    private static final int MAX_DOCUMENT = 16 << 20;
    private static final int KEPT = 64;

    private final StageContext context;
    private final Kinds kinds;
    private final Notices notices;
    private final StageResults results;
    /** A study that was not asked for in a while is read again. */
    private final Cache<String, OpenStudy> opened =
            Caffeine.newBuilder().maximumSize(KEPT).build();

    private final Beats beats;
    private final boolean computes;
    private volatile Fitness fitness = Fitness.ALONE;
    private volatile boolean draining;

    /** A pipeline that tells nobody of anything. */
    public StudyPipeline(StageContext context, Kinds kinds) {
        this(context, kinds, Notices.NOBODY, BeatSettings.DEFAULT);
    }

    /**
     * A pipeline of a process that looks at studies, or starts them for others to compute: it never asks for results under its own
     * numeric profiles, and what an operator has pinned anew it sees at once.
     */
    public static StudyPipeline looking(StageContext context, Kinds kinds) {
        return new StudyPipeline(context, kinds, Notices.NOBODY, new Beats(BeatSettings.DEFAULT), false);
    }

    /** @param beats how its stages show that they go on */
    public StudyPipeline(StageContext context, Kinds kinds, Notices notices, BeatSettings beats) {
        this(context, kinds, notices, new Beats(beats));
    }

    StudyPipeline(StageContext context, Kinds kinds, Notices notices, Beats beats) {
        this(context, kinds, notices, beats, true);
    }

    private StudyPipeline(StageContext context, Kinds kinds, Notices notices, Beats beats, boolean computes) {
        this.computes = computes;
        this.beats = beats;
        this.context = context;
        this.kinds = kinds;
        this.notices = notices;
        this.results = new StageResults(context.store());
    }

    public StageContext context() {
        return context;
    }

    /** Asks everything under way to stop at its next commit; nothing here starts training any more. */
    public void drain() {
        draining = true;
    }

    boolean isDraining() {
        return draining;
    }

    /** From now on stages tell this of what may be this process' own failures, and begin only where it has no problem. */
    public void watch(Fitness watching) {
        fitness = watching;
    }

    Fitness fitness() {
        return fitness;
    }

    Beats beats() {
        return beats;
    }

    /**
     * Completed with {@link ErrorCode#STALLED} when a stage of this process showed no progress for its limit and was ended: its
     * thread and what it holds are lost, and the process should end.
     */
    public CompletableFuture<OnsetException> stalled() {
        return beats.stalled();
    }

    /** Whether a stage has stalled and none is under way beside it: there is nothing left to wait for. */
    public boolean isStuck() {
        return beats.isStuck();
    }

    /** Ends whatever is under way at its next sign of life; nothing of it is kept but what is committed. */
    public void abandon() {
        beats.abandon();
    }

    /**
     * Puts a study into the store so that workers find it; writing the same study again changes nothing.
     *
     * @return where it is
     * @throws OnsetException STUDY_TOO_LARGE as {@link #requireStorable}
     */
    public StudyRef publish(StudyDocument study) {
        byte[] document = document(study);
        String fingerprint = Digest.sha256(document);
        ObjectKey key = new ObjectKey("studies/" + study.spec().study() + "/specs/" + fingerprint + ".json");
        ObjectStore.Content content = ObjectStore.Content.of(document);
        if (context.store().create(key, content) == ObjectStore.Creation.EXISTED) {
            byte[] found = SmallObjects.read(context.store(), key, MAX_DOCUMENT).orElse(new byte[0]);
            if (!Arrays.equals(found, document)) {
                context.store().replace(key, content); // damaged: its name says what it must hold
            }
        }
        return newest(new StudyRef(study.spec().study(), fingerprint, key.value()));
    }

    /** A study under the newest generation of its pins. */
    public StudyRef newest(StudyRef ref) {
        return ref.withPins(StudyProfiles.newest(context.store(), ref.study(), ref.fingerprint()));
    }

    /**
     * Lets a stage of a study be pinned anew, by whoever computes it next; all other pins are taken over. What was computed under
     * the pin before stays in the store, and is computed again under the new one. Ordered again of the same study, it changes
     * nothing more.
     *
     * @param stage {@code train}, {@code fit}, or an observable's name
     * @return the study under the new pins
     * @throws OnsetException STUDY_INVALID where the study has no such stage
     */
    public StudyRef repin(StudyRef ref, String stage, String reason) {
        OpenStudy before = open(ref);
        if (!before.profiles().stages().contains(stage)) {
            throw new OnsetException(
                    ErrorCode.STUDY_INVALID,
                    "study " + ref.study() + " has no stage '" + stage + "' to pin anew; it has "
                            + String.join(", ", before.profiles().stages()) + "; nothing was changed");
        }
        SortedMap<String, Profile> kept = new TreeMap<>(before.profiles().pins());
        Optional<Profile> old = Optional.ofNullable(kept.remove(stage));
        StudyRef anew = ref.withPins(before.profiles().next(stage, reason));
        open(anew).profiles().adopt(kept);
        new Revisions(context.store(), ref.study()).add(ref, anew);
        LOG.warn(
                "stage {} of study {} is pinned anew: what was computed under {} is computed again",
                stage,
                ref.study(),
                old.map(Profile::toString).orElse("no profile so far"));
        return anew;
    }

    /**
     * Makes sure that workers can read a study once it is published; writes nothing.
     *
     * @throws OnsetException STUDY_TOO_LARGE where its specification, with its points and the files that they name, is too long
     */
    public static void requireStorable(StudyDocument study) {
        document(study);
    }

    /** The fingerprint of a whole study: of its specification and its inputs. */
    public static String fingerprint(StudyDocument study) {
        return Digest.sha256(document(study));
    }

    /**
     * Opens a study by reference.
     *
     * @throws OnsetException STORE_MISSING when the store does not have it as it was published
     */
    public OpenStudy open(StudyRef asked) {
        StudyRef ref = computes ? asked : newest(asked);
        String key = ref.specKey() + "/" + ref.pins();
        OpenStudy known = opened.getIfPresent(key);
        if (known != null) {
            return known;
        }
        // read outside any lock: a store that answers slowly for one study must not keep others waiting
        OpenStudy read = open(read(ref), ref.fingerprint(), ref.pins());
        OpenStudy first = opened.asMap().putIfAbsent(key, read);
        return first == null ? read : first;
    }

    /**
     * Publishes a revision of a study that trains longer.
     *
     * @throws OnsetException STUDY_INVALID where the study cannot be extended to that step
     */
    StudyRef extend(StudyRef ref, long steps) {
        return revise(ref, (kind, spec) -> kind.extended(spec, steps));
    }

    /**
     * Publishes a revision of a study that ends earlier.
     *
     * @param step one of its schedule
     * @throws OnsetException STUDY_INVALID where the study cannot end there
     */
    StudyRef shorten(StudyRef ref, long step) {
        return revise(ref, (kind, spec) -> kind.shortened(spec, step));
    }

    private StudyRef revise(StudyRef ref, BiFunction<Kind, StudySpec, StudySpec> revision) {
        StudyDocument study = read(ref);
        StudyRef revised =
                publish(new StudyDocument(revision.apply(kinds.of(study.spec()), study.spec()), study.inputs()));
        open(revised).profiles().adopt(open(ref).profiles().pins());
        new Revisions(context.store(), ref.study()).add(ref, revised);
        return revised;
    }

    /**
     * Tells that a run has reached a milestone, unless that was told before.
     *
     * @return what was done, in words
     */
    String notice(StudyRef ref, int run, Milestone milestone) {
        String point = open(ref).point(run).name();
        ObjectKey told = new ObjectKey("studies/" + ref.study() + "/notices/" + ref.fingerprint() + "/" + point + "/"
                + milestone.name().replace(' ', '-') + ".json");
        if (SmallObjects.read(context.store(), told, MAX_DOCUMENT).isPresent()) {
            return "told of " + milestone.name() + " before";
        }
        String done = notices.tell(ref.study(), point, ref.fingerprint(), milestone);
        context.store().create(told, ObjectStore.Content.of(CanonicalJson.bytes(milestone)));
        return done;
    }

    /** A stage's result by its key, for whoever was told it. */
    public StageResult result(String key) {
        return results.load(new ObjectKey(key));
    }

    /** Opens a study that need not be in the store. */
    public OpenStudy open(StudyDocument study) {
        String fingerprint = fingerprint(study);
        return open(
                study,
                fingerprint,
                StudyProfiles.newest(context.store(), study.spec().study(), fingerprint));
    }

    private OpenStudy open(StudyDocument study, String fingerprint, int pins) {
        return new OpenStudy(context, results, kinds.of(study.spec()), study, fingerprint, computes, pins);
    }

    private StudyDocument read(StudyRef ref) {
        ObjectKey key = new ObjectKey(ref.specKey());
        byte[] document = SmallObjects.read(context.store(), key, MAX_DOCUMENT)
                .orElseThrow(() -> new OnsetException(
                        ErrorCode.STORE_MISSING, "the study's specification " + key + " is not in the store"));
        if (!Digest.sha256(document).equals(ref.fingerprint())) {
            throw new OnsetException(
                    ErrorCode.STORE_MISSING,
                    "the study's specification " + key
                            + " does not have the content of its name; start the study again");
        }
        try {
            Stored stored = CanonicalJson.parse(document, Stored.class, kinds.types());
            return new StudyDocument(stored.spec(), stored.inputs());
        } catch (IOException e) {
            throw new OnsetException(
                    ErrorCode.STORE_MISSING, "the study's specification " + key + " is no study of this version", e);
        }
    }

    /** The stored form. */
    private record Stored(int format, StudySpec spec, SortedMap<String, BlobRef> inputs) {}

    private static byte[] document(StudyDocument study) {
        byte[] document = CanonicalJson.bytes(new Stored(1, study.spec(), study.inputs()));
        if (document.length > MAX_DOCUMENT) {
            throw new OnsetException(
                    ErrorCode.STUDY_TOO_LARGE,
                    "the specification of study " + study.spec().study() + " has " + document.length + " bytes, with "
                            + study.inputs().size() + " input files; at most " + MAX_DOCUMENT
                            + " can be read back; nothing was written. Give it fewer files or checkpoints, or its grid"
                            + " fewer points: each holds what it has otherwise than the study as it stands, whole lists"
                            + " of files too");
        }
        return document;
    }
}
