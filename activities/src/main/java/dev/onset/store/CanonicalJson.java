package dev.onset.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * JSON with one spelling for each value, so that equal documents have equal bytes and digests.
 *
 * <p>Keys ascend by UTF-16 code units, there is no whitespace, text is UTF-8, and a double has the shortest decimal that
 * reads back as the same double. {@link Double#toString} is not used: before JDK 19 it is not always shortest, and a
 * fingerprint must not change with the JDK. NaN, infinities and decimals of arbitrary precision are refused. Reading is
 * strict: duplicate keys, trailing tokens and unknown properties are errors, and a document names no types but those that its
 * reader lists.
 */
public final class CanonicalJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .addModule(new Jdk8Module())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private CanonicalJson() {}

    /** The canonical bytes of a record, map, list, tree or scalar. */
    public static byte[] bytes(Object value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try (JsonGenerator generator = MAPPER.getFactory().createGenerator(out)) {
            write(tree(value), generator, "$");
        } catch (IOException e) {
            throw new UncheckedIOException("a value has no canonical JSON: " + e.getMessage(), e);
        }
        return out.toByteArray();
    }

    /** The value as a tree; numbers keep their kind. */
    public static JsonNode tree(Object value) {
        return value instanceof JsonNode node ? node : MAPPER.valueToTree(value);
    }

    /** The value as a tree that equals, in kinds of numbers too, what reading its canonical bytes gives. */
    public static JsonNode asRead(Object value) {
        try {
            return parse(bytes(value));
        } catch (IOException e) {
            throw new UncheckedIOException("canonical JSON cannot be read: " + e.getMessage(), e);
        }
    }

    /** Reads a document strictly. */
    public static JsonNode parse(byte[] json) throws IOException {
        return MAPPER.readTree(json);
    }

    /** Reads a document strictly into a record. */
    public static <T> T parse(byte[] json, Class<T> type) throws IOException {
        T value = MAPPER.readValue(json, type);
        if (value == null) {
            throw new IOException("the document is null");
        }
        return value;
    }

    /** Reads a document strictly into a record whose parts the document may say to be of these named types. */
    public static <T> T parse(byte[] json, Class<T> type, Collection<NamedType> named) throws IOException {
        return reader(type, named).readValue(json);
    }

    /** Reads many documents strictly into a record whose parts the documents may say to be of these named types. */
    public static ObjectReader reader(Class<?> type, Collection<NamedType> named) {
        ObjectMapper mapper = MAPPER.copy();
        mapper.registerSubtypes(named.toArray(new NamedType[0]));
        return mapper.readerFor(type);
    }

    private static void write(JsonNode node, JsonGenerator out, String path) throws IOException {
        switch (node.getNodeType()) {
            case OBJECT -> {
                TreeMap<String, JsonNode> sorted = new TreeMap<>();
                for (Map.Entry<String, JsonNode> field : node.properties()) {
                    sorted.put(field.getKey(), field.getValue());
                }
                out.writeStartObject();
                for (Map.Entry<String, JsonNode> field : sorted.entrySet()) {
                    out.writeFieldName(field.getKey());
                    write(field.getValue(), out, path + "." + field.getKey());
                }
                out.writeEndObject();
            }
            case ARRAY -> {
                out.writeStartArray();
                for (int i = 0; i < node.size(); i++) {
                    write(node.get(i), out, path + "[" + i + "]");
                }
                out.writeEndArray();
            }
            case STRING -> out.writeString(node.textValue());
            case BOOLEAN -> out.writeBoolean(node.booleanValue());
            case NULL -> out.writeNull();
            case NUMBER -> number(node, out, path);
            case BINARY, MISSING, POJO ->
                throw new IllegalArgumentException(
                        path + " is " + node.getNodeType() + ", which has no canonical JSON");
        }
    }

    private static void number(JsonNode node, JsonGenerator out, String path) throws IOException {
        if (node.isIntegralNumber()) {
            out.writeNumber(node.bigIntegerValue());
        } else if (node.isFloat()) {
            out.writeNumber(finite(node.floatValue(), path));
        } else if (node.isDouble()) {
            out.writeNumber(finite(node.doubleValue(), path));
        } else {
            throw new IllegalArgumentException(path + " is a decimal of arbitrary precision; use a double or a long");
        }
    }

    private static double finite(double value, String path) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(path + " is " + value + "; canonical JSON holds finite numbers only");
        }
        return value;
    }

    private static float finite(float value, String path) {
        finite((double) value, path);
        return value;
    }
}
