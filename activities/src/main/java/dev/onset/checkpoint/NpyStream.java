package dev.onset.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * An array of any of NumPy's plain little-endian number types in C order, read value by value from a stream that need not be a
 * file: what others hand in. Formats 1.0 to 3.0.
 */
public final class NpyStream {
    private final InputStream in;
    private final NpyHeader header;
    private final ByteBuffer chunk = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    private long left;

    private NpyStream(InputStream in, NpyHeader header) throws MalformedArrayException {
        this.in = in;
        this.header = header;
        this.chunk.limit(0);
        try {
            left = header.count();
        } catch (ArithmeticException e) {
            throw new MalformedArrayException("has the shape " + header.shape() + ", more than an array holds here");
        }
    }

    /**
     * Reads the header.
     *
     * @throws MalformedArrayException when it is no such array, with what is wrong
     */
    public static NpyStream open(InputStream in) throws IOException {
        byte[] prefix = in.readNBytes(NpyHeader.PREFIX);
        if (prefix.length < NpyHeader.PREFIX) {
            throw new MalformedArrayException("has only " + prefix.length + " bytes");
        }
        boolean later = NpyHeader.isLater(prefix);
        int length = NpyHeader.bodyLength(prefix);
        if (later) { // two more bytes of the length
            byte[] high = in.readNBytes(2);
            if (high.length < 2 || high[0] != 0 || high[1] != 0) {
                throw new MalformedArrayException("has a header that is not a plain array's");
            }
        }
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new MalformedArrayException("ends within its header");
        }
        return new NpyStream(in, NpyHeader.parse(body));
    }

    /** Sizes of the dimensions, none for a scalar. */
    public List<Integer> shape() {
        return header.shape();
    }

    /** Whether the values are whole numbers. */
    public boolean isWhole() {
        return header.type().isWhole();
    }

    /** NumPy's name of the type of the values. */
    public String type() {
        return header.type().descr();
    }

    /** Whether there is another value. */
    public boolean hasNext() {
        return left > 0;
    }

    /** The next value. */
    public double next() throws IOException {
        int width = header.type().width();
        if (!chunk.hasRemaining()) {
            int wanted = (int) Math.min(left * width, chunk.capacity());
            int read = in.readNBytes(chunk.array(), 0, wanted);
            if (read < wanted) {
                throw new MalformedArrayException("is cut short: the shape " + header.shape() + " asks for "
                        + (left - read / width) + " values more");
            }
            chunk.clear().limit(read);
        }
        left--;
        return switch (header.type()) {
            case FLOAT32 -> chunk.getFloat();
            case FLOAT64 -> chunk.getDouble();
            case INT64 -> chunk.getLong();
            case INT32 -> chunk.getInt();
            case INT16 -> chunk.getShort();
            case INT8 -> chunk.get();
            case UINT8, BOOL -> chunk.get() & 0xff;
        };
    }

    /**
     * Makes sure that nothing follows the last value.
     *
     * @throws MalformedArrayException when something does
     */
    public void end() throws IOException {
        if (in.read() >= 0) {
            throw new MalformedArrayException("has trailing bytes after the values of the shape " + header.shape());
        }
    }
}
