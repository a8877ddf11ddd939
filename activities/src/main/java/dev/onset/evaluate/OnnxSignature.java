package dev.onset.evaluate;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;

/** What a model takes and gives, checked to be a classifier's. */
final class OnnxSignature {
    private static final String EXPECTED_INPUT =
            "expected one float input [rows, features] or [rows, channels, height, width] with only the rows free";
    private static final String EXPECTED_OUTPUT =
            "expected one float output [rows, classes] with two classes or more and only the rows free";

    private final String model;
    private final String input;
    private final String output;
    private final long[] inputShape;
    private final int features;
    private final int classes;

    private OnnxSignature(String model, NodeInfo in, NodeInfo out) {
        this.model = model;
        this.input = in.getName();
        this.output = out.getName();
        this.inputShape = shape(in, EXPECTED_INPUT);
        boolean known = Arrays.stream(inputShape).skip(1).allMatch(size -> size >= 1);
        if (!known || (inputShape.length != 2 && inputShape.length != 4)) {
            throw refused("takes " + input + " of shape " + Arrays.toString(inputShape) + "; " + EXPECTED_INPUT);
        }
        long[] outputShape = shape(out, EXPECTED_OUTPUT);
        if (outputShape.length != 2 || outputShape[1] < 2) {
            throw refused("gives " + output + " of shape " + Arrays.toString(outputShape) + "; " + EXPECTED_OUTPUT);
        }
        features = narrow(Arrays.stream(inputShape).skip(1).reduce(1, OnnxSignature::saturatedProduct), EXPECTED_INPUT);
        classes = narrow(outputShape[1], EXPECTED_OUTPUT);
    }

    static OnnxSignature of(OrtSession session, String model) throws OrtException {
        return new OnnxSignature(
                model,
                only(model, session.getInputInfo(), EXPECTED_INPUT),
                only(model, session.getOutputInfo(), EXPECTED_OUTPUT));
    }

    String input() {
        return input;
    }

    String output() {
        return output;
    }

    /** Shape of an input tensor of so many rows. */
    long[] inputShape(int rows) {
        long[] shape = inputShape.clone();
        shape[0] = rows;
        return shape;
    }

    /** The number of rows, where the file fixes it. */
    OptionalInt fixedRows() {
        return inputShape[0] >= 1 ? OptionalInt.of(narrow(inputShape[0], EXPECTED_INPUT)) : OptionalInt.empty();
    }

    int features() {
        return features;
    }

    int classes() {
        return classes;
    }

    /** The model as messages call it. */
    String model() {
        return model;
    }

    OnsetException refused(String what) {
        return refused(model, what);
    }

    private static OnsetException refused(String model, String what) {
        return new OnsetException(ErrorCode.MODEL_INVALID, "model " + model + " " + what);
    }

    private static NodeInfo only(String model, Map<String, NodeInfo> nodes, String expected) {
        if (nodes.size() != 1) {
            throw refused(model, "has " + nodes.keySet() + "; " + expected);
        }
        return nodes.values().iterator().next();
    }

    private long[] shape(NodeInfo node, String expected) {
        if (node.getInfo() instanceof TensorInfo tensor && tensor.type == OnnxJavaType.FLOAT) {
            return tensor.getShape().clone();
        }
        throw refused("has " + node.getName() + " of " + node.getInfo() + "; " + expected);
    }

    private static long saturatedProduct(long a, long b) {
        return Math.multiplyHigh(a, b) != 0 || a * b < 0 ? Long.MAX_VALUE : a * b;
    }

    private int narrow(long size, String expected) {
        if (size > Integer.MAX_VALUE / 8) {
            throw refused("has a size of " + size + ", more than can be evaluated; " + expected);
        }
        return (int) size;
    }
}
