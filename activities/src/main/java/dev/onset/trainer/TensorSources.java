package dev.onset.trainer;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.onset.contracts.FieldException;
import dev.onset.evaluate.TensorSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What fills the input tensors of a network. In a study file the name of the one that takes the data, or names to sources.
 *
 * @param sources by tensor name; empty for the only input
 */
@JsonClassDescription("a tensor's name, or names of tensors with what fills each")
public record TensorSources(SortedMap<String, TensorSource> sources) {
    public TensorSources {
        sources = Collections.unmodifiableSortedMap(new TreeMap<>(sources));
    }

    /** The one that takes the data; an empty name is that of the only input. */
    @JsonCreator
    public static TensorSources named(String name) {
        return new TensorSources(name.isEmpty() ? new TreeMap<>() : new TreeMap<>(Map.of(name, TensorSource.DATA)));
    }

    /** Names to sources. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static TensorSources of(Map<String, String> sources) {
        SortedMap<String, TensorSource> all = new TreeMap<>();
        sources.forEach((name, source) -> all.put(name, source(name, source)));
        if (!all.containsValue(TensorSource.DATA)) {
            throw new FieldException("input", "fills no tensor with data");
        }
        return new TensorSources(all);
    }

    private static TensorSource source(String tensor, String source) {
        return Arrays.stream(TensorSource.values())
                .filter(known -> name(known).equals(source))
                .findFirst()
                .orElseThrow(() -> new FieldException(
                        "input",
                        "fills " + tensor + " with '" + source + "'; it must be one of "
                                + Arrays.stream(TensorSource.values())
                                        .map(TensorSources::name)
                                        .collect(Collectors.joining(", "))));
    }

    private static String name(TensorSource source) {
        return source.name().toLowerCase(Locale.ROOT);
    }

    @JsonValue
    Object written() {
        if (sources.isEmpty()) {
            return "";
        }
        SortedMap<String, String> all = new TreeMap<>();
        sources.forEach((name, source) -> all.put(name, name(source)));
        return all;
    }
}
