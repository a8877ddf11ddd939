package dev.onset.studyfile;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onset.contracts.FieldException;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.StudySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Binds a complete study tree to the contract records and says in one line what does not fit, where, and the bound. */
final class Binder {
    /** Keys of the study itself; all others beside them belong to the experiment. */
    static final List<String> HEAD = List.of("study", "description", "evidence", "seed");

    private static final String EXPERIMENT = "experiment";
    private static final ObjectMapper MAPPER = StudyMapper.create();

    private Binder() {}

    /**
     * @param origin of a path: the file, or the option that set it
     */
    static StudySpec bind(ObjectNode flat, UnaryOperator<String> origin) {
        ObjectNode nested = flat.objectNode();
        ObjectNode experiment = nested.objectNode();
        for (Map.Entry<String, JsonNode> entry : flat.properties()) {
            (HEAD.contains(entry.getKey()) ? nested : experiment).set(entry.getKey(), entry.getValue());
        }
        nested.set(EXPERIMENT, experiment);
        try {
            return MAPPER.treeToValue(nested, StudySpec.class);
        } catch (JsonMappingException e) {
            throw translate(e, nested, origin);
        } catch (JsonProcessingException e) {
            throw Problems.invalid(origin.apply(""), Problems.oneLine(e.getOriginalMessage()));
        }
    }

    /** The same tree as a study file lays it out. */
    static ObjectNode flatten(StudySpec spec) {
        ObjectNode nested = MAPPER.valueToTree(spec);
        ObjectNode flat = nested.objectNode();
        flat.set("study", nested.get("study"));
        flat.set("kind", nested.get(EXPERIMENT).get("kind"));
        HEAD.forEach(key -> flat.set(key, nested.get(key)));
        for (Map.Entry<String, JsonNode> entry : nested.get(EXPERIMENT).properties()) {
            flat.set(entry.getKey(), entry.getValue());
        }
        return flat;
    }

    private static OnsetException translate(JsonMappingException e, JsonNode tree, UnaryOperator<String> origin) {
        List<String> path = path(e);
        FieldException field = cause(e);
        if (field != null) {
            if (path.isEmpty() || !path.get(path.size() - 1).equals(field.field())) {
                path.add(field.field());
            }
            return problem(path, field.problem(), origin);
        }
        if (e instanceof UnrecognizedPropertyException unknown) {
            Collection<String> known = new TreeSet<>();
            if (unknown.getKnownPropertyIds() != null) {
                unknown.getKnownPropertyIds().forEach(id -> known.add(id.toString()));
            }
            if (path.size() == 2 && path.get(0).equals(EXPERIMENT)) {
                known.addAll(HEAD);
                known.add("kind");
            }
            return problem(
                    path, "is not a key of a study" + Problems.suggestion(unknown.getPropertyName(), known), origin);
        }
        if (e instanceof InvalidTypeIdException type) {
            return type(type, path, tree, origin);
        }
        JsonNode found = at(tree, path);
        if (found == null || found.isMissingNode()) {
            return problem(path, "is missing", origin);
        }
        if (e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
            return problem(
                    path, "is " + describe(found) + "; it must be " + expected(e, mismatch.getTargetType()), origin);
        }
        return problem(path, "is " + describe(found) + ": " + Problems.oneLine(e.getOriginalMessage()), origin);
    }

    private static OnsetException type(
            InvalidTypeIdException e, List<String> path, JsonNode tree, UnaryOperator<String> origin) {
        Class<?> base = e.getBaseType().getRawClass();
        String key = base.getAnnotation(com.fasterxml.jackson.annotation.JsonTypeInfo.class)
                .property();
        List<String> names = Arrays.stream(
                        base.getAnnotation(JsonSubTypes.class).value())
                .map(JsonSubTypes.Type::name)
                .toList();
        JsonNode found = at(tree, path);
        if (!path.isEmpty() && path.get(path.size() - 1).equals(key)) {
            path.remove(path.size() - 1);
            found = at(tree, path);
        }
        if (found != null && !found.isObject()) {
            return problem(path, "is " + describe(found) + "; it must be a section with a key '" + key + "'", origin);
        }
        path.add(key);
        String allowed = "; it must be one of " + String.join(", ", names);
        JsonNode id = found == null ? null : found.get(key);
        if (id == null) {
            return problem(path, "is missing" + allowed, origin);
        }
        return problem(
                path,
                "is " + describe(id) + allowed
                        + Problems.nearest(id.asText(), names)
                                .map(n -> "; did you mean '" + n + "'?")
                                .orElse(""),
                origin);
    }

    private static OnsetException problem(List<String> path, String problem, UnaryOperator<String> origin) {
        if (!path.isEmpty() && path.get(0).equals(EXPERIMENT)) {
            path.remove(0);
        }
        String dotted = Problems.oneLine(String.join(".", path));
        return Problems.invalid(origin.apply(dotted), (dotted.isEmpty() ? "the study" : dotted) + " " + problem);
    }

    private static String expected(JsonMappingException e, Class<?> target) {
        if (target.isEnum()) {
            List<String> names = Arrays.stream(target.getEnumConstants())
                    .map(c -> StudyMapper.dashed((Enum<?>) c))
                    .toList();
            String wrong = e instanceof InvalidFormatException f ? String.valueOf(f.getValue()) : "";
            return "one of " + String.join(", ", names)
                    + Problems.nearest(wrong, names)
                            .map(n -> "; did you mean '" + n + "'?")
                            .orElse("");
        }
        if (target == int.class || target == long.class || target == Integer.class || target == Long.class) {
            return "a whole number";
        }
        if (target == double.class || target == Double.class) {
            return "a number";
        }
        if (target == boolean.class) {
            return "true or false";
        }
        if (target == String.class) {
            return "text";
        }
        JsonClassDescription words = target.getAnnotation(JsonClassDescription.class);
        if (words != null) {
            return words.value();
        }
        return Collection.class.isAssignableFrom(target) ? "a list" : "a section";
    }

    private static String describe(JsonNode node) {
        if (node.isObject()) {
            return "a section";
        }
        if (node.isArray()) {
            return "a list";
        }
        return node.isTextual() ? Problems.quoted(node.asText()) : Problems.oneLine(node.asText());
    }

    private static List<String> path(JsonMappingException e) {
        List<String> path = new ArrayList<>();
        for (JsonMappingException.Reference reference : e.getPath()) {
            path.add(
                    reference.getFieldName() != null
                            ? reference.getFieldName()
                            : Integer.toString(reference.getIndex()));
        }
        return path;
    }

    private static @Nullable JsonNode at(JsonNode tree, List<String> path) {
        JsonNode node = tree;
        for (String step : path) {
            if (node == null) {
                return null;
            }
            node = node.isArray() ? node.get(Integer.parseInt(step)) : node.get(step);
        }
        return node;
    }

    private static @Nullable FieldException cause(Throwable e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof FieldException field) {
                return field;
            }
        }
        return null;
    }
}
