package dev.onset.numeric;

import dev.onset.store.Digest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A digest over the bits of numbers, in the order in which they are added. Not safe for several threads. */
public final class Bits {
    private static final int SHOWN = 12;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    public Bits add(String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    public Bits add(double value) {
        bytes.writeBytes(ByteBuffer.allocate(Double.BYTES).putDouble(value).array());
        return this;
    }

    public Bits add(float[] values) {
        ByteBuffer buffer = ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, values.length));
        buffer.asFloatBuffer().put(values);
        bytes.writeBytes(buffer.array());
        return this;
    }

    /** Twelve hexadecimal digits. */
    public String hex() {
        return Digest.sha256(bytes.toByteArray()).substring(0, SHOWN);
    }
}
