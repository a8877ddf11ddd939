package dev.onset.evaluate;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How examples go into a model and logits come out of it.
 *
 * @param inputs tensor name to what fills it; empty where the model has one input, which takes the data
 * @param output name of the tensor that is read; empty where it has one
 * @param shape of one example, which settles the sizes that a model leaves open; empty where it leaves none open
 * @param classes logits of one row, which settle the same for the output; 0 where the model says
 * @param padding the token number that {@link TensorSource#ATTENTION} passes over
 */
public record ModelBinding(
        SortedMap<String, TensorSource> inputs, String output, List<Integer> shape, int classes, int padding) {
    /** A model with one input and one output whose shapes say everything but the number of rows. */
    public static final ModelBinding PLAIN = new ModelBinding(new TreeMap<>(), "", List.of(), 0, 0);

    public ModelBinding {
        inputs = Collections.unmodifiableSortedMap(new TreeMap<>(inputs));
        shape = List.copyOf(shape);
    }

    /** Features of one example; 0 where the model says. */
    int features() {
        return shape.isEmpty() ? 0 : shape.stream().reduce(1, Math::multiplyExact);
    }
}
