package dev.onset.meanfield;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** What is varied one at a time in flows on a training set. */
enum Factor {
    NOISE("noise", "label noise", FlowSettings::noise),
    POINTS("points", "training points", FlowSettings::points),
    NEURONS("neurons", "width N", FlowSettings::neurons),
    WEIGHT_DECAY("decay", "weight decay", FlowSettings::weightDecay),
    INITIAL_SCALE("scale", "initial scale", FlowSettings::initialScale);

    /** Part of the names of runs. */
    final String id;

    final String words;
    private final ToDoubleFunction<FlowSettings> value;

    Factor(String id, String words, ToDoubleFunction<FlowSettings> value) {
        this.id = id;
        this.words = words;
        this.value = value;
    }

    double of(FlowSettings settings) {
        return value.applyAsDouble(settings);
    }

    /** Further values that a grid lists. */
    List<? extends Number> values(MeanField.Grid grid) {
        return switch (this) {
            case NOISE -> grid.noise();
            case POINTS -> grid.points();
            case NEURONS -> grid.neurons();
            case WEIGHT_DECAY -> grid.weightDecay();
            case INITIAL_SCALE -> grid.initialScale();
        };
    }

    /** The sample with another value of this factor. */
    MeanField.Sample vary(MeanField.Sample s, Number to) {
        return new MeanField.Sample(
                s.maximumOrder(),
                this == POINTS ? to.intValue() : s.points(),
                this == NOISE ? to.doubleValue() : s.noise(),
                this == NEURONS ? to.intValue() : s.neurons(),
                this == WEIGHT_DECAY ? to.doubleValue() : s.weightDecay(),
                this == INITIAL_SCALE ? to.doubleValue() : s.initialScale());
    }
}
