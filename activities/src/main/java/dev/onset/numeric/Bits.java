package dev.onset.numeric;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A digest over the bits of numbers, in the order in which they are added. Not safe for several threads. */
public final class Bits {
    private static final int SHOWN = 6;

    private final MessageDigest digest;

    public Bits() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    public Bits add(String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    public Bits add(double value) {
        digest.update(ByteBuffer.allocate(Double.BYTES).putDouble(value).array());
        return this;
    }

    public Bits add(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, values.length));
        bytes.asFloatBuffer().put(values);
        digest.update(bytes.array());
        return this;
    }

    /** Twelve hexadecimal digits; nothing can be added any more. */
    public String hex() {
        return HexFormat.of().formatHex(digest.digest(), 0, SHOWN);
    }
}
