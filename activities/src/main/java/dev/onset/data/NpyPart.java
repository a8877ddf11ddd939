package dev.onset.data;

import dev.onset.checkpoint.MalformedArrayException;
import dev.onset.checkpoint.NpyStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Reads the arrays of one part of data that are split already: examples and their labels. */
final class NpyPart {
    private final DataSpec spec;
    private final RowBuffer rows;

    NpyPart(DataSpec spec, RowBuffer rows) {
        this.spec = spec;
        this.rows = rows;
    }

    /** Reads and appends the examples; returns how many. */
    int read(DataFile inputs, DataFile labels) {
        int count = inputs.read(in -> array(inputs, in, this::inputs));
        int labelled = labels.read(in -> array(labels, in, this::labels));
        if (count != labelled) {
            throw labels.invalid("holds " + labelled + " labels for the " + count + " examples of " + inputs.name());
        }
        return count;
    }

    /** How many examples an array has, by its header alone. */
    static int count(DataFile file) {
        return file.read(in -> array(file, in, (at, array) -> examples(at, array)));
    }

    private interface Body {
        int read(DataFile file, NpyStream array) throws IOException;
    }

    private static int array(DataFile file, InputStream in, Body body) throws IOException {
        try {
            return body.read(file, NpyStream.open(in));
        } catch (MalformedArrayException e) {
            throw file.invalid("is no array that can be read: it " + e.getMessage());
        }
    }

    private static int examples(DataFile file, NpyStream array) {
        if (array.shape().isEmpty() || array.shape().get(0) < 1) {
            throw file.invalid("header", "has the shape " + array.shape() + ", which holds no examples");
        }
        return array.shape().get(0);
    }

    /** The first axis counts examples; the others are the shape of one, or the same number of values in any other. */
    private int inputs(DataFile file, NpyStream array) throws IOException {
        int count = examples(file, array);
        List<Integer> example = array.shape().subList(1, array.shape().size());
        long size = example.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
        if (size != spec.features()) {
            throw file.invalid(
                    "header",
                    "has the shape " + array.shape() + ", examples of " + size + " values; data.shape " + spec.shape()
                            + " has " + spec.features());
        }
        for (long at = 0; array.hasNext(); at++) {
            double value = array.next();
            float scaled = (float) (value / spec.scale());
            if (!Float.isFinite(scaled)) {
                throw file.invalid(
                        "row " + at / size + ", value " + at % size,
                        value + " is not a finite single-precision number after dividing by data.scale "
                                + spec.scale());
            }
            rows.value(scaled);
        }
        array.end();
        return count;
    }

    private int labels(DataFile file, NpyStream array) throws IOException {
        int count = examples(file, array);
        if (array.shape().stream().skip(1).anyMatch(size -> size != 1)) {
            throw file.invalid("header", "has the shape " + array.shape() + "; labels are one number an example");
        }
        if (!array.isWhole()) {
            throw file.invalid("header", "holds " + array.type() + "; labels are whole numbers, such as int64");
        }
        for (int at = 0; array.hasNext(); at++) {
            double label = array.next();
            if (label < 0 || label >= spec.classes()) {
                throw file.invalid(
                        "row " + at,
                        "label " + (long) label + " is not from 0 to " + (spec.classes() - 1) + " (data.classes is "
                                + spec.classes() + ")");
            }
            rows.label((int) label);
        }
        array.end();
        return count;
    }
}
