package dev.onset.springblock;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** The axes of noise; along each the others are at rest. */
enum Axis {
    DROPOUT("dropout", "dropout", SpringSettings::dropout),
    DATA_NOISE("data-noise", "data noise", SpringSettings::dataNoise),
    LEARNING_RATE("rate", "learning rate", SpringSettings::learningRate),
    /** The smaller a batch, the more noise. */
    BATCH("batch", "batch size", SpringSettings::batch);

    /** Part of the names of runs. */
    final String id;

    final String words;
    private final ToDoubleFunction<SpringSettings> value;

    Axis(String id, String words, ToDoubleFunction<SpringSettings> value) {
        this.id = id;
        this.words = words;
        this.value = value;
    }

    double of(SpringSettings settings) {
        return value.applyAsDouble(settings);
    }

    /** Values beside the one at rest. */
    List<? extends Number> values(SpringBlock.Grid grid) {
        return switch (this) {
            case DROPOUT -> grid.dropout();
            case DATA_NOISE -> grid.dataNoise();
            case LEARNING_RATE -> grid.learningRate();
            case BATCH -> grid.batch();
        };
    }

    /** The settings with another value on this axis. */
    SpringSettings move(SpringSettings s, Number to) {
        return new SpringSettings(
                s.data(),
                s.shape(),
                s.alpha(),
                this == DROPOUT ? to.doubleValue() : s.dropout(),
                this == DATA_NOISE ? to.doubleValue() : s.dataNoise(),
                this == LEARNING_RATE ? to.doubleValue() : s.learningRate(),
                this == BATCH ? to.intValue() : s.batch());
    }

    /** In the order of growing noise. */
    int compare(double a, double b) {
        return this == BATCH ? Double.compare(b, a) : Double.compare(a, b);
    }
}
