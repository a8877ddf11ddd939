package dev.onset.evaluate;

import com.google.protobuf.CodedInputStream;
import dev.onset.store.Digest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A tensor of an ONNX file in canonical form: its name, type, shape and the digest of its values as little-endian bytes,
 * wherever and however the file holds them. Field numbers are those of {@code onnx.proto}.
 */
final class OnnxTensorDigest {
    private static final int CHUNK = 1 << 16;
    private static final int FLOAT16 = 10;
    private static final int BFLOAT16 = 16;

    private final Path model;
    private final List<Long> dims = new ArrayList<>();
    private final Map<String, String> external = new HashMap<>();
    private final Digest.Running values = new Digest.Running();
    private final ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private String name = "";
    private int type;

    private OnnxTensorDigest(Path model) {
        this.model = model;
    }

    /** Reads the tensor that comes next. */
    static List<Object> of(CodedInputStream in, Path model) throws IOException {
        OnnxTensorDigest tensor = new OnnxTensorDigest(model);
        OnnxWire.message(in, tensor::field);
        if (!tensor.external.isEmpty()) {
            tensor.external();
        }
        return List.of(tensor.name, tensor.type, tensor.dims, tensor.values.finish());
    }

    private void field(int number, CodedInputStream in) throws IOException {
        switch (number) {
            case 1 -> OnnxWire.repeated(in, f -> dims.add(f.readInt64()));
            case 2 -> type = in.readInt32();
            case 4, 10 -> numbers(number, in);
            case 5 -> OnnxWire.repeated(in, f -> narrow(f.readInt32()));
            case 6 -> {
                byte[] text = in.readByteArray();
                put(buffer.putInt(text.length));
                values.update(text, 0, text.length);
            }
            case 7 -> OnnxWire.repeated(in, f -> put(buffer.putLong(f.readInt64())));
            case 8 -> name = in.readStringRequireUtf8();
            case 9 -> raw(in);
            case 11 -> OnnxWire.repeated(in, f -> put(buffer.putLong(f.readUInt64())));
            case 13 -> entry(in);
            default -> OnnxWire.skip(in); // words, and where the values are
        }
    }

    private void numbers(int number, CodedInputStream in) throws IOException {
        OnnxWire.repeated(
                in, f -> put(number == 4 ? buffer.putFloat(f.readFloat()) : buffer.putDouble(f.readDouble())));
    }

    /** Small types share a list of 32-bit numbers. */
    private void narrow(int value) {
        switch (type) {
            case 2, 3, 9 -> put(buffer.put((byte) value));
            case 4, 5, FLOAT16, BFLOAT16 -> put(buffer.putShort((short) value));
            default -> put(buffer.putInt(value));
        }
    }

    private void put(ByteBuffer filled) {
        values.update(filled.array(), 0, filled.position());
        filled.clear();
    }

    private void raw(CodedInputStream in) throws IOException {
        for (int left = OnnxWire.length(in); left > 0; left -= CHUNK) {
            byte[] part = in.readRawBytes(Math.min(CHUNK, left));
            values.update(part, 0, part.length);
        }
    }

    private void entry(CodedInputStream in) throws IOException {
        Map<Integer, String> entry = new HashMap<>();
        OnnxWire.message(in, (n, f) -> {
            if (n == 1 || n == 2) {
                entry.put(n, f.readStringRequireUtf8());
            } else {
                OnnxWire.skip(f);
            }
        });
        external.put(entry.getOrDefault(1, ""), entry.getOrDefault(2, ""));
    }

    private void external() throws IOException {
        Path file = OnnxModel.beside(model, external.getOrDefault("location", ""));
        try (InputStream in = Files.newInputStream(file)) {
            long offset = number("offset", 0);
            in.skipNBytes(offset);
            long left = number("length", Files.size(file) - offset);
            byte[] part = new byte[CHUNK];
            while (left > 0) {
                int read = in.read(part, 0, (int) Math.min(CHUNK, left));
                if (read < 0) {
                    throw new EOFException(file.getFileName() + " ends before the weights of " + name);
                }
                values.update(part, 0, read);
                left -= read;
            }
        }
    }

    private long number(String key, long otherwise) throws IOException {
        String text = external.get(key);
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("[0-9]{1,18}")) {
            throw new IOException("the " + key + " of the weights of " + name + " is no number");
        }
        return Long.parseLong(text);
    }
}
