package dev.onset.data;

import java.util.List;
import java.util.OptionalInt;

/**
 * Labelled examples in memory, in file order.
 *
 * <p>The arrays are the data set's own, not copies: they are read, never written.
 */
public final class Dataset {
    private final String name;
    private final float[] rows;
    private final int[] labels;
    private final List<Integer> shape;
    private final int features;
    private final int classes;
    private final OptionalInt train;
    private final Legend legend;

    Dataset(String name, float[] rows, int[] labels, List<Integer> shape, int classes) {
        this(name, rows, labels, shape, classes, OptionalInt.empty(), Legend.NONE);
    }

    /**
     * @param train how many of the first rows are training examples, where the data are split already
     * @param legend what their numbers are called
     */
    Dataset(
            String name,
            float[] rows,
            int[] labels,
            List<Integer> shape,
            int classes,
            OptionalInt train,
            Legend legend) {
        this.name = name;
        this.rows = rows;
        this.labels = labels;
        this.shape = List.copyOf(shape);
        this.features = shape.stream().reduce(1, Math::multiplyExact);
        this.classes = classes;
        this.train = train;
        this.legend = legend;
        if (rows.length != (long) labels.length * features) {
            throw new IllegalArgumentException(
                    rows.length + " values are not " + labels.length + " rows of " + features);
        }
    }

    /** The file it was read from, for messages. */
    public String name() {
        return name;
    }

    /** All values, [count x features] row by row, already divided by the scale. */
    public float[] rows() {
        return rows;
    }

    /** Labels 0..classes-1, [count]. */
    public int[] labels() {
        return labels;
    }

    /** Shape of one example, channels first for images. */
    public List<Integer> shape() {
        return shape;
    }

    public int features() {
        return features;
    }

    public int classes() {
        return classes;
    }

    /** How many of the first rows are training examples, the others test examples; empty for data that are split here. */
    OptionalInt train() {
        return train;
    }

    /** What the numbers of an example are called. */
    public Legend legend() {
        return legend;
    }

    public int count() {
        return labels.length;
    }
}
