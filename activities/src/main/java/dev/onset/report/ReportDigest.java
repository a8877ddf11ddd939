package dev.onset.report;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.io.NumberOutput;
import dev.onset.store.Digest;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 over every number of a report in canonical form. The form is JSON without white space: keys sorted, doubles as
 * their shortest decimal that reads back to the same bits (so the digest does not depend on the Java release), negative
 * zero as zero, absent values null. Numbers, truth values and enum constants count; words do not, nor does anything
 * {@link Unmeasured} or {@link Later} and empty. It is computed from the numbers, so a change of layout or wording leaves it alone.
 */
public final class ReportDigest {
    private ReportDigest() {}

    /** The digest of a report that is made of figures, 64 hexadecimal digits. */
    public static String of(FigureReport report) {
        return sha256(canonical(report.numbers()));
    }

    /**
     * The digest of numbers that a kind keeps in records of its own and only draws in figures.
     *
     * @param numbers public records, maps, lists, arrays and Optionals of such
     */
    public static String of(Record numbers) {
        return numbers instanceof FigureReport report ? of(report) : sha256(canonical(numbers));
    }

    static String sha256(String text) {
        return Digest.sha256(text);
    }

    /** Canonical JSON of the numbers in records, maps, lists, arrays and optionals. */
    static String canonical(Object model) {
        StringBuilder out = new StringBuilder();
        write(out, "report", model);
        return out.toString();
    }

    private static void write(StringBuilder out, String path, @Nullable Object value) {
        if (value == null) {
            out.append("null");
        } else if (value instanceof Double d) {
            Numbers.finite(path, d);
            out.append(number(d));
        } else if (value instanceof Long || value instanceof Integer || value instanceof Boolean) {
            out.append(value);
        } else if (value instanceof Enum<?> e) {
            out.append('"').append(e.name()).append('"');
        } else if (value instanceof Optional<?> o) {
            writeOptional(out, path, o);
        } else if (value instanceof OptionalDouble o) {
            writeOptional(out, path, o.isPresent() ? Optional.of(o.getAsDouble()) : Optional.empty());
        } else if (value instanceof List<?> list) {
            writeList(out, path, list.toArray());
        } else if (value instanceof Map<?, ?> map) {
            writeMap(out, path, map);
        } else if (value.getClass().isArray()) {
            writeList(out, path, value);
        } else if (value instanceof Record r) {
            writeMap(out, path, components(r));
        } else {
            throw Numbers.refused(path + " has type " + value.getClass().getName() + ", which has no canonical form");
        }
    }

    /** The shortest decimal that reads back to the same double. */
    static String number(double value) {
        return NumberOutput.toString(value == 0 ? 0.0 : value, true);
    }

    private static void writeOptional(StringBuilder out, String path, Optional<?> value) {
        if (value.isPresent()) {
            write(out, path, value.get());
        } else {
            out.append("null");
        }
    }

    private static void writeList(StringBuilder out, String path, Object array) {
        out.append('[');
        for (int i = 0; i < Array.getLength(array); i++) {
            if (i > 0) {
                out.append(',');
            }
            Object element = Array.get(array, i);
            if (element instanceof CharSequence) {
                out.append("null");
            } else {
                write(out, path + "[" + i + "]", element);
            }
        }
        out.append(']');
    }

    private static void writeMap(StringBuilder out, String path, Map<?, ?> map) {
        TreeMap<String, Object> sorted = new TreeMap<>();
        map.forEach((k, v) -> {
            if (!(v instanceof CharSequence)) {
                sorted.put(String.valueOf(k), v);
            }
        });
        out.append('{');
        String separator = "";
        for (Map.Entry<String, Object> e : sorted.entrySet()) {
            out.append(separator).append('"');
            out.append(JsonStringEncoder.getInstance().quoteAsString(e.getKey()));
            out.append("\":");
            write(out, path + "." + e.getKey(), e.getValue());
            separator = ",";
        }
        out.append('}');
    }

    private static Map<String, Object> components(Record r) {
        TreeMap<String, Object> fields = new TreeMap<>();
        for (RecordComponent c : r.getClass().getRecordComponents()) {
            if (!c.isAnnotationPresent(Unmeasured.class)) {
                Object value = value(r, c);
                if (!(c.isAnnotationPresent(Later.class) && empty(value))) {
                    fields.put(c.getName(), value);
                }
            }
        }
        return fields;
    }

    private static Object value(Record r, RecordComponent c) {
        try {
            return c.getAccessor().invoke(r);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a public record's accessor failed: " + c.getName(), e);
        }
    }

    private static boolean empty(Object value) {
        return value instanceof Optional<?> o && o.isEmpty()
                || value instanceof Collection<?> list && list.isEmpty()
                || value instanceof Map<?, ?> map && map.isEmpty();
    }
}
