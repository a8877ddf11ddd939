package dev.onset.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Texts and their labels, a line each, a tab between, behind a header that names the columns: {@code label}, and another that is
 * the text. A text is split at white space and lower-cased; what is longer than an example is cut at its end, what is shorter is
 * filled up.
 */
final class TsvReader {
    private final DataFile file;
    private final DataSpec spec;
    private final Legend legend;
    private final Map<String, Integer> numbers = new HashMap<>();

    TsvReader(DataFile file, DataSpec spec, Legend legend) {
        this.file = file;
        this.spec = spec;
        this.legend = legend;
        List<String> tokens = legend.tokens();
        for (int i = tokens.size() - 1; i >= 0; i--) {
            numbers.put(tokens.get(i), i);
        }
    }

    Dataset read(InputStream in) throws IOException {
        RowBuffer rows = new RowBuffer(file, spec.features());
        BufferedReader text = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        List<String> columns = columns(text.readLine());
        int label = columns.indexOf("label");
        if (columns.size() != 2 || label < 0) {
            throw file.invalid(
                    "line 1", "names the columns " + columns + "; it must name two, label and one that holds the text");
        }
        long number = 1;
        for (String line = text.readLine(); line != null; line = text.readLine()) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            List<String> cells = columns(line);
            if (cells.size() != 2) {
                throw file.invalid("line " + number, "has " + cells.size() + " columns instead of 2");
            }
            text(cells.get(1 - label), number, rows);
            rows.label(label(cells.get(label), number));
        }
        if (rows.count() == 0) {
            throw file.invalid("holds no rows");
        }
        return new Dataset(
                file.name(), rows.values(), rows.labels(), spec.shape(), spec.classes(), OptionalInt.empty(), legend);
    }

    /** No quotes: a text has them as it likes. */
    private static List<String> columns(String line) {
        return line == null
                ? List.of()
                : List.of(line.replaceFirst("^\uFEFF", "").split("\t", -1));
    }

    private void text(String text, long line, RowBuffer rows) {
        String[] words = text.strip().toLowerCase(Locale.ROOT).split("\\s+");
        if (words.length == 1 && words[0].isEmpty()) {
            throw file.invalid("line " + line, "has an empty text");
        }
        for (int i = 0; i < spec.features(); i++) {
            rows.value(i < words.length ? number(words[i], line) : legend.padding());
        }
    }

    private int number(String word, long line) {
        Integer known = numbers.get(word);
        if (known == null) {
            known = legend.unknown()
                    .orElseThrow(() -> file.invalid(
                            "line " + line,
                            DataFile.show(word)
                                    + " is not in data.vocabulary, which has no [UNK] or <unk> for such words"));
        }
        return known;
    }

    private int label(String cell, long line) {
        if (!cell.strip().matches("[0-9]{1,6}") || Integer.parseInt(cell.strip()) >= spec.classes()) {
            throw file.invalid(
                    "line " + line,
                    "label " + DataFile.show(cell) + " is not a whole number from 0 to " + (spec.classes() - 1)
                            + " (data.classes is " + spec.classes() + ")");
        }
        return Integer.parseInt(cell.strip());
    }
}
