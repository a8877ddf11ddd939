package dev.onset.infra.interactions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.onset.contracts.OnsetException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * Values of a JSON text taken as what they are: a field that is missing, null, of another type or there twice is refused where
 * JSON libraries would quietly say 0.
 */
final class JsonInput {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // so that a missing value, as Python writes it, is refused where it stands
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final int SHOWN = 40;

    private final JsonNode root;
    private final Function<String, OnsetException> refusal;

    private JsonInput(JsonNode root, Function<String, OnsetException> refusal) {
        this.root = root;
        this.refusal = refusal;
    }

    /**
     * What a file holds.
     *
     * @param most bytes that are read
     * @param refusal makes a failure of what is wrong
     */
    static byte[] content(Path file, long most, Function<String, OnsetException> refusal) {
        try {
            if (Files.size(file) > most) {
                throw refusal.apply("has " + Files.size(file) + " bytes; at most " + most + " are read");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw refusal.apply(
                    "cannot be read: " + e.getMessage() + " (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** @param refusal makes a failure of what is wrong */
    static JsonInput of(byte[] content, Function<String, OnsetException> refusal) {
        try {
            JsonNode root = JSON.readTree(content);
            if (root == null || root.isMissingNode()) {
                throw refusal.apply("is empty");
            }
            return new JsonInput(root, refusal);
        } catch (MismatchedInputException e) {
            throw refusal.apply("goes on after the end of its JSON");
        } catch (JsonProcessingException e) {
            throw refusal.apply("is no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail", e);
        }
    }

    JsonNode root() {
        return root;
    }

    /** A field that must be there. */
    JsonNode field(String name) {
        JsonNode field = root.path(name);
        if (field.isMissingNode()) {
            throw refusal.apply("lacks the field " + name);
        }
        return field;
    }

    /** An array that must be one. */
    JsonNode array(JsonNode node, String where) {
        if (!node.isArray()) {
            throw refusal.apply(where + " is " + show(node) + "; it must be an array");
        }
        return node;
    }

    /** Numbers, each finite. */
    double[] numbers(JsonNode array, String where) {
        double[] numbers = new double[array(array, where).size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(array.get(i), where + "[" + i + "]");
        }
        return numbers;
    }

    /** Whole numbers from 0. */
    int[] counts(JsonNode array, String where) {
        int[] counts = new int[array(array, where).size()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = count(array.get(i), where + "[" + i + "]");
        }
        return counts;
    }

    /** A finite number. */
    double number(JsonNode node, String where) {
        double number = node.isNumber() ? node.doubleValue() : Double.NaN;
        if (!Double.isFinite(number)) {
            throw refusal.apply(where + " is " + show(node) + "; it must be a finite number");
        }
        return number;
    }

    /** A whole number from 0. */
    int count(JsonNode node, String where) {
        double number = number(node, where);
        if (number != Math.rint(number) || number < 0 || number > Integer.MAX_VALUE) {
            throw refusal.apply(where + " is " + show(node) + "; it must be a whole number from 0");
        }
        return (int) number;
    }

    private static String show(JsonNode node) {
        String text = node.isContainerNode()
                ? (node.isArray() ? "an array" : "an object")
                : node.isTextual() ? node.toString() : node.asText();
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }
}
