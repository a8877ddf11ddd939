package dev.onset.evaluate;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.onset.store.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a model computes, apart from how its file says it: the graph and its tensors in canonical form. Names of nodes, words,
 * metadata, who exported it and where weights lie do not count, so two exports of the same network are the same. Field numbers
 * are those of {@code onnx.proto}.
 */
final class OnnxCanonical {
    private final Path file;
    private final Map<String, List<Object>> parts = new TreeMap<>();

    private OnnxCanonical(Path file) {
        this.file = file;
    }

    /** The digest; empty when the file is no ONNX protobuf. */
    static Optional<String> digest(Path model) throws IOException {
        OnnxCanonical canonical = new OnnxCanonical(model);
        try {
            OnnxWire.file(model, canonical::model);
            return canonical.parts.containsKey("graph")
                    ? Optional.of(Digest.ofJson(canonical.parts))
                    : Optional.empty();
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }

    private void model(int number, CodedInputStream in) throws IOException {
        switch (number) {
            case 7 -> add("graph", graph(in));
            case 8 -> add("opsets", Digest.sha256(in.readByteArray()));
            case 25 -> add("functions", function(in));
            default -> OnnxWire.skip(in);
        }
    }

    private void add(String part, Object value) {
        parts.computeIfAbsent(part, unknown -> new ArrayList<>()).add(value);
    }

    private String graph(CodedInputStream in) throws IOException {
        List<Object> nodes = new ArrayList<>();
        List<List<Object>> tensors = new ArrayList<>();
        List<Object> ends = new ArrayList<>();
        OnnxWire.message(in, (number, field) -> {
            switch (number) {
                case 1 -> nodes.add(node(field));
                case 5 -> tensors.add(OnnxTensorDigest.of(field, file));
                case 11, 12 -> ends.add(List.of(number, value(field)));
                case 15 -> ends.add(List.of(number, sparse(field)));
                default -> OnnxWire.skip(field);
            }
        });
        tensors.sort(Comparator.comparing(tensor -> String.valueOf(tensor.get(0))));
        return Digest.ofJson(List.of(nodes, tensors, ends));
    }

    private String function(CodedInputStream in) throws IOException {
        List<Object> all = new ArrayList<>();
        OnnxWire.message(in, (number, field) -> {
            switch (number) {
                case 1, 4, 5, 6, 9, 10, 11 -> all.add(List.of(number, Digest.sha256(field.readByteArray())));
                case 7 -> all.add(List.of(number, node(field)));
                default -> OnnxWire.skip(field);
            }
        });
        return Digest.ofJson(all);
    }

    private String node(CodedInputStream in) throws IOException {
        List<Object> all = new ArrayList<>();
        Map<String, Object> attributes = new TreeMap<>();
        OnnxWire.message(in, (number, field) -> {
            switch (number) {
                case 1, 2, 4, 7, 8 -> all.add(List.of(number, field.readStringRequireUtf8()));
                case 5 -> attribute(field, attributes);
                default -> OnnxWire.skip(field);
            }
        });
        return Digest.ofJson(List.of(all, attributes));
    }

    private void attribute(CodedInputStream in, Map<String, Object> attributes) throws IOException {
        List<Object> all = new ArrayList<>();
        String[] name = {""};
        OnnxWire.message(in, (number, field) -> {
            switch (number) {
                case 1 -> name[0] = field.readStringRequireUtf8();
                case 2 -> all.add(List.of(number, Float.floatToIntBits(field.readFloat())));
                case 3, 20 -> all.add(List.of(number, field.readInt64()));
                case 4, 9, 14, 15, 21 -> all.add(List.of(number, Digest.sha256(field.readByteArray())));
                case 5, 10 -> all.add(List.of(number, OnnxTensorDigest.of(field, file)));
                case 6, 11 -> all.add(List.of(number, graph(field)));
                case 7 -> OnnxWire.repeated(field, f -> all.add(List.of(7, Float.floatToIntBits(f.readFloat()))));
                case 8 -> OnnxWire.repeated(field, f -> all.add(List.of(8, f.readInt64())));
                case 22, 23 -> all.add(List.of(number, sparse(field)));
                default -> OnnxWire.skip(field);
            }
        });
        attributes.put(name[0], all);
    }

    private List<Object> sparse(CodedInputStream in) throws IOException {
        List<Object> all = new ArrayList<>();
        OnnxWire.message(in, (number, field) -> {
            switch (number) {
                case 1, 2 -> all.add(OnnxTensorDigest.of(field, file));
                case 3 -> OnnxWire.repeated(field, f -> all.add(f.readInt64()));
                default -> OnnxWire.skip(field);
            }
        });
        return all;
    }

    /** An input or output of a graph: its name and type. */
    private static List<Object> value(CodedInputStream in) throws IOException {
        List<Object> all = new ArrayList<>();
        OnnxWire.message(in, (number, field) -> {
            switch (number) {
                case 1, 2 -> all.add(Digest.sha256(field.readByteArray()));
                default -> OnnxWire.skip(field);
            }
        });
        return all;
    }
}
