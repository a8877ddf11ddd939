package dev.onset.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a stage produced.
 *
 * @param key where the result is
 * @param fingerprint what it was computed from
 * @param generation 1 for the first; a rerun or recomputation makes the next
 * @param outputs output name to blob
 * @param scalars small values a workflow needs without opening a blob: numbers, strings, flags
 */
public record StageResult(
        ObjectKey key,
        Fingerprint fingerprint,
        int generation,
        SortedMap<String, BlobRef> outputs,
        SortedMap<String, JsonNode> scalars) {
    public StageResult {
        outputs = Collections.unmodifiableSortedMap(new TreeMap<>(outputs));
        scalars = Collections.unmodifiableSortedMap(new TreeMap<>(scalars));
    }

    static StageResult of(
            ObjectKey key,
            Fingerprint fingerprint,
            int generation,
            Map<String, BlobRef> outputs,
            Map<String, ?> scalars) {
        TreeMap<String, JsonNode> trees = new TreeMap<>();
        // as reading it back gives it: whoever reuses the result must see the same numbers as whoever computed it
        scalars.forEach((name, value) -> trees.put(name, CanonicalJson.asRead(value)));
        return new StageResult(key, fingerprint, generation, new TreeMap<>(outputs), trees);
    }

    /** The named output; a stage that lacks it is a defect of whoever wrote the stage. */
    public BlobRef output(String name) {
        BlobRef ref = outputs.get(name);
        if (ref == null) {
            throw new IllegalArgumentException(
                    "stage " + fingerprint.stage() + " has no output '" + name + "' but " + outputs.keySet());
        }
        return ref;
    }

    /** The digest of its content, whatever generation holds it. */
    public String digest() {
        return Digest.ofJson(Map.of("outputs", outputs, "scalars", scalars));
    }

    byte[] toJson() {
        return CanonicalJson.bytes(
                Document.sealed(fingerprint.tree(), fingerprint.stage(), generation, outputs, scalars));
    }

    static StageResult fromJson(ObjectKey key, byte[] json) throws java.io.IOException {
        Document document = CanonicalJson.parse(json, Document.class);
        document.requireIntact();
        return new StageResult(
                key,
                Fingerprint.of(document.fingerprint()),
                document.generation(),
                document.outputs(),
                document.scalars());
    }

    /** The stored form, with a digest of its other fields so that any flipped bit shows. */
    record Document(
            String format,
            String stage,
            JsonNode fingerprint,
            int generation,
            SortedMap<String, BlobRef> outputs,
            SortedMap<String, JsonNode> scalars,
            String check) {
        private static final String FORMAT = "onset.stage-result/1";

        /** A missing field is a null here and makes the whole unreadable. */
        Document {
            Objects.requireNonNull(fingerprint, "fingerprint");
            outputs.values().forEach(Objects::requireNonNull);
            scalars.values().forEach(Objects::requireNonNull);
        }

        static Document sealed(
                JsonNode fingerprint,
                String stage,
                int generation,
                SortedMap<String, BlobRef> outputs,
                SortedMap<String, JsonNode> scalars) {
            Document open = new Document(FORMAT, stage, fingerprint, generation, outputs, scalars, "");
            return open.withCheck(Digest.ofJson(open));
        }

        void requireIntact() throws java.io.IOException {
            if (!FORMAT.equals(format)) {
                throw new java.io.IOException("its format is '" + format + "', not '" + FORMAT + "'");
            }
            if (!Digest.ofJson(withCheck("")).equals(check)) {
                throw new java.io.IOException("its fields do not have the digest it names");
            }
        }

        private Document withCheck(String digest) {
            return new Document(format, stage, fingerprint, generation, outputs, scalars, digest);
        }
    }
}
