package dev.onset.data;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Comma-separated numbers, label last; blank lines are passed over. */
final class CsvReader {
    private final DataFile file;
    private final DataSpec spec;
    private final int features;

    CsvReader(DataFile file, DataSpec spec) {
        this.file = file;
        this.spec = spec;
        features = spec.features();
    }

    Dataset read(InputStream in) throws IOException {
        RowBuffer rows = new RowBuffer(file, features);
        long promised = -1;
        Legend legend = Legend.NONE;
        try (CsvRows text = new CsvRows(in)) {
            Optional<CsvRows.Row> row = text.next();
            if (spec.format() == DataSpec.Format.CSV_HEADER && row.isPresent()) {
                promised = header(row.get().cells());
                legend = promised < 0 ? names(row.get().cells()) : legend;
                row = text.next();
            }
            while (row.isPresent()) {
                row(row.get().cells(), row.get().line(), rows);
                row = text.next();
            }
        }
        if (rows.count() == 0) {
            throw file.invalid("holds no rows");
        }
        if (promised >= 0 && promised != rows.count()) {
            throw file.invalid("line 1", "promises " + promised + " rows, but " + rows.count() + " follow");
        }
        return new Dataset(
                file.name(), rows.values(), rows.labels(), spec.shape(), spec.classes(), OptionalInt.empty(), legend);
    }

    /** A first line that names the columns, the label's last; any other text names nothing. */
    private Legend names(List<String> record) {
        return record.size() == features + 1 && record.stream().noneMatch(String::isBlank)
                ? new Legend(record.subList(0, features), List.of())
                : Legend.NONE;
    }

    /** Checks a first line of the form rows, features, class names; any other text is passed over. Returns rows or -1. */
    private long header(List<String> record) {
        if (record.size() < 2 || !isCount(record.get(0)) || !isCount(record.get(1))) {
            return -1;
        }
        if (Long.parseLong(record.get(1)) != features) {
            throw file.invalid("line 1", "promises " + record.get(1) + " features, but data.shape has " + features);
        }
        int names = record.size() - 2;
        if (names > 0 && names != spec.classes()) {
            throw file.invalid("line 1", "names " + names + " classes, but data.classes is " + spec.classes());
        }
        return Long.parseLong(record.get(0));
    }

    private static boolean isCount(String cell) {
        return cell.length() <= 18 && cell.matches("[0-9]+");
    }

    private void row(List<String> record, long line, RowBuffer rows) {
        if (record.size() != features + 1) {
            throw file.invalid(
                    "line " + line,
                    "has " + record.size() + " columns instead of " + (features + 1) + " (" + features
                            + " features of data.shape and the label)");
        }
        for (int column = 0; column < features; column++) {
            double value = number(record.get(column), line, column);
            float scaled = (float) (value / spec.scale());
            if (!Float.isFinite(scaled)) {
                throw file.invalid(
                        place(line, column),
                        DataFile.show(record.get(column))
                                + " is not a finite single-precision number after dividing by" + " data.scale "
                                + spec.scale());
            }
            rows.value(scaled);
        }
        rows.label(label(record.get(features), line));
    }

    private int label(String cell, long line) {
        double label = number(cell, line, features);
        if (label != Math.rint(label) || label < 0 || label >= spec.classes()) {
            throw file.invalid(
                    place(line, features),
                    "label " + DataFile.show(cell) + " is not a whole number from 0 to " + (spec.classes() - 1)
                            + " (data.classes is " + spec.classes() + ")");
        }
        return (int) label;
    }

    private double number(String cell, long line, int column) {
        OptionalDouble number = PlainNumber.parse(cell);
        if (number.isPresent()) {
            return number.getAsDouble();
        }
        throw file.invalid(
                place(line, column),
                cell.isEmpty() ? "is empty instead of a number" : DataFile.show(cell) + " is not a finite number");
    }

    private static String place(long line, int column) {
        return "line " + line + ", column " + (column + 1);
    }
}
