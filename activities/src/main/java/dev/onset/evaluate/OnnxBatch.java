package dev.onset.evaluate;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/** The tensors of one batch shape over buffers outside the heap, used again and again. */
final class OnnxBatch implements AutoCloseable {
    private final int rows;
    private final int features;
    private final int classes;
    private final FloatBuffer input;
    private final FloatBuffer output;
    private final float[] blank;
    private final OnnxTensor inputTensor;
    private final OnnxTensor outputTensor;
    private final Map<String, OnnxTensor> inputs;
    private final Map<String, OnnxTensor> outputs;
    private int filled;

    OnnxBatch(OrtEnvironment environment, OnnxSignature signature, int rows) throws OrtException {
        this.rows = rows;
        features = signature.features();
        classes = signature.classes();
        input = floats(signature, (long) rows * features);
        output = floats(signature, (long) rows * classes);
        blank = new float[features];
        inputTensor = OnnxTensor.createTensor(environment, input, signature.inputShape(rows));
        try {
            outputTensor = OnnxTensor.createTensor(environment, output, new long[] {rows, classes});
        } catch (OrtException e) {
            inputTensor.close();
            throw e;
        }
        inputs = Map.of(signature.input(), inputTensor);
        outputs = Map.of(signature.output(), outputTensor);
    }

    int rows() {
        return rows;
    }

    /** Puts rows in, zeros after them. */
    void fill(float[] source, int from, int count) {
        input.put(0, source, from, count * features);
        for (int row = count; row < filled; row++) {
            input.put(row * features, blank);
        }
        filled = count;
    }

    void run(OrtSession session) throws OrtException {
        session.run(inputs, outputs).close();
    }

    void take(float[] target, int from, int count) {
        output.get(0, target, from, count * classes);
    }

    @Override
    public void close() {
        inputTensor.close();
        outputTensor.close();
    }

    private static FloatBuffer floats(OnnxSignature signature, long count) {
        if (count > Integer.MAX_VALUE / Float.BYTES) {
            throw signature.refused("needs " + count + " values for one batch; expected less than 2 GB");
        }
        return ByteBuffer.allocateDirect((int) count * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }
}
