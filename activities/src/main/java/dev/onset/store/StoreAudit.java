package dev.onset.store;

import dev.onset.contracts.OnsetException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Re-hashes everything in a store and says what is wrong, what that means and what to do. It changes nothing.
 *
 * <p>Blobs are hashed once; the checks that follow (stage results here, commit logs by {@code CommitLogCheck}) ask for what
 * was found.
 */
public final class StoreAudit {
    private static final Pattern OBSERVATION =
            Pattern.compile(StageResults.RUNS + "/[0-9a-f]{64}/" + StageResults.OBSERVATIONS + "/");

    /**
     * One thing that is wrong.
     *
     * @param key the object
     * @param problem what is wrong with it
     * @param consequence what it means for the data
     * @param nextAction what the operator does
     */
    public record Finding(ObjectKey key, String problem, String consequence, String nextAction) {}

    /**
     * What a verification found.
     *
     * @param objects how many objects were read
     * @param bytes how many bytes of blobs were hashed
     */
    public record Report(long objects, long bytes, List<Finding> findings) {
        public Report {
            findings = List.copyOf(findings);
        }

        public boolean intact() {
            return findings.isEmpty();
        }
    }

    /** A part of the verification that knows one kind of object. */
    public interface Check {
        void run(Pass pass);
    }

    private final ObjectStore store;
    private final List<Check> further;

    public StoreAudit(ObjectStore store, List<Check> further) {
        this.store = store;
        this.further = List.copyOf(further);
    }

    public Report run() {
        Pass pass = new Pass(store);
        pass.hashBlobs();
        stageResults(pass);
        further.forEach(check -> check.run(pass));
        return new Report(pass.objects, pass.bytes, pass.findings);
    }

    /** Results of whole studies and, beneath their runs, observations. */
    private void stageResults(Pass pass) {
        StageResults results = new StageResults(store);
        store.list(StageResults.STUDIES).forEach(key -> stageResult(pass, results, key));
        store.list(StageResults.RUNS).stream()
                .filter(key -> OBSERVATION.matcher(key.value()).lookingAt())
                .forEach(key -> stageResult(pass, results, key));
    }

    private static void stageResult(Pass pass, StageResults results, ObjectKey key) {
        pass.read();
        if (StageResults.generation(key).isEmpty()) {
            pass.report(key, "is not named like a stage result", "it is never read", "remove it if nothing of yours");
            return;
        }
        try {
            results.load(key)
                    .outputs()
                    .forEach((output, ref) -> pass.blobProblem(ref)
                            .ifPresent(problem -> pass.report(
                                    key,
                                    "output " + output + " (" + ref.key() + ") " + problem,
                                    "this generation cannot be reused",
                                    "run the study again: the stage is recomputed")));
        } catch (OnsetException e) {
            pass.report(
                    key,
                    String.valueOf(e.getMessage()),
                    "this generation cannot be reused",
                    "run the study again: the stage is recomputed");
        }
    }

    /** What one verification has seen so far. */
    public static final class Pass {
        private final ObjectStore store;
        private final Map<String, Long> intact = new HashMap<>();
        private final List<Finding> findings = new ArrayList<>();
        private long objects;
        private long bytes;

        private Pass(ObjectStore store) {
            this.store = store;
        }

        public ObjectStore store() {
            return store;
        }

        /** Counts an object. */
        public void read() {
            objects++;
        }

        public void report(ObjectKey key, String problem, String consequence, String nextAction) {
            findings.add(new Finding(key, problem, consequence, nextAction));
        }

        /** Why a blob cannot be used, or empty. */
        public Optional<String> blobProblem(BlobRef ref) {
            Long size = intact.get(ref.sha256());
            if (size == null) {
                return Optional.of("is missing or damaged");
            }
            return size == ref.size()
                    ? Optional.empty()
                    : Optional.of("has " + size + " bytes instead of " + ref.size());
        }

        private void hashBlobs() {
            for (ObjectKey key : store.list(BlobRef.ROOT)) {
                objects++;
                String name = key.value().substring(key.value().lastIndexOf('/') + 1);
                if (!Digest.isDigest(name) || !BlobRef.key(name).equals(key)) {
                    report(key, "is not named like a blob", "it is never read", "remove it if nothing of yours");
                    continue;
                }
                String found = hash(key);
                if (!found.equals(name)) {
                    report(
                            key,
                            found.startsWith("cannot") ? found : "has content of digest " + found,
                            "what refers to it is recomputed or falls back to an earlier checkpoint",
                            "run the study again: whoever recomputes the blob rewrites it");
                }
            }
        }

        private String hash(ObjectKey key) {
            Optional<InputStream> opened = store.open(key);
            if (opened.isEmpty()) {
                return "cannot be opened";
            }
            Counting counting = new Counting(opened.get());
            try (counting) {
                String digest = Digest.sha256(counting);
                bytes += counting.count;
                if (BlobRef.key(digest).equals(key)) {
                    intact.put(digest, counting.count);
                }
                return digest;
            } catch (IOException e) {
                return "cannot be read to its end: " + StageResults.oneLine(e);
            }
        }
    }

    private static final class Counting extends java.io.FilterInputStream {
        private long count;

        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = super.read(buffer, offset, length);
            count += Math.max(n, 0);
            return n;
        }
    }
}
