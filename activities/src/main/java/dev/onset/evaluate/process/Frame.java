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

    private static final int SHOWN = 64;

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

        Garbled(String problem) {
            super(problem);
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
            throw new Garbled("wrote " + shown(header, found, in) + " where a frame begins");
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

    private static String shown(byte[] header, int found, InputStream in) throws IOException {
        byte[] more = in.readNBytes(Math.min(SHOWN, in.available()));
        String text = new String(header, 0, found, StandardCharsets.ISO_8859_1)
                + new String(more, StandardCharsets.ISO_8859_1);
        return "'" + text.replaceAll("[^\\x20-\\x7e]", "?") + "'";
    }
}
