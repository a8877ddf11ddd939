package dev.onset.infra.interactions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The values of a game, one a coalition: CSV with columns {@code S} (the coalition as a little-endian bitmask) and {@code v},
 * or JSON, an array in that order or an object whose {@code v} is one.
 */
public final class GameFile {
    /** Largest n: 2^20 values. */
    public static final int MAX_PLAYERS = 20;

    private static final long MAX_BYTES = 512L << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    private GameFile(Path file) {
        this.file = file;
    }

    /**
     * Reads a value table.
     *
     * @throws OnsetException MODEL_INVALID naming file, place and bound
     */
    public static double[] read(Path file) {
        GameFile game = new GameFile(file);
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw game.invalid("has " + Files.size(file) + " bytes; at most " + MAX_BYTES + " are read");
            }
            boolean csv = file.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
            return game.checked(csv ? game.csv() : game.json());
        } catch (IOException e) {
            throw game.invalid("cannot be read: " + e);
        }
    }

    private double[] csv() throws IOException {
        try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8);
                CSVParser parser = CSVFormat.DEFAULT
                        .builder()
                        .setHeader()
                        .setSkipHeaderRecord(true)
                        .setIgnoreEmptyLines(true)
                        .setTrim(true)
                        .build()
                        .parse(in)) {
            if (!parser.getHeaderMap().containsKey("S")
                    || !parser.getHeaderMap().containsKey("v")) {
                throw invalid("has columns " + parser.getHeaderNames() + "; columns S and v are needed");
            }
            double[] values = new double[1 << MAX_PLAYERS];
            BitSet seen = new BitSet();
            for (CSVRecord line : parser) {
                int coalition = coalition(line.get("S"), parser.getCurrentLineNumber());
                if (seen.get(coalition)) {
                    throw invalid(
                            "line " + parser.getCurrentLineNumber() + ": coalition " + coalition + " comes twice");
                }
                seen.set(coalition);
                values[coalition] = number(line.get("v"), "line " + parser.getCurrentLineNumber());
            }
            if (seen.cardinality() != seen.length()) {
                throw invalid("lacks coalition " + seen.nextClearBit(0));
            }
            return Arrays.copyOf(values, seen.cardinality());
        }
    }

    private int coalition(String text, long line) {
        int coalition;
        try {
            coalition = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw invalid("line " + line + ": coalition '" + text + "' is no whole number");
        }
        if (coalition < 0 || coalition >= 1 << MAX_PLAYERS) {
            throw invalid("line " + line + ": coalition " + coalition + " is not within 0.." + ((1 << MAX_PLAYERS) - 1)
                    + ", the coalitions of " + MAX_PLAYERS + " players");
        }
        return coalition;
    }

    private double[] json() throws IOException {
        JsonNode tree;
        try {
            tree = JSON.readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw invalid("is no JSON: " + e.getOriginalMessage());
        }
        JsonNode array = tree.isObject() ? tree.path("v") : tree;
        if (!array.isArray()) {
            throw invalid("holds no values; an array, or an object whose v is one, is needed");
        }
        double[] values = new double[array.size()];
        for (int s = 0; s < values.length; s++) {
            values[s] = number(array.get(s).asText(), "coalition " + s);
        }
        return values;
    }

    private double number(String text, String where) {
        double value;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw invalid(where + ": '" + text + "' is no number");
        }
        if (!Double.isFinite(value)) {
            throw invalid(where + ": the value is " + text + "; interactions need finite values of all coalitions");
        }
        return value;
    }

    private double[] checked(double[] values) {
        if (values.length == 0 || Integer.bitCount(values.length) != 1) {
            throw invalid("has " + values.length + " values; the coalitions of n players are 2^n");
        }
        if (values.length > 1 << MAX_PLAYERS) {
            throw invalid("has " + values.length + " values; at most 2^" + MAX_PLAYERS + " are read");
        }
        return values;
    }

    private OnsetException invalid(String what) {
        return new OnsetException(ErrorCode.MODEL_INVALID, "values " + file + " " + what + "; nothing was written");
    }
}
