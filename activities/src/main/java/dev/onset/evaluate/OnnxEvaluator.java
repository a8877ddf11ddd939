package dev.onset.evaluate;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * A classifier in ONNX format on ONNX Runtime, one thread.
 *
 * <p>The model takes one float tensor [rows, ...], whose other dimensions are fixed, and gives one float tensor [rows,
 * classes] of logits. Rows are always evaluated in batches of the same shape, the last one filled up: kernels are chosen by
 * shape, so the bits of a result must not depend on how many rows were asked about. Nothing is allocated from call to call.
 */
public final class OnnxEvaluator implements Evaluator {
    private static final int BATCH = 256;

    private final String name;
    private final OrtSession session;
    private final int features;
    private final int classes;
    private final FloatBuffer input;
    private final FloatBuffer output;
    private final OnnxTensor inputTensor;
    private final OnnxTensor outputTensor;
    private final Map<String, OnnxTensor> inputs;
    private final Map<String, OnnxTensor> outputs;

    private OnnxEvaluator(Path model) throws OrtException {
        name = String.valueOf(model.getFileName());
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        session = environment.createSession(model.toString(), options());
        try {
            NodeInfo in = only(session.getInputInfo(), "input");
            NodeInfo out = only(session.getOutputInfo(), "output");
            long[] inputShape = shape(in);
            long[] outputShape = shape(out);
            if (inputShape.length < 2 || Arrays.stream(inputShape).skip(1).anyMatch(d -> d < 1)) {
                throw refused("takes " + Arrays.toString(inputShape)
                        + "; expected [rows, features] or [rows, channels, height,"
                        + " width] with only the number of rows free");
            }
            if (outputShape.length != 2 || outputShape[1] < 2) {
                throw refused("gives " + Arrays.toString(outputShape)
                        + "; expected logits [rows, classes] of two classes or more");
            }
            features = Math.toIntExact(Arrays.stream(inputShape).skip(1).reduce(1, Math::multiplyExact));
            classes = Math.toIntExact(outputShape[1]);
            inputShape[0] = BATCH;
            input = floats(BATCH * features);
            output = floats(BATCH * classes);
            inputTensor = OnnxTensor.createTensor(environment, input, inputShape);
            outputTensor = OnnxTensor.createTensor(environment, output, new long[] {BATCH, classes});
            inputs = Map.of(in.getName(), inputTensor);
            outputs = Map.of(out.getName(), outputTensor);
        } catch (OrtException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /**
     * Opens a model file.
     *
     * @throws OnsetException MODEL_INVALID when it cannot be read or has another form
     */
    public static OnnxEvaluator open(Path model) {
        try {
            return new OnnxEvaluator(model);
        } catch (OrtException e) {
            throw new OnsetException(
                    ErrorCode.MODEL_INVALID,
                    "model " + model.getFileName() + " cannot be opened: " + e.getMessage() + "; nothing was computed",
                    e);
        }
    }

    @Override
    public int features() {
        return features;
    }

    @Override
    public int classes() {
        return classes;
    }

    @Override
    public void logits(float[] rows, int count, float[] out) {
        for (int first = 0; first < count; first += BATCH) {
            int here = Math.min(BATCH, count - first);
            input.clear();
            input.put(rows, first * features, here * features);
            while (input.hasRemaining()) {
                input.put(0f);
            }
            try {
                session.run(inputs, outputs).close();
            } catch (OrtException e) {
                throw new OnsetException(
                        ErrorCode.MODEL_INVALID, "model " + name + " failed on a batch: " + e.getMessage(), e);
            }
            output.clear();
            output.get(out, first * classes, here * classes);
            requireFinite(out, first * classes, here * classes);
        }
    }

    @Override
    public void close() {
        inputTensor.close();
        outputTensor.close();
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("a session cannot be closed twice", e);
        }
    }

    private void requireFinite(float[] out, int from, int count) {
        for (int i = from; i < from + count; i++) {
            if (!Float.isFinite(out[i])) {
                throw refused("gives " + out[i] + " as logit " + i % classes + " of row " + i / classes
                        + "; interactions need finite outputs");
            }
        }
    }

    private static OrtSession.SessionOptions options() throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        return options;
    }

    private static FloatBuffer floats(int count) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(count, Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    private NodeInfo only(Map<String, NodeInfo> nodes, String what) {
        if (nodes.size() != 1) {
            throw refused("has " + nodes.size() + " " + what + "s (" + nodes.keySet() + "); expected one");
        }
        return nodes.values().iterator().next();
    }

    private long[] shape(NodeInfo node) {
        if (node.getInfo() instanceof TensorInfo tensor && tensor.type == OnnxJavaType.FLOAT) {
            return tensor.getShape().clone();
        }
        throw refused("has " + node.getName() + " of " + node.getInfo() + "; expected a float tensor");
    }

    private OnsetException refused(String what) {
        return new OnsetException(ErrorCode.MODEL_INVALID, "model " + name + " " + what);
    }
}
