package dev.onset.train;

import ai.onnx.proto.OnnxMl;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.store.LocalFiles;
import dev.onset.train.NetworkLayout.ConvPart;
import dev.onset.train.NetworkLayout.DensePart;
import dev.onset.train.NetworkLayout.Part;
import dev.onset.train.NetworkLayout.PoolPart;
import dev.onset.train.NetworkSpec.Activation;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tribuo.util.onnx.ONNXContext;
import org.tribuo.util.onnx.ONNXInitializer;
import org.tribuo.util.onnx.ONNXOperators;
import org.tribuo.util.onnx.ONNXPlaceholder;
import org.tribuo.util.onnx.ONNXRef;

/**
 * Writes a network as ONNX (opset 13, IR 7): input {@code x}, float [N, features], flat also for images; output
 * {@code logits}, float [N, classes], before the softmax. Equal networks give equal bytes.
 */
public final class OnnxWriter {
    /** Name of the input. */
    public static final String INPUT = "x";
    /** Name of the output. */
    public static final String OUTPUT = "logits";

    private static final long IR_VERSION = 7;

    private final ONNXContext context = new ONNXContext();
    private final float[] parameters;

    private OnnxWriter(float[] parameters) {
        this.parameters = parameters;
        context.setName("network");
    }

    /** Length of a network's flat vector of parameters. */
    public static int parameters(NetworkSpec network, List<Integer> shape, int classes) {
        return NetworkLayout.of(network, shape, classes).parameters();
    }

    /**
     * Writes the file, replacing one that is there; a crash meanwhile leaves an incomplete file.
     *
     * @param shape shape of one example, [features] or [channels, height, width]
     * @param parameters the flat vector of {@link TrainerState}
     * @throws OnsetException when the parameters are not this network's, or the file cannot be written
     */
    public static void write(NetworkSpec network, List<Integer> shape, int classes, float[] parameters, Path file) {
        NetworkLayout layout = NetworkLayout.of(network, shape, classes);
        if (parameters.length != layout.parameters()) {
            throw new OnsetException(
                    ErrorCode.MODEL_INVALID,
                    parameters.length + " parameters for a network of " + layout.parameters()
                            + "; nothing was written");
        }
        OnnxMl.ModelProto model = new OnnxWriter(parameters).model(layout, shape);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            model.writeTo(out);
        } catch (IOException e) {
            throw LocalFiles.scratchFailure("writing " + file, file, e);
        }
    }

    private OnnxMl.ModelProto model(NetworkLayout layout, List<Integer> shape) {
        int features = shape.stream().reduce(1, Math::multiplyExact);
        ONNXPlaceholder input = context.floatInput(INPUT, features);
        DensePart readout = (DensePart) layout.layers().get(layout.layers().size() - 1);
        ONNXPlaceholder output = context.floatOutput(OUTPUT, readout.outputs());
        ONNXRef<?> value = input;
        boolean image = layout.startsWithImage();
        if (image) {
            value = value.apply(
                    OnnxOperation.RESHAPE,
                    context.array("image_shape", new long[] {-1, shape.get(0), shape.get(1), shape.get(2)}),
                    "image");
        }
        for (int i = 0; i < layout.layers().size(); i++) {
            Part part = layout.layers().get(i);
            if (part instanceof DensePart dense) {
                if (image) {
                    value = value.apply(OnnxOperation.FLATTEN, "flat");
                    image = false;
                }
                value = dense(value, dense, "dense_" + i);
            } else if (part instanceof ConvPart conv) {
                value = conv(value, conv, "conv_" + i);
            } else if (part instanceof PoolPart pool) {
                value = pool(value, pool);
            }
        }
        value.assignTo(output);
        return OnnxMl.ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("onset")
                .addOpsetImport(
                        OnnxMl.OperatorSetIdProto.newBuilder().setDomain("").setVersion(OnnxOperation.OPSET))
                .setGraph(context.buildGraph())
                .build();
    }

    private ONNXRef<?> dense(ONNXRef<?> value, DensePart dense, String name) {
        ONNXInitializer weights = tensor(
                name + "_weights", List.of(dense.outputs(), dense.inputs()), dense.weightOffset(), dense.weights());
        ONNXInitializer biases =
                tensor(name + "_biases", List.of(dense.outputs()), dense.biasOffset(), dense.outputs());
        ONNXRef<?> sum =
                context.operation(ONNXOperators.GEMM, List.of(value, weights, biases), name, Map.of("transB", 1));
        return activate(sum, dense.activation());
    }

    private ONNXRef<?> conv(ONNXRef<?> value, ConvPart conv, String name) {
        ONNXInitializer weights = tensor(
                name + "_weights",
                List.of(conv.filters(), conv.channels(), conv.kernel(), conv.kernel()),
                conv.weightOffset(),
                conv.weights());
        ONNXInitializer biases = tensor(name + "_biases", List.of(conv.filters()), conv.biasOffset(), conv.filters());
        int padding = conv.padding();
        ONNXRef<?> sum = context.operation(
                OnnxOperation.CONV,
                List.of(value, weights, biases),
                name,
                ordered(
                        "kernel_shape", new int[] {conv.kernel(), conv.kernel()},
                        "pads", new int[] {padding, padding, padding, padding}));
        return activate(sum, conv.activation());
    }

    private static ONNXRef<?> pool(ONNXRef<?> value, PoolPart pool) {
        int[] square = {pool.size(), pool.size()};
        return value.apply(OnnxOperation.MAX_POOL, ordered("kernel_shape", square, "strides", square));
    }

    private static ONNXRef<?> activate(ONNXRef<?> value, Activation activation) {
        return switch (activation) {
            case IDENTITY -> value;
            case RELU -> value.apply(OnnxOperation.RELU);
            case TANH -> value.apply(OnnxOperation.TANH);
        };
    }

    private ONNXInitializer tensor(String name, List<Integer> shape, int offset, int length) {
        return context.floatTensor(name, shape, buffer -> buffer.put(parameters, offset, length));
    }

    /** Attributes are written in the map's order, so it has to have one. */
    private static Map<String, Object> ordered(String name, int[] value, String otherName, int[] otherValue) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put(name, value);
        attributes.put(otherName, otherValue);
        return attributes;
    }
}
