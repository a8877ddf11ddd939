package dev.onset.report;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.io.NumberOutput;
import dev.onset.store.Digest;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * SHA-256 over every number of a report in canonical form. The form is JSON without white space: keys sorted, doubles as
 * their shortest decimal that reads back to the same bits (so the digest does not depend on the Java release), negative
 * zero as zero, absent values null. Numbers, truth values and enum constants count; words do not, nor does anything
 * {@link Unmeasured}. It is computed from the numbers, so a change of layout or wording leaves it alone.
 */
public final class ReportDigest {
    private ReportDigest() {}

    /** The digest, 64 hexadecimal digits. */
    public static String of(TwoPhaseReport report) {
        return sha256(canonical(report));
    }

    /** The digest, 64 hexadecimal digits. */
    public static String of(FigureReport report) {
        return sha256(canonical(report));
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

    private static void write(StringBuilder out, String path, Object value) {
        if (value instanceof Double d) {
            Check.finite(path, d);
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
            throw Check.refused(path + " has type " + value.getClass().getName() + ", which has no canonical form");
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
                try {
                    fields.put(c.getName(), c.getAccessor().invoke(r));
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException("a public record's accessor failed: " + c.getName(), e);
                }
            }
        }
        return fields;
    }
}
