package dev.onset.evaluate;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import dev.onset.contracts.OnsetException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;

/**
 * One input tensor of a model, with every size but the number of rows settled.
 *
 * @param source what fills it
 * @param shape sizes, the first one the number of rows, below 1 where it is free
 */
record OnnxInput(String name, TensorSource source, OnnxJavaType type, long[] shape) {
    static final Set<OnnxJavaType> TYPES = EnumSet.of(
            OnnxJavaType.FLOAT, OnnxJavaType.DOUBLE, OnnxJavaType.INT64, OnnxJavaType.INT32, OnnxJavaType.BOOL);

    private static final String EXPECTED =
            "expected one float (or double, int64, int32, bool) input [rows, ..] with only the rows free";

    /**
     * Settles the sizes that the model leaves open by the shape of an example.
     *
     * @param refused makes the refusal of what does not fit
     */
    static OnnxInput of(
            String name,
            TensorSource source,
            TensorInfo info,
            ModelBinding binding,
            Function<String, OnsetException> refused) {
        long[] declared = info.getShape();
        String found = name + " of shape " + Arrays.toString(declared);
        if (!TYPES.contains(info.type)) {
            throw refused.apply("takes " + name + " of " + info + "; " + EXPECTED);
        }
        if (declared.length < 2) {
            throw refused.apply("takes " + found + "; " + EXPECTED);
        }
        long[] shape = binding.shape().isEmpty() ? declared.clone() : settled(declared, binding);
        if (Arrays.stream(shape).skip(1).anyMatch(size -> size < 1)) {
            throw refused.apply("takes " + found + "; "
                    + (binding.shape().isEmpty()
                            ? EXPECTED
                            : "an example of shape " + binding.shape() + " does not fit it"));
        }
        OnnxInput input = new OnnxInput(name, source, info.type, shape);
        if (input.size() > Integer.MAX_VALUE / 8) {
            throw refused.apply("takes " + found + ", more than can be evaluated; " + EXPECTED);
        }
        boolean fits = binding.shape().isEmpty()
                || source == TensorSource.ZEROS
                || source == TensorSource.ONES
                || input.size() == binding.features();
        if (!fits) {
            throw refused.apply("takes " + found + "; an example of shape " + binding.shape() + " does not fit it");
        }
        return input;
    }

    /** Equal ranks go size by size; else what is open is filled up with what is left of the example. */
    private static long[] settled(long[] declared, ModelBinding binding) {
        long[] shape = declared.clone();
        if (declared.length == binding.shape().size() + 1) {
            for (int i = 1; i < shape.length; i++) {
                shape[i] = declared[i] < 1 ? binding.shape().get(i - 1) : declared[i];
            }
            return shape;
        }
        long known = 1;
        int open = 0;
        for (int i = 1; i < shape.length; i++) {
            known = declared[i] < 1 ? known : saturatedProduct(known, declared[i]);
            open = declared[i] < 1 ? i : open;
        }
        if (open > 0 && binding.features() % known == 0) {
            shape[open] = binding.features() / known;
        }
        return shape;
    }

    /** Values of one row. */
    long size() {
        return Arrays.stream(shape).skip(1).reduce(1, OnnxInput::saturatedProduct);
    }

    long[] shape(int rows) {
        long[] sizes = shape.clone();
        sizes[0] = rows;
        return sizes;
    }

    private static long saturatedProduct(long a, long b) {
        return Math.multiplyHigh(a, b) != 0 || a * b < 0 ? Long.MAX_VALUE : a * b;
    }
}
