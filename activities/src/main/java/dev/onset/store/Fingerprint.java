package dev.onset.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a stage's result depends on, and the digest of that: SHA-256 of the canonical JSON {@code {stage, implementation,
 * parameters, inputs, profile}}. Equal fingerprints promise equal results; the document is kept so that two fingerprints
 * can say why they differ.
 *
 * @param sha256 digest of {@code document}
 * @param document canonical JSON text
 */
public record Fingerprint(String sha256, String document) {
    private static final int LONGEST_VALUE = 120;

    public Fingerprint {
        if (!Digest.sha256(document.getBytes(StandardCharsets.UTF_8)).equals(sha256)) {
            throw new IllegalArgumentException("fingerprint " + sha256 + " is not the digest of its document");
        }
    }

    /**
     * @param stage a key segment such as {@code train}
     * @param implementation version of the code, changed whenever its results change
     * @param parameters a record or map with everything that determines the result besides the inputs
     * @param inputs input name to SHA-256
     * @param profile the numeric profile: native libraries, kernel class, threads, device, batch shape
     */
    public static Fingerprint of(
            String stage, String implementation, Object parameters, Map<String, String> inputs, Object profile) {
        if (stage.contains("/")) {
            throw new IllegalArgumentException("a stage is one key segment, not '" + stage + "'");
        }
        StageResults.STUDIES.resolve(stage);
        inputs.values().forEach(Digest::require);
        byte[] json = CanonicalJson.bytes(Map.of(
                "stage",
                stage,
                "implementation",
                implementation,
                "parameters",
                CanonicalJson.tree(parameters),
                "inputs",
                new TreeMap<>(inputs),
                "profile",
                CanonicalJson.tree(profile)));
        return new Fingerprint(Digest.sha256(json), new String(json, StandardCharsets.UTF_8));
    }

    /** The fingerprint of a stored document. */
    public static Fingerprint of(JsonNode document) {
        byte[] json = CanonicalJson.bytes(document);
        return new Fingerprint(Digest.sha256(json), new String(json, StandardCharsets.UTF_8));
    }

    /** The same with further inputs. */
    public Fingerprint with(Map<String, String> inputs) {
        inputs.values().forEach(Digest::require);
        JsonNode document = tree();
        ObjectNode all = (ObjectNode) document.get("inputs");
        inputs.forEach(all::put);
        return of(document);
    }

    public String stage() {
        return tree().path("stage").asText();
    }

    /** The document as a tree of the caller's own. */
    public JsonNode tree() {
        try {
            return CanonicalJson.parse(document.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalArgumentException("fingerprint " + sha256 + " has a document that is not JSON", e);
        }
    }

    /** Where two documents differ, in the order of the paths; empty when the fingerprints are equal. */
    public static List<Difference> diff(Fingerprint older, Fingerprint newer) {
        List<Difference> found = new ArrayList<>();
        compare("", older.tree(), newer.tree(), found);
        return List.copyOf(found);
    }

    private static void compare(String path, JsonNode before, JsonNode after, List<Difference> found) {
        if (before.equals(after)) {
            return;
        }
        if (before.isObject() && after.isObject()) {
            TreeSet<String> names = new TreeSet<>();
            before.fieldNames().forEachRemaining(names::add);
            after.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                compare(child(path, name), before.path(name), after.path(name), found);
            }
        } else if (before.isArray() && after.isArray() && before.size() == after.size()) {
            for (int i = 0; i < before.size(); i++) {
                compare(path + "[" + i + "]", before.get(i), after.get(i), found);
            }
        } else {
            found.add(new Difference(path, text(before), text(after)));
        }
    }

    /** A reader looks for training.learningRate; that it is a parameter goes without saying. */
    private static String child(String path, String name) {
        boolean hidden = path.isEmpty() || path.equals("parameters");
        return hidden ? name : path + "." + name;
    }

    private static String text(JsonNode value) {
        if (value instanceof MissingNode) {
            return "absent";
        }
        String json = new String(CanonicalJson.bytes(value), StandardCharsets.UTF_8);
        return json.length() <= LONGEST_VALUE ? json : json.substring(0, LONGEST_VALUE) + "...";
    }
}
