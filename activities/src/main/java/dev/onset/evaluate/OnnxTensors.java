package dev.onset.evaluate;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Tensors over buffers outside the heap, whose values are single-precision numbers on this side whatever they are there. */
final class OnnxTensors {
    private OnnxTensors() {}

    /** A buffer of so many values. */
    static ByteBuffer buffer(OnnxSignature signature, OnnxJavaType type, long values) {
        if (values * type.size > Integer.MAX_VALUE) {
            throw signature.refused("needs " + values + " values for one batch; expected less than 2 GB");
        }
        return ByteBuffer.allocateDirect((int) values * type.size).order(ByteOrder.nativeOrder());
    }

    static OnnxTensor of(OrtEnvironment environment, ByteBuffer buffer, OnnxJavaType type, long[] shape)
            throws OrtException {
        return switch (type) {
            case FLOAT -> OnnxTensor.createTensor(environment, buffer.asFloatBuffer(), shape);
            case DOUBLE -> OnnxTensor.createTensor(environment, buffer.asDoubleBuffer(), shape);
            case INT64 -> OnnxTensor.createTensor(environment, buffer.asLongBuffer(), shape);
            case INT32 -> OnnxTensor.createTensor(environment, buffer.asIntBuffer(), shape);
            case BOOL -> OnnxTensor.createTensor(environment, buffer, shape, OnnxJavaType.BOOL);
            case INT8, INT16, UINT8, STRING, UNKNOWN, FLOAT16, BFLOAT16 ->
                throw new IllegalArgumentException("no tensor of " + type);
        };
    }

    static void put(ByteBuffer buffer, OnnxJavaType type, int at, float value) {
        switch (type) {
            case FLOAT -> buffer.putFloat(at * Float.BYTES, value);
            case DOUBLE -> buffer.putDouble(at * Double.BYTES, value);
            case INT64 -> buffer.putLong(at * Long.BYTES, (long) value);
            case INT32 -> buffer.putInt(at * Integer.BYTES, (int) value);
            case BOOL -> buffer.put(at, (byte) (value != 0 ? 1 : 0));
            case INT8, INT16, UINT8, STRING, UNKNOWN, FLOAT16, BFLOAT16 ->
                throw new IllegalArgumentException("no tensor of " + type);
        }
    }
}
