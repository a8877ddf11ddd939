package dev.onset.store;

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
 * Results of stages, found again by what they depend on: {@code stages/<stage>/<fingerprint>/g<generation>.json}.
 *
 * <p>The highest generation that verifies wins. Nothing is overwritten: a recomputation records the next generation, by
 * exclusive create, so that two attempts at once end with one result. A crash during {@link #record} leaves the result
 * recorded or not, never half; its outputs are blobs that were durable before.
 */
public final class StageResults {
    /** Where all results are. */
    static final ObjectKey ROOT = new ObjectKey("stages");

    private static final Pattern GENERATION = Pattern.compile("g([0-9]{6})\\.json");
    private static final int MAX_GENERATION = 999_999;
    private static final int CAP = 4 << 20;

    /** How thoroughly outputs are looked at before a result is offered for reuse. */
    public enum Check {
        /** Existence and size; reading verifies content anyway. */
        SIZE,
        /** Every output is read and hashed. */
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

    public StageResults(ObjectStore store) {
        this.store = store;
        this.blobs = new BlobStore(store);
    }

    /** The newest usable result, checked for existence and size of its outputs. */
    public Lookup find(Fingerprint fingerprint) {
        return find(fingerprint, Check.SIZE);
    }

    public Lookup find(Fingerprint fingerprint, Check check) {
        List<Integer> generations = generations(fingerprint);
        List<String> losses = new ArrayList<>();
        for (int i = generations.size() - 1; i >= 0; i--) {
            int generation = generations.get(i);
            try {
                StageResult result = load(fingerprint.stage(), fingerprint.sha256(), generation);
                Optional<String> problem = problem(result, check);
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

    /** The result of one generation, its document verified, its outputs not looked at. */
    public StageResult load(String stage, String fingerprint, int generation) {
        ObjectKey key = key(stage, fingerprint, generation);
        byte[] json = SmallObjects.read(store, key, CAP)
                .orElseThrow(() -> new OnsetException(ErrorCode.STORE_MISSING, key + " is not there"));
        try {
            StageResult result = StageResult.fromJson(json);
            if (!result.key().equals(key)) {
                throw new IOException("it holds the result of " + result.key());
            }
            if (!Arrays.equals(result.toJson(), json)) {
                throw new IOException("it is not in canonical form");
            }
            return result;
        } catch (IOException | IllegalArgumentException e) {
            throw new OnsetException(
                    ErrorCode.STORE_CORRUPT, key + " is damaged: " + oneLine(e) + "; it was not used", e);
        }
    }

    /** Records a result whose outputs are durable, as the given generation. */
    public Recording record(
            Fingerprint fingerprint, int generation, Map<String, BlobRef> outputs, Map<String, ?> scalars) {
        StageResult ours = StageResult.of(fingerprint, generation, outputs, scalars);
        CrashPoints.BEFORE_RESULT.pass();
        ExclusiveCreate claim = ExclusiveCreate.make(store, ours.key(), ours.toJson());
        CrashPoints.AFTER_RESULT.pass();
        if (claim instanceof ExclusiveCreate.Created || claim instanceof ExclusiveCreate.Confirmed) {
            return new Recording.Recorded(ours);
        }
        if (claim instanceof ExclusiveCreate.Same) {
            return new Recording.AlreadyRecorded(ours);
        }
        if (claim instanceof ExclusiveCreate.Unknown unknown) {
            return new Recording.Unknown(ours, unknown.cause());
        }
        // throws STORE_CORRUPT when what took the place is no result: the caller looks again and records the next one
        return new Recording.Superseded(load(fingerprint.stage(), fingerprint.sha256(), generation), ours);
    }

    /** Why a result's outputs cannot be used, or empty. */
    Optional<String> problem(StageResult result, Check check) {
        for (Map.Entry<String, BlobRef> output : result.outputs().entrySet()) {
            BlobRef ref = output.getValue();
            BlobStore.State state = check == Check.HASH ? blobs.inspect(ref) : blobs.glance(ref);
            if (state != BlobStore.State.INTACT) {
                return Optional.of("output " + output.getKey() + " (" + ref.key() + ") is "
                        + state.name().toLowerCase(Locale.ROOT));
            }
        }
        return Optional.empty();
    }

    static ObjectKey key(String stage, String fingerprint, int generation) {
        if (generation < 1 || generation > MAX_GENERATION) {
            throw new IllegalArgumentException("generation " + generation + " is not in 1.." + MAX_GENERATION);
        }
        return folder(stage, fingerprint).resolve(String.format(Locale.ROOT, "g%06d.json", generation));
    }

    private static ObjectKey folder(String stage, String fingerprint) {
        return ROOT.resolve(stage + "/" + Digest.require(fingerprint));
    }

    private List<Integer> generations(Fingerprint fingerprint) {
        ObjectKey folder = folder(fingerprint.stage(), fingerprint.sha256());
        List<Integer> found = new ArrayList<>();
        for (ObjectKey key : store.list(folder)) {
            Matcher matcher =
                    GENERATION.matcher(key.value().substring(folder.value().length() + 1));
            if (matcher.matches()) {
                found.add(Integer.parseInt(matcher.group(1)));
            }
        }
        return found;
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
