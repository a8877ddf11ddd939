package dev.onset.evaluate;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a protobuf file as a stream, field by field, so that a file of any size takes little memory. */
final class OnnxWire {
    private static final int BUFFER = 1 << 16;

    private OnnxWire() {}

    /** What to do with one field of a message. */
    interface Field {
        void read(int number, CodedInputStream in) throws IOException;
    }

    /** Reads a file's fields; one that is no protobuf fails with {@link InvalidProtocolBufferException}. */
    static void file(Path model, Field field) throws IOException {
        try (InputStream file = new BufferedInputStream(Files.newInputStream(model), BUFFER)) {
            CodedInputStream in = CodedInputStream.newInstance(file);
            in.setSizeLimit(Integer.MAX_VALUE);
            each(in, field);
        }
    }

    /** Reads the message that comes next. */
    static void message(CodedInputStream in, Field field) throws IOException {
        int outer = in.pushLimit(length(in));
        each(in, field);
        in.checkLastTagWas(0);
        in.popLimit(outer);
    }

    /** The bytes that the field which comes next has. */
    static int length(CodedInputStream in) throws IOException {
        if (!isDelimited(in)) {
            throw new InvalidProtocolBufferException("a message has another wire type");
        }
        return in.readRawVarint32();
    }

    /** Whether the field that comes next is a message, a text or a packed list. */
    static boolean isDelimited(CodedInputStream in) {
        return WireFormat.getTagWireType(in.getLastTag()) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }

    private static void each(CodedInputStream in, Field field) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            field.read(WireFormat.getTagFieldNumber(tag), in);
        }
    }

    /** Reads a repeated number, packed or not. */
    static void repeated(CodedInputStream in, Value value) throws IOException {
        if (!isDelimited(in)) {
            value.read(in);
            return;
        }
        int outer = in.pushLimit(in.readRawVarint32());
        while (in.getBytesUntilLimit() > 0) {
            value.read(in);
        }
        in.popLimit(outer);
    }

    /** Reads one number. */
    interface Value {
        void read(CodedInputStream in) throws IOException;
    }

    static void skip(CodedInputStream in) throws IOException {
        if (!in.skipField(in.getLastTag())) {
            throw new InvalidProtocolBufferException("a group ends that did not begin");
        }
    }
}
