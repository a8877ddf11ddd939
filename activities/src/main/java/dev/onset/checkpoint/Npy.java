package dev.onset.checkpoint;

import dev.onset.checkpoint.NpyHeader.Type;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Arrays in NumPy's format 1.0, little-endian, C order, of float32, float64 and int64: the bytes that {@code numpy.save}
 * writes, so the same array always gives the same file, and {@code numpy.load} reads it.
 *
 * <p>Values are streamed through one buffer. Streams and not channels: an interrupt would close a channel, and cancelled
 * activities are interrupted while they still write their last checkpoint. A crash while writing leaves an incomplete file,
 * which no reader accepts: the size is checked against the shape before anything is allocated.
 */
public final class Npy {
    private static final int CHUNK = 1 << 16;
    private static final int LONGEST = Integer.MAX_VALUE - 8;

    private Npy() {}

    /** Writes float32 values of a shape, replacing a file that is there. */
    public static void write(Path file, float[] values, int... shape) throws IOException {
        try (Writer out = new Writer(file, NpyHeader.of(Type.FLOAT32, shape), values.length)) {
            int at = 0;
            for (int n = out.next(at); n > 0; n = out.next(at)) {
                out.chunk.asFloatBuffer().put(values, at, n);
                out.flush();
                at += n;
            }
        }
    }

    /** Writes float64 values of a shape, replacing a file that is there. */
    public static void write(Path file, double[] values, int... shape) throws IOException {
        try (Writer out = new Writer(file, NpyHeader.of(Type.FLOAT64, shape), values.length)) {
            int at = 0;
            for (int n = out.next(at); n > 0; n = out.next(at)) {
                out.chunk.asDoubleBuffer().put(values, at, n);
                out.flush();
                at += n;
            }
        }
    }

    /** Writes int64 values of a shape, replacing a file that is there. */
    public static void write(Path file, long[] values, int... shape) throws IOException {
        try (Writer out = new Writer(file, NpyHeader.of(Type.INT64, shape), values.length)) {
            int at = 0;
            for (int n = out.next(at); n > 0; n = out.next(at)) {
                out.chunk.asLongBuffer().put(values, at, n);
                out.flush();
                at += n;
            }
        }
    }

    /**
     * Reads a float32 array, flat in C order.
     *
     * @throws MalformedArrayException when the file is no such array, with what is wrong
     */
    public static float[] readFloats(Path file) throws IOException {
        try (Reader in = new Reader(file, Type.FLOAT32)) {
            float[] values = new float[in.count];
            int at = 0;
            for (int n = in.next(at); n > 0; n = in.next(at)) {
                in.chunk.asFloatBuffer().get(values, at, n);
                at += n;
            }
            return values;
        }
    }

    /**
     * Reads a float64 array, flat in C order.
     *
     * @throws MalformedArrayException when the file is no such array, with what is wrong
     */
    public static double[] readDoubles(Path file) throws IOException {
        try (Reader in = new Reader(file, Type.FLOAT64)) {
            double[] values = new double[in.count];
            int at = 0;
            for (int n = in.next(at); n > 0; n = in.next(at)) {
                in.chunk.asDoubleBuffer().get(values, at, n);
                at += n;
            }
            return values;
        }
    }

    /**
     * Reads an int64 array, flat in C order.
     *
     * @throws MalformedArrayException when the file is no such array, with what is wrong
     */
    public static long[] readLongs(Path file) throws IOException {
        try (Reader in = new Reader(file, Type.INT64)) {
            long[] values = new long[in.count];
            int at = 0;
            for (int n = in.next(at); n > 0; n = in.next(at)) {
                in.chunk.asLongBuffer().get(values, at, n);
                at += n;
            }
            return values;
        }
    }

    /**
     * The shape of an array of any type that is read here, its size checked, its values not read.
     *
     * @throws MalformedArrayException when the file is no such array, with what is wrong
     */
    public static List<Integer> shape(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return header(file, in).shape();
        }
    }

    private static NpyHeader header(Path file, InputStream in) throws IOException {
        try {
            byte[] prefix = in.readNBytes(NpyHeader.PREFIX);
            if (prefix.length < NpyHeader.PREFIX) {
                throw new MalformedArrayException("has only " + prefix.length + " bytes");
            }
            int length = NpyHeader.bodyLength(prefix);
            if (NpyHeader.isLater(prefix)) {
                throw new MalformedArrayException("has format version " + prefix[6] + ".0, not 1.0");
            }
            byte[] body = in.readNBytes(length);
            if (body.length < length) {
                throw new MalformedArrayException("ends within its header");
            }
            NpyHeader header = NpyHeader.parse(body);
            requireSize(header, Files.size(file) - NpyHeader.PREFIX - length);
            return header;
        } catch (MalformedArrayException e) {
            throw new MalformedArrayException(file.getFileName() + " " + e.getMessage());
        }
    }

    private static void requireSize(NpyHeader header, long bytes) throws MalformedArrayException {
        long count;
        try {
            count = header.count();
        } catch (ArithmeticException e) {
            count = Long.MAX_VALUE;
        }
        if (count > LONGEST) {
            throw new MalformedArrayException("has the shape " + header.shape() + ", more than an array holds here");
        }
        long expected = count * header.type().width();
        if (bytes != expected) {
            throw new MalformedArrayException((bytes < expected ? "is cut short: " : "has trailing bytes: ") + bytes
                    + " bytes of values where the shape " + header.shape() + " asks for " + expected);
        }
    }

    private static ByteBuffer newChunk() {
        return ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A file being written and the buffer on its way there. */
    private static final class Writer implements AutoCloseable {
        private final ByteBuffer chunk = newChunk();
        private final int width;
        private final int count;
        private final OutputStream out;

        Writer(Path file, NpyHeader header, int values) throws IOException {
            if (header.count() != values) {
                throw new IllegalArgumentException(values + " values do not fill the shape " + header.shape());
            }
            width = header.type().width();
            count = values;
            out = Files.newOutputStream(file);
            try {
                out.write(header.bytes());
            } catch (IOException e) {
                out.close();
                throw e;
            }
        }

        /** How many values the next chunk takes; 0 at the end. */
        int next(int at) {
            int values = Math.min(count - at, CHUNK / width);
            chunk.clear().limit(values * width);
            return values;
        }

        void flush() throws IOException {
            out.write(chunk.array(), 0, chunk.limit());
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    /** A file being read, at its values, and the buffer they come through. */
    private static final class Reader implements AutoCloseable {
        private final ByteBuffer chunk = newChunk();
        private final int width;
        private final int count;
        private final InputStream in;

        Reader(Path file, Type type) throws IOException {
            width = type.width();
            in = Files.newInputStream(file);
            try {
                NpyHeader header = header(file, in);
                if (header.type() != type) {
                    throw new MalformedArrayException(file.getFileName() + " holds "
                            + header.type().descr() + " where " + type.descr() + " is expected");
                }
                count = Math.toIntExact(header.count());
            } catch (IOException e) {
                in.close();
                throw e;
            }
        }

        /** Fills the chunk and says with how many values; 0 at the end. */
        int next(int at) throws IOException {
            int values = Math.min(count - at, CHUNK / width);
            int read = in.readNBytes(chunk.array(), 0, values * width);
            if (read < values * width) {
                throw new EOFException("the file was cut while it was read");
            }
            chunk.clear().limit(read);
            return values;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
