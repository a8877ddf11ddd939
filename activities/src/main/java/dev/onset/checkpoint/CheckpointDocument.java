package dev.onset.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onset.store.CanonicalJson;
import dev.onset.store.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The text of {@code checkpoint.json}. Keys that are not known are passed over when read: version 1 may gain keys, never
 * such that are needed to go on from a checkpoint.
 *
 * @param parameters length of the parameter vector
 * @param updater length of the optimiser's memory
 * @param parts file name to SHA-256
 */
record CheckpointDocument(CheckpointHeader header, int parameters, int updater, SortedMap<String, String> parts) {
    static final String FAMILY = "onset.checkpoint/";
    static final String FORMAT = FAMILY + "1";

    private static final Pattern PART = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");

    byte[] toJson() {
        return CanonicalJson.bytes(Map.ofEntries(
                Map.entry("format", FORMAT),
                Map.entry("step", header.step()),
                Map.entry("epoch", header.epoch()),
                Map.entry("seed", header.seed()),
                Map.entry("network", header.network()),
                Map.entry("input", header.input()),
                Map.entry("classes", header.classes()),
                Map.entry("producer", header.producer()),
                Map.entry("parameters", parameters),
                Map.entry("updater", updater),
                Map.entry("parts", parts)));
    }

    /** The value of {@code format}; empty when the text has none. */
    static String format(JsonNode document) {
        return document.path("format").asText();
    }

    /** Reads a document whose format is {@link #FORMAT}; the message says which field is wrong. */
    static CheckpointDocument of(JsonNode document) throws IOException {
        try {
            CheckpointHeader header = new CheckpointHeader(
                    whole(document, "step", 0, Long.MAX_VALUE),
                    whole(document, "epoch", 0, Long.MAX_VALUE),
                    whole(document, "seed", Long.MIN_VALUE, Long.MAX_VALUE),
                    document.path("network"),
                    sizes(document.path("input")),
                    (int) whole(document, "classes", 1, Integer.MAX_VALUE),
                    texts(document, "producer"));
            return new CheckpointDocument(
                    header,
                    (int) whole(document, "parameters", 0, Integer.MAX_VALUE),
                    (int) whole(document, "updater", 0, Integer.MAX_VALUE),
                    parts(document));
        } catch (IllegalArgumentException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }

    private static long whole(JsonNode document, String field, long least, long most) throws IOException {
        JsonNode value = document.path(field);
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < least
                || value.longValue() > most) {
            throw new IOException(
                    "field " + field + " is " + shown(value) + ", not a whole number in " + least + ".." + most);
        }
        return value.longValue();
    }

    private static List<Integer> sizes(JsonNode value) throws IOException {
        List<Integer> sizes = new ArrayList<>();
        for (JsonNode size : value) {
            if (!size.canConvertToInt() || !size.isIntegralNumber()) {
                throw new IOException("field input is " + shown(value) + ", not a shape");
            }
            sizes.add(size.intValue());
        }
        return sizes;
    }

    private static SortedMap<String, String> texts(JsonNode document, String field) throws IOException {
        JsonNode value = document.path(field);
        SortedMap<String, String> texts = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            if (!entry.getValue().isTextual()) {
                throw new IOException("field " + field + "." + entry.getKey() + " is not text");
            }
            texts.put(entry.getKey(), entry.getValue().textValue());
        }
        if (!value.isObject()) {
            throw new IOException("field " + field + " is " + shown(value) + ", not an object");
        }
        return texts;
    }

    /** Part names become file names, so nothing that leads elsewhere is one. */
    private static SortedMap<String, String> parts(JsonNode document) throws IOException {
        SortedMap<String, String> parts = texts(document, "parts");
        for (Map.Entry<String, String> part : parts.entrySet()) {
            if (!PART.matcher(part.getKey()).matches() || !Digest.isDigest(part.getValue())) {
                throw new IOException("field parts does not pair file names with digests");
            }
        }
        return parts;
    }

    private static String shown(JsonNode value) {
        String text = value.isMissingNode() ? "missing" : value.toString();
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }
}
