package dev.onset.checkpoint;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Arrays in NumPy's format 1.0, little-endian, C order: {@code <f4} and {@code <f8}. The same array always gives the same
 * bytes. Anything else than what is written here is refused when read, with what is wrong.
 */
public final class Npy {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    private static final int PREFIX = MAGIC.length + 2;
    private static final int ALIGNMENT = 64;
    private static final int CHUNK = 1 << 16;
    private static final Pattern HEADER = Pattern.compile(
            "\\{'descr': '(<f[48])', 'fortran_order': False, 'shape': \\(((?:[0-9]{1,18}, ?)*(?:[0-9]{1,18})?)\\), \\} *\n");

    private Npy() {}

    /** Writes float32 values of a shape. */
    public static void write(Path file, float[] values, int... shape) throws IOException {
        requireSize(values.length, shape);
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(header("<f4", shape));
            for (float value : values) {
                chunk.putFloat(value);
                flush(chunk, out, false);
            }
            flush(chunk, out, true);
        }
    }

    /** Writes float64 values of a shape. */
    public static void write(Path file, double[] values, int... shape) throws IOException {
        requireSize(values.length, shape);
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(header("<f8", shape));
            for (double value : values) {
                chunk.putDouble(value);
                flush(chunk, out, false);
            }
            flush(chunk, out, true);
        }
    }

    /**
     * Reads a float32 array, flat.
     *
     * @throws IOException when the file is no such array, with what is wrong
     */
    public static float[] readFloats(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            float[] values = new float[size(file, channel, "<f4", Float.BYTES)];
            ByteBuffer chunk =
                    ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN).limit(0);
            for (int i = 0; i < values.length; i++) {
                fill(file, channel, chunk);
                values[i] = chunk.getFloat();
            }
            return values;
        }
    }

    /**
     * Reads a float64 array, flat.
     *
     * @throws IOException when the file is no such array, with what is wrong
     */
    public static double[] readDoubles(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            double[] values = new double[size(file, channel, "<f8", Double.BYTES)];
            ByteBuffer chunk =
                    ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN).limit(0);
            for (int i = 0; i < values.length; i++) {
                fill(file, channel, chunk);
                values[i] = chunk.getDouble();
            }
            return values;
        }
    }

    private static void flush(ByteBuffer chunk, OutputStream out, boolean all) throws IOException {
        if (all || !chunk.hasRemaining()) {
            out.write(chunk.array(), 0, chunk.position());
            chunk.clear();
        }
    }

    private static void fill(Path file, FileChannel channel, ByteBuffer chunk) throws IOException {
        if (chunk.hasRemaining()) {
            return;
        }
        chunk.clear();
        if (channel.read(chunk) < 0) {
            throw broken(file, "ends before its last value");
        }
        while (chunk.position() % Double.BYTES != 0 && channel.read(chunk) >= 0) {
            // a value is never split over two chunks
        }
        chunk.flip();
    }

    private static byte[] header(String type, int... shape) {
        String sizes = Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        String text = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + sizes
                + (shape.length == 1 ? "," : "") + "), }";
        int length = PREFIX + text.length() + 1;
        int padding = (ALIGNMENT - length % ALIGNMENT) % ALIGNMENT;
        byte[] body = (text + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(PREFIX + body.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .putShort((short) body.length)
                .put(body)
                .array();
    }

    /** Reads the header and leaves the channel at the first value. */
    private static int size(Path file, FileChannel channel, String type, int width) throws IOException {
        ByteBuffer prefix = read(file, channel, PREFIX);
        byte[] magic = new byte[MAGIC.length];
        prefix.get(magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw broken(file, "does not begin like a NumPy array of format 1.0");
        }
        byte[] body = read(file, channel, prefix.getShort() & 0xffff).array();
        Matcher header = HEADER.matcher(new String(body, StandardCharsets.US_ASCII));
        if (!header.matches()) {
            throw broken(file, "has a header other than a plain C-ordered array's");
        }
        if (!header.group(1).equals(type)) {
            throw broken(file, "holds " + header.group(1) + " where " + type + " is expected");
        }
        long count = 1;
        for (String size : header.group(2).split(", ?", -1)) {
            if (!size.isEmpty()) {
                count = Math.multiplyExact(count, Long.parseLong(size));
            }
        }
        long bytes = channel.size() - channel.position();
        if (count > Integer.MAX_VALUE - 8 || count * width != bytes) {
            throw broken(file, "has " + bytes + " bytes of values where its shape asks for " + count + " x " + width);
        }
        return (int) count;
    }

    private static ByteBuffer read(Path file, FileChannel channel, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw broken(file, "ends within its header");
            }
        }
        return buffer.flip();
    }

    private static void requireSize(int values, int... shape) {
        long count = 1;
        for (int size : shape) {
            count *= size;
        }
        if (count != values) {
            throw new IllegalArgumentException(values + " values do not fill the shape " + Arrays.toString(shape));
        }
    }

    private static IOException broken(Path file, String what) {
        return new IOException("array " + file.getFileName() + " " + what);
    }
}
