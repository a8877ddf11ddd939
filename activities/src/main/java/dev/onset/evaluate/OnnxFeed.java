package dev.onset.evaluate;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;

/** One input tensor of a batch, filled from rows of features again and again. */
final class OnnxFeed implements AutoCloseable {
    private final OnnxInput input;
    private final int size;
    private final int padding;
    private final ByteBuffer buffer;
    private final OnnxTensor tensor;
    private final float[] blank;
    private int filled;

    OnnxFeed(OrtEnvironment environment, OnnxSignature signature, OnnxInput input, int padding, int rows)
            throws OrtException {
        this.input = input;
        this.padding = padding;
        size = (int) input.size();
        buffer = OnnxTensors.buffer(signature, input.type(), (long) rows * size);
        tensor = OnnxTensors.of(environment, buffer, input.type(), input.shape(rows));
        blank = new float[size];
        if (input.source() == TensorSource.ONES || input.source() == TensorSource.POSITIONS) {
            for (int i = 0; i < rows * size; i++) {
                float value = input.source() == TensorSource.ONES ? 1 : i % size;
                OnnxTensors.put(buffer, input.type(), i, value);
            }
        }
    }

    String name() {
        return input.name();
    }

    OnnxTensor tensor() {
        return tensor;
    }

    /** Puts rows in, blank ones after them. */
    void fill(float[] source, int from, int count) {
        switch (input.source()) {
            case DATA -> {
                if (input.type() == OnnxJavaType.FLOAT) {
                    buffer.asFloatBuffer().put(0, source, from, count * size);
                } else {
                    for (int i = 0; i < count * size; i++) {
                        OnnxTensors.put(buffer, input.type(), i, source[from + i]);
                    }
                }
                for (int row = count; row < filled; row++) {
                    blank(row);
                }
                filled = count;
            }
            case ATTENTION -> {
                // blank rows keep what they attended to: a row that attends to nothing may be undefined
                for (int i = 0; i < count * size; i++) {
                    OnnxTensors.put(buffer, input.type(), i, source[from + i] == padding ? 0 : 1);
                }
            }
            case POSITIONS, ZEROS, ONES -> {
                // the same for every row
            }
        }
    }

    private void blank(int row) {
        if (input.type() == OnnxJavaType.FLOAT) {
            buffer.asFloatBuffer().put(row * size, blank);
            return;
        }
        for (int i = row * size; i < (row + 1) * size; i++) {
            OnnxTensors.put(buffer, input.type(), i, 0);
        }
    }

    @Override
    public void close() {
        tensor.close();
    }
}
