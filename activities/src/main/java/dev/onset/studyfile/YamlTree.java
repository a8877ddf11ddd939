package dev.onset.studyfile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onset.contracts.OnsetException;
import java.math.BigInteger;
import java.util.Iterator;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads YAML text as a plain tree of maps, lists and scalars, from the parser's events, so that nothing is ever
 * instantiated. What could name a class or grow without bound (tags, anchors, aliases, deep nesting, further documents) is
 * refused, and so are duplicate keys. Scalars are those of YAML 1.2: {@code no} and {@code off} are text, numbers are decimal.
 */
final class YamlTree {
    /** Largest study file, in bytes or characters; a study is a page of text. */
    static final int MAX_SIZE = 1 << 20;

    private static final int MAX_DEPTH = 20;
    private static final int MAX_KEY = 200;
    private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]{1,100}");
    private static final Pattern NUMBER =
            Pattern.compile("[-+]?(\\.[0-9]{1,100}|[0-9]{1,100}(\\.[0-9]{0,100})?)([eE][-+]?[0-9]{1,9})?");
    private static final Pattern INFINITE = Pattern.compile("[-+]?\\.(inf|Inf|INF)");
    private static final Pattern NOT_A_NUMBER = Pattern.compile("\\.(nan|NaN|NAN)");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final String origin;
    private final Iterator<Event> events;

    private YamlTree(String origin, String text) {
        this.origin = origin;
        this.events =
                new Parse(LoadSettings.builder().build()).parseString(text).iterator();
    }

    /** Reads one document. The origin (a file name or an option) leads every message. */
    static JsonNode read(String origin, String text) {
        if (text.length() > MAX_SIZE) {
            throw Problems.invalid(
                    origin, "has " + text.length() + " characters; at most " + MAX_SIZE + " are allowed");
        }
        try {
            return new YamlTree(origin, text).document();
        } catch (MarkedYamlEngineException e) {
            String line = e.getProblemMark().map(mark -> line(mark) + ": ").orElse("");
            throw Problems.invalid(origin, "is not YAML: " + line + Problems.oneLine(String.valueOf(e.getProblem())));
        } catch (YamlEngineException e) {
            throw Problems.invalid(origin, "is not YAML: " + Problems.oneLine(String.valueOf(e.getMessage())));
        }
    }

    private JsonNode document() {
        JsonNode root = NODES.nullNode();
        int documents = 0;
        while (events.hasNext()) {
            Event event = events.next();
            if (event instanceof DocumentStartEvent) {
                if (++documents > 1) {
                    throw refuse(event, "begins a second document; a study file holds one");
                }
                root = node(events.next(), 0);
            }
        }
        return root;
    }

    private JsonNode node(Event event, int depth) {
        if (event instanceof AliasEvent) {
            throw refuse(event, "uses a YAML alias; write the value out");
        }
        if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
            throw refuse(event, "uses a YAML anchor; write the value out");
        }
        if (event instanceof ScalarEvent scalar) {
            return scalar(scalar);
        }
        if (!(event instanceof CollectionStartEvent start)) {
            throw new IllegalStateException("the YAML parser gave " + event);
        }
        if (start.getTag().isPresent()) {
            throw refuse(event, "uses a YAML tag; values carry no types");
        }
        if (depth == MAX_DEPTH) {
            throw refuse(event, "nests deeper than " + MAX_DEPTH + " levels");
        }
        return event.getEventId() == Event.ID.MappingStart ? map(depth) : list(depth);
    }

    private ObjectNode map(int depth) {
        ObjectNode map = NODES.objectNode();
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            if (!(node(event, depth + 1).isValueNode() && event instanceof ScalarEvent key)) {
                throw refuse(event, "has a key that is not a name");
            }
            String name = key.getValue();
            if (name.length() > MAX_KEY) {
                throw refuse(
                        event, "has a key of " + name.length() + " characters; at most " + MAX_KEY + " are allowed");
            }
            JsonNode value = node(events.next(), depth + 1);
            if (map.has(name)) {
                throw refuse(event, "gives the key " + Problems.quoted(name) + " a second time");
            }
            map.set(name, value);
        }
        return map;
    }

    private ArrayNode list(int depth) {
        ArrayNode list = NODES.arrayNode();
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            list.add(node(event, depth + 1));
        }
        return list;
    }

    private JsonNode scalar(ScalarEvent scalar) {
        if (scalar.getTag().isPresent()) {
            throw refuse(scalar, "uses a YAML tag; values carry no types");
        }
        String text = scalar.getValue();
        if (!scalar.isPlain()) {
            return NODES.textNode(text);
        }
        switch (text) {
            case "", "~", "null", "Null", "NULL" -> {
                return NODES.nullNode();
            }
            case "true", "True", "TRUE" -> {
                return NODES.booleanNode(true);
            }
            case "false", "False", "FALSE" -> {
                return NODES.booleanNode(false);
            }
            default -> {
                return number(text);
            }
        }
    }

    private static JsonNode number(String text) {
        if (WHOLE.matcher(text).matches()) {
            BigInteger value = new BigInteger(text);
            if (value.bitLength() < Integer.SIZE) {
                return NODES.numberNode(value.intValue());
            }
            return value.bitLength() < Long.SIZE ? NODES.numberNode(value.longValue()) : NODES.numberNode(value);
        }
        if (NUMBER.matcher(text).matches()) {
            return NODES.numberNode(Double.parseDouble(text));
        }
        if (INFINITE.matcher(text).matches()) {
            return NODES.numberNode(text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
        }
        return NOT_A_NUMBER.matcher(text).matches() ? NODES.numberNode(Double.NaN) : NODES.textNode(text);
    }

    private OnsetException refuse(Event at, String problem) {
        return Problems.invalid(
                origin, at.getStartMark().map(mark -> line(mark) + " ").orElse("") + problem);
    }

    private static String line(Mark mark) {
        return "line " + (mark.getLine() + 1);
    }
}
