package dev.onset.data;

import java.util.Arrays;

/** Rows and labels as they come off a file, whose count is known only at its end. */
final class RowBuffer {
    private static final int MAX_VALUES = Integer.MAX_VALUE - 8;

    private final DataFile file;
    private final int features;
    private float[] values;
    private int[] labels = new int[256];
    private int used;
    private int count;

    RowBuffer(DataFile file, int features) {
        this.file = file;
        this.features = features;
        values = new float[features];
    }

    int count() {
        return count;
    }

    void value(float value) {
        if (used == values.length) {
            if (used == MAX_VALUES) {
                throw file.invalid(
                        "holds more than " + MAX_VALUES + " values, which is more than one data set may have");
            }
            long larger = Math.max(used + (long) features, 2L * used);
            values = Arrays.copyOf(values, (int) Math.min(larger, MAX_VALUES));
        }
        values[used++] = value;
    }

    void label(int label) {
        if (count == labels.length) {
            labels = Arrays.copyOf(labels, 2 * count);
        }
        labels[count++] = label;
    }

    float[] values() {
        return Arrays.copyOf(values, used);
    }

    int[] labels() {
        return Arrays.copyOf(labels, count);
    }
}
