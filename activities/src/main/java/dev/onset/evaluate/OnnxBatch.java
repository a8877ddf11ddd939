package dev.onset.evaluate;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tensors of one batch shape over buffers outside the heap, used again and again. */
final class OnnxBatch implements AutoCloseable {
    private final int rows;
    private final int classes;
    private final int columns;
    private final OnnxJavaType outputType;
    private final List<OnnxFeed> feeds = new ArrayList<>();
    private final ByteBuffer output;
    private final OnnxTensor outputTensor;
    private final Map<String, OnnxTensor> inputs = new HashMap<>();
    private final Map<String, OnnxTensor> outputs;

    OnnxBatch(OrtEnvironment environment, OnnxSession model, int rows) throws OrtException {
        OnnxSignature signature = model.signature();
        this.rows = rows;
        classes = signature.classes();
        columns = signature.columns();
        outputType = signature.outputType();
        try {
            for (OnnxInput input : signature.inputs()) {
                OnnxFeed feed = new OnnxFeed(
                        environment, signature, input, model.binding().padding(), rows);
                feeds.add(feed);
                inputs.put(feed.name(), feed.tensor());
            }
            output = OnnxTensors.buffer(signature, outputType, (long) rows * columns);
            outputTensor = OnnxTensors.of(environment, output, outputType, signature.outputShape(rows));
        } catch (OrtException | RuntimeException e) {
            feeds.forEach(OnnxFeed::close);
            throw e;
        }
        outputs = Map.of(signature.output(), outputTensor);
    }

    int rows() {
        return rows;
    }

    /** Puts rows in, blank ones after them. */
    void fill(float[] source, int from, int count) {
        feeds.forEach(feed -> feed.fill(source, from, count));
    }

    void run(OrtSession session) throws OrtException {
        session.run(inputs, outputs).close();
    }

    /** A single logit z is that of class 1, with 0 for class 0: the log-odds are z and -z. */
    void take(float[] target, int from, int count) {
        if (outputType == OnnxJavaType.FLOAT && columns == classes) {
            output.asFloatBuffer().get(0, target, from, count * classes);
            return;
        }
        for (int i = 0; i < count * columns; i++) {
            float value = outputType == OnnxJavaType.FLOAT
                    ? output.getFloat(i * Float.BYTES)
                    : (float) output.getDouble(i * Double.BYTES);
            if (columns == classes) {
                target[from + i] = value;
            } else {
                target[from + 2 * i] = 0;
                target[from + 2 * i + 1] = value;
            }
        }
    }

    @Override
    public void close() {
        feeds.forEach(OnnxFeed::close);
        outputTensor.close();
    }
}
