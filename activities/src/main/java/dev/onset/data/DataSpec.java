package dev.onset.data;

import dev.onset.contracts.FieldException;
import dev.onset.contracts.Require;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The data and its split.
 *
 * @param source {@code bundled:NAME} or a path, relative to the study file: CSV with the label in the last column, or the
 *     images file of an IDX pair
 * @param labels the labels file of an IDX pair; empty for CSV
 * @param format how to read it
 * @param shape shape of one example, channels first for images ([1, 8, 8]) or [features]
 * @param classes number of classes; labels are 0..classes-1
 * @param scale inputs are divided by this, after which {@code standardize} applies
 * @param standardize subtract the training mean and divide by the training standard deviation, feature by feature
 * @param train training examples, drawn without replacement by the split's number
 * @param test test examples, disjoint from them
 * @param labelNoise share of labels, in training and test alike, replaced by a uniformly drawn other class
 * @param split number of the random division into training and test examples; the study's seed leaves it as it is, so that
 *     seeds and splits are separate axes
 */
public record DataSpec(
        String source,
        String labels,
        Format format,
        List<Integer> shape,
        int classes,
        double scale,
        boolean standardize,
        int train,
        int test,
        double labelNoise,
        int split) {
    /** File formats. */
    public enum Format {
        /** Comma-separated numbers, label last, no header; may be gzipped. */
        CSV,
        /** As CSV behind one descriptive first line (rows, features, class names). */
        CSV_HEADER,
        /** Big-endian IDX images and labels; may be gzipped. */
        IDX
    }

    public DataSpec {
        Require.text("source", source, 1_024);
        Require.present("format", format);
        labels = labels == null ? "" : labels;
        if (format == Format.IDX && labels.isEmpty()) {
            throw new FieldException("labels", "is missing; format idx needs the labels file");
        }
        shape = shape == null ? List.of() : List.copyOf(shape);
        if (shape.size() != 1 && shape.size() != 3) {
            throw new FieldException(
                    "shape", "has " + shape.size() + " entries; it must be [features] or [channels, height, width]");
        }
        long size = 1;
        for (int s : shape) {
            Require.within("shape", s, 1, 1 << 20);
            size *= s;
        }
        Require.within("shape", size, 1, 1 << 20);
        Require.within("classes", classes, 2, 10_000);
        Require.within("scale", scale, 1e-9, 1e9);
        Require.within("train", train, 1, 100_000_000);
        Require.within("test", test, 1, 100_000_000);
        Require.within("labelNoise", labelNoise, 0.0, 1.0);
        Require.within("split", split, 0, 1_000_000);
    }

    /** The data in a word, for lists: its file's name, or that of bundled data. */
    public String name() {
        return source.substring(source.lastIndexOf('/') + 1).replace("bundled:", "");
    }

    /** What determines the training part of the split: not the size of its test part. */
    public Map<String, Object> training() {
        Map<String, Object> all = new TreeMap<>();
        all.put("format", format);
        all.put("shape", shape);
        all.put("classes", classes);
        all.put("scale", scale);
        all.put("standardize", standardize);
        all.put("train", train);
        all.put("labelNoise", labelNoise);
        all.put("split", split);
        return all;
    }

    /**
     * What determines both parts of the split. The test part's size shifts which rows its first samples are, since classes keep
     * their shares.
     */
    public Map<String, Object> bothParts() {
        Map<String, Object> all = training();
        all.put("test", test);
        return all;
    }

    /** Features of one example. */
    public int features() {
        return shape.stream().mapToInt(Integer::intValue).reduce(1, (a, b) -> a * b);
    }
}
