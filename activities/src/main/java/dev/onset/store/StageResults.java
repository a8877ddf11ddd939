package dev.onset.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Results of stages, found again by what they depend on: {@code <home>/<stage>/<fingerprint>/g<generation>.json}. The home is
 * {@code stages} for results of whole studies and {@code runs/<trajectory>/observations} for those of a run, so that all
 * observations of a run are listed at once.
 *
 * <p>The highest generation that verifies wins. Nothing is overwritten: a recomputation records the next generation, by
 * exclusive create, so that two attempts at once end with one result. A crash during {@link #record} leaves the result
 * recorded or not, never half; its outputs are blobs that were durable before. What was read once is remembered, since it
 * never changes.
 */
public final class StageResults {
    /** Where results of whole studies are. */
    static final ObjectKey STUDIES = new ObjectKey("stages");

    /** Where runs are. */
    static final ObjectKey RUNS = new ObjectKey("runs");

    /** Beneath a run, where its observations are. */
    static final String OBSERVATIONS = "observations";

    private static final Pattern RESULT = Pattern.compile("(.+)/([^/]+)/([0-9a-f]{64})/g(?!000000)([0-9]{6})\\.json");
    private static final int MAX_GENERATION = 999_999;
    private static final int CAP = 4 << 20;
    private static final int REMEMBERED = 20_000;

    /** How thoroughly outputs are looked at before a result is offered for reuse. */
    public enum Check {
        /** Not at all; reading verifies their content anyway. */
        NONE,
        /** The result is read again, and every output is read and hashed. */
        HASH
    }

    /** What there is to reuse. */
    public sealed interface Lookup {
        /** @param losses higher generations that could not be used, and why */
        record Found(StageResult result, List<String> losses) implements Lookup {
            public Found {
                losses = List.copyOf(losses);
            }
        }

        /**
         * @param reason why it must be computed, for the operator
         * @param nextGeneration what to record it as
         */
        record Absent(String reason, int nextGeneration) implements Lookup {}
    }

    /** What recording did. */
    public sealed interface Recording {
        /** Recorded by this call. */
        record Recorded(StageResult result) implements Recording {}

        /** The generation already held the same content. */
        record AlreadyRecorded(StageResult result) implements Recording {}

        /** The generation holds other content, which stays: two attempts at one computation disagreed. */
        record Superseded(StageResult existing, StageResult ours) implements Recording {}

        /** The store could not be asked; recording again resolves it. */
        record Unknown(StageResult ours, OnsetException cause) implements Recording {}
    }

    private final ObjectStore store;
    private final BlobStore blobs;
    private final ObjectKey home;
    private final Cache<ObjectKey, StageResult> remembered;

    /** Results of whole studies. */
    public StageResults(ObjectStore store) {
        this(store, STUDIES, Caffeine.newBuilder().maximumSize(REMEMBERED).build());
    }

    private StageResults(ObjectStore store, ObjectKey home, Cache<ObjectKey, StageResult> remembered) {
        this.store = store;
        this.blobs = new BlobStore(store);
        this.home = home;
        this.remembered = remembered;
    }

    /**
     * The observations of a run, which share what they remember with these results.
     *
     * @param trajectory digest of what determines the run's checkpoints
     */
    public StageResults ofRun(String trajectory) {
        return new StageResults(store, RUNS.resolve(Digest.require(trajectory) + "/" + OBSERVATIONS), remembered);
    }

    /** What there is, without reading any of it. */
    public ResultIndex index() {
        return new ResultIndex(store, home);
    }

    /** The newest usable result, its outputs not looked at. */
    public Lookup find(Fingerprint fingerprint) {
        return find(fingerprint, Check.NONE);
    }

    /** The newest usable result. */
    public Lookup find(Fingerprint fingerprint, Check check) {
        return find(fingerprint, check, generations(fingerprint));
    }

    /**
     * The newest usable result of some generations.
     *
     * @param generations ascending
     */
    public Lookup find(Fingerprint fingerprint, Check check, List<Integer> generations) {
        List<String> losses = new ArrayList<>();
        for (int i = generations.size() - 1; i >= 0; i--) {
            int generation = generations.get(i);
            try {
                // what is offered for reuse must be in the store now, whatever this process remembers of it
                StageResult result =
                        check == Check.HASH ? read(key(fingerprint, generation)) : load(key(fingerprint, generation));
                Optional<String> problem = check == Check.HASH ? problem(result) : Optional.empty();
                if (problem.isEmpty()) {
                    return new Lookup.Found(result, losses);
                }
                losses.add("generation " + generation + ": " + problem.get());
            } catch (OnsetException e) {
                if (e.code() != ErrorCode.STORE_CORRUPT && e.code() != ErrorCode.STORE_MISSING) {
                    throw e;
                }
                losses.add("generation " + generation + ": " + e.getMessage());
            }
        }
        String reason = losses.isEmpty() ? "never computed" : "no usable result: " + String.join("; ", losses);
        return new Lookup.Absent(reason, next(generations));
    }

    /** The generation that a rerun records. */
    public int nextGeneration(Fingerprint fingerprint) {
        return next(generations(fingerprint));
    }

    /**
     * A result by its key, its document verified, its outputs not looked at.
     *
     * @throws OnsetException STORE_MISSING where it is not there, STORE_CORRUPT where what is there is no such result
     */
    public StageResult load(ObjectKey key) {
        StageResult known = remembered.getIfPresent(key);
        return known == null ? read(key) : known;
    }

    private StageResult read(ObjectKey key) {
        byte[] json = SmallObjects.read(store, key, CAP)
                .orElseThrow(() -> new OnsetException(ErrorCode.STORE_MISSING, key + " is not there"));
        try {
            StageResult result = StageResult.fromJson(key, json);
            Matcher name = RESULT.matcher(key.value());
            if (!name.matches()
                    || !name.group(2).equals(result.fingerprint().stage())
                    || !name.group(3).equals(result.fingerprint().sha256())
                    || Integer.parseInt(name.group(4)) != result.generation()) {
                throw new IOException("it holds the result of stage "
                        + result.fingerprint().stage() + ", "
                        + result.fingerprint().sha256() + ", generation "
                        + result.generation());
            }
            if (!Arrays.equals(result.toJson(), json)) {
                throw new IOException("it is not in canonical form");
            }
            remembered.put(key, result);
            return result;
        } catch (IOException | IllegalArgumentException e) {
            throw new OnsetException(
                    ErrorCode.STORE_CORRUPT, key + " is damaged: " + oneLine(e) + "; it was not used", e);
        }
    }

    /** Records a result whose outputs are durable, as the given generation. */
    public Recording record(
            Fingerprint fingerprint, int generation, Map<String, BlobRef> outputs, Map<String, ?> scalars) {
        StageResult ours = StageResult.of(key(fingerprint, generation), fingerprint, generation, outputs, scalars);
        CrashPoints.BEFORE_RESULT.pass();
        ExclusiveCreate created = ExclusiveCreate.make(store, ours.key(), ours.toJson());
        CrashPoints.AFTER_RESULT.pass();
        if (created instanceof ExclusiveCreate.Unknown unknown) {
            return new Recording.Unknown(ours, unknown.cause());
        }
        if (created instanceof ExclusiveCreate.Created || created instanceof ExclusiveCreate.Confirmed) {
            remembered.put(ours.key(), ours);
            return new Recording.Recorded(ours);
        }
        if (created instanceof ExclusiveCreate.Same) {
            remembered.put(ours.key(), ours);
            return new Recording.AlreadyRecorded(ours);
        }
        // throws STORE_CORRUPT when what took the place is no result: the caller looks again and records the next one
        return new Recording.Superseded(load(ours.key()), ours);
    }

    /** Why a result's outputs cannot be used, by full hash, or empty. */
    Optional<String> problem(StageResult result) {
        for (Map.Entry<String, BlobRef> output : result.outputs().entrySet()) {
            BlobRef ref = output.getValue();
            BlobStore.State state = blobs.inspect(ref);
            if (state != BlobStore.State.INTACT) {
                return Optional.of("output " + output.getKey() + " (" + ref.key() + ") is "
                        + state.name().toLowerCase(Locale.ROOT));
            }
        }
        return Optional.empty();
    }

    /** Where a generation is. */
    ObjectKey key(Fingerprint fingerprint, int generation) {
        if (generation < 1 || generation > MAX_GENERATION) {
            throw new IllegalArgumentException("generation " + generation + " is not in 1.." + MAX_GENERATION);
        }
        return folder(fingerprint).resolve(String.format(Locale.ROOT, "g%06d.json", generation));
    }

    private ObjectKey folder(Fingerprint fingerprint) {
        return home.resolve(fingerprint.stage() + "/" + fingerprint.sha256());
    }

    /** The generations that are there, ascending; one request. */
    public List<Integer> generations(Fingerprint fingerprint) {
        List<Integer> found = new ArrayList<>();
        for (ObjectKey key : store.list(folder(fingerprint))) {
            generation(key).ifPresent(found::add);
        }
        return found;
    }

    /** The generation that a key of a result names. */
    static Optional<Integer> generation(ObjectKey key) {
        Matcher name = RESULT.matcher(key.value());
        return name.matches() ? Optional.of(Integer.parseInt(name.group(4))) : Optional.empty();
    }

    /** The fingerprint that a key of a result names. */
    static Optional<String> fingerprint(ObjectKey key) {
        Matcher name = RESULT.matcher(key.value());
        return name.matches() ? Optional.of(name.group(3)) : Optional.empty();
    }

    private static int next(List<Integer> generations) {
        return generations.isEmpty() ? 1 : generations.get(generations.size() - 1) + 1;
    }

    static String oneLine(Exception e) {
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
