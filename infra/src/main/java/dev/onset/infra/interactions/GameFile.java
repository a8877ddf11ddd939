package dev.onset.infra.interactions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.data.CsvRows;
import dev.onset.data.PlainNumber;
import dev.onset.interactions.SparseExtractor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The values of a game, one a coalition: CSV with columns {@code S} (the coalition as a little-endian bitmask) and {@code v},
 * or JSON, an array in that order or an object whose {@code v} is one, in that order or as its {@code S} says. Other columns
 * and fields are passed over.
 */
public final class GameFile {
    /** Largest n: 2^20 values. */
    public static final int MAX_PLAYERS = 20;

    private static final long MAX_BYTES = 512L << 20;

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
            throw game.invalid(
                    "cannot be read: " + e.getMessage() + " (" + e.getClass().getSimpleName() + ")");
        }
    }

    private double[] csv() throws IOException {
        try (InputStream in = Files.newInputStream(file);
                CsvRows rows = new CsvRows(in)) {
            List<String> names =
                    rows.next().orElseThrow(() -> invalid("is empty")).cells();
            int coalitions = column(names, "S");
            int values = column(names, "v");
            CoalitionTable table = new CoalitionTable(this::invalid);
            for (Optional<CsvRows.Row> next = rows.next(); next.isPresent(); next = rows.next()) {
                List<String> cells = next.get().cells();
                String line = "line " + next.get().line();
                if (cells.size() != names.size()) {
                    throw invalid(line + ": has " + cells.size() + " columns instead of " + names.size());
                }
                table.put(
                        number(cells.get(coalitions), line + ": coalition"),
                        number(cells.get(values), line + ": value"),
                        line);
            }
            return table.values();
        }
    }

    private int column(List<String> names, String name) {
        int at = names.indexOf(name);
        if (at < 0) {
            throw invalid("has columns " + names + "; columns S and v are needed");
        }
        if (names.lastIndexOf(name) != at) {
            throw invalid("has column " + name + " twice: " + names);
        }
        return at;
    }

    private double number(String text, String what) {
        OptionalDouble number = PlainNumber.parse(text);
        if (number.isEmpty() || Double.isInfinite(number.getAsDouble())) {
            throw invalid(what + " '" + text + "' is no finite number; interactions need a value of every coalition");
        }
        return number.getAsDouble();
    }

    private double[] json() throws IOException {
        JsonInput json = JsonInput.of(Files.readAllBytes(file), this::invalid);
        if (json.root().isArray()) {
            return json.numbers(json.root(), "value");
        }
        if (!json.root().path("v").isArray()) {
            throw invalid("holds no values; an array, or an object whose v is one, is needed");
        }
        refuseMisspelt(json.root());
        double[] values = json.numbers(json.field("v"), "v");
        if (json.root().path("S").isMissingNode()) {
            return values;
        }
        int[] coalitions = json.counts(json.field("S"), "S");
        if (coalitions.length != values.length) {
            throw invalid("has " + coalitions.length + " coalitions in S and " + values.length + " values in v");
        }
        CoalitionTable table = new CoalitionTable(this::invalid);
        for (int i = 0; i < values.length; i++) {
            table.put(coalitions[i], values[i], "S[" + i + "]");
        }
        return table.values();
    }

    /** A list of coalitions under another name would be passed over and the values taken in file order. */
    private void refuseMisspelt(JsonNode object) {
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!name.equals("S") && name.strip().toLowerCase(Locale.ROOT).matches("s|coalitions?|masks?|bitmasks?")) {
                throw invalid("has a field '" + name + "'; the coalitions of v are read from a field named S");
            }
        }
    }

    private double[] checked(double[] values) {
        if (values.length == 0 || Integer.bitCount(values.length) != 1) {
            throw invalid("has " + values.length + " values; the coalitions of n players are 2^n");
        }
        if (values.length > 1 << MAX_PLAYERS) {
            throw invalid("has " + values.length + " values; at most 2^" + MAX_PLAYERS + " are read");
        }
        try {
            SparseExtractor.requireValues(values);
        } catch (OnsetException e) {
            throw invalid("cannot be used: " + e.getMessage());
        }
        return values;
    }

    private OnsetException invalid(String what) {
        return new OnsetException(ErrorCode.MODEL_INVALID, "values " + file + " " + what + "; nothing was written");
    }
}
