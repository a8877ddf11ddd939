package dev.onset.evaluate.process;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One message to or from an evaluator: sixteen bytes of header, all little-endian, and a payload. {@code
 * activities/docs/process-evaluator.md} is the contract.
 *
 * @param number of the request that it is, or answers
 */
record Frame(Type type, int number, byte[] payload) {
    static final int VERSION = 1;
    private static final byte[] MAGIC = "ONEV".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER = 16;
    /** Nothing that is asked is answered by more. */
    private static final int LONGEST = 1 << 28;

    /** More than messages show of it, so that secrets in it are found whole. */
    private static final int KEPT = 4_096;

    /** What a message is. */
    enum Type {
        HELLO(1),
        OPEN(2),
        OPENED(3),
        CLOSE(4),
        CLOSED(5),
        ROWS(6),
        MASKED(7),
        OUTPUTS(8),
        REFUSED(9),
        ALIVE(10);

        private final int code;

        Type(int code) {
            this.code = code;
        }

        private static Optional<Type> of(int code) {
            return Arrays.stream(values()).filter(type -> type.code == code).findFirst();
        }
    }

    /** What an evaluator wrote is no frame. */
    static final class Garbled extends IOException {
        private static final long serialVersionUID = 1;

        private final String written;

        /** @param problem must quote nothing that it wrote */
        Garbled(String problem) {
            super(problem);
            this.written = "";
        }

        private Garbled(byte[] written) {
            super("wrote something else where a frame begins");
            this.written = new String(written, StandardCharsets.UTF_8);
        }

        /**
         * What it did in words.
         *
         * @param quoted makes what it wrote fit for a message
         */
        String words(UnaryOperator<String> quoted) {
            return written.isEmpty()
                    ? String.valueOf(getMessage())
                    : "wrote " + quoted.apply(written) + " where a frame begins";
        }
    }

    static ByteBuffer buffer(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    ByteBuffer content() {
        return ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
    }

    String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    void write(OutputStream out) throws IOException {
        ByteBuffer header = buffer(HEADER);
        header.put(MAGIC).putShort((short) VERSION).putShort((short) type.code);
        header.putInt(number).putInt(payload.length);
        out.write(header.array());
        out.write(payload);
        out.flush();
    }

    /**
     * Reads the next frame.
     *
     * @throws Garbled where there is something else
     * @throws EOFException where there is nothing more, or too little
     */
    static Frame read(InputStream in) throws IOException {
        byte[] header = new byte[HEADER];
        int found = in.readNBytes(header, 0, HEADER);
        if (found == 0) {
            throw new EOFException("nothing more");
        }
        if (!Arrays.equals(MAGIC, 0, Math.min(found, MAGIC.length), header, 0, Math.min(found, MAGIC.length))) {
            throw new Garbled(written(header, found, in));
        }
        if (found < HEADER) {
            throw new EOFException("a frame is cut short");
        }
        ByteBuffer fields = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        fields.position(MAGIC.length);
        int version = fields.getShort();
        int code = fields.getShort();
        int number = fields.getInt();
        int length = fields.getInt();
        if (version != VERSION) {
            throw new Garbled("speaks version " + version + " of the protocol; this is version " + VERSION);
        }
        Type type = Type.of(code).orElseThrow(() -> new Garbled("wrote a frame of the unknown type " + code));
        if (length < 0 || length > LONGEST) {
            throw new Garbled("announced a frame of " + Integer.toUnsignedString(length) + " bytes");
        }
        byte[] payload = new byte[length];
        new DataInputStream(in).readFully(payload);
        return new Frame(type, number, payload);
    }

    private static byte[] written(byte[] header, int found, InputStream in) throws IOException {
        byte[] more = in.readNBytes(Math.min(KEPT, in.available()));
        byte[] all = Arrays.copyOf(header, found + more.length);
        System.arraycopy(more, 0, all, found, more.length);
        return all;
    }
}
