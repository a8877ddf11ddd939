package dev.onset.evaluate;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an ONNX file says beside its weights: the files that hold the rest of them, and what each node computes. Read as a
 * stream, weights passed over, so that a file of any size takes little memory. Field numbers are those of {@code onnx.proto}.
 */
final class OnnxOutline {
    /** Nodes that leave probabilities what they are. */
    private static final Set<String> SHAPING = Set.of("Identity", "Cast", "Reshape", "Flatten", "Squeeze", "Unsqueeze");

    private final Set<String> external = new TreeSet<>();
    private final Map<String, Node> producers = new HashMap<>();

    /** A node of the main graph: what it computes, of what first. */
    private record Node(String operation, String input) {}

    private OnnxOutline() {}

    /** Reads a file; empty when it is no ONNX protobuf, though the library may know it (its own ORT format). */
    static Optional<OnnxOutline> of(Path model) throws IOException {
        OnnxOutline outline = new OnnxOutline();
        try {
            OnnxWire.file(model, outline::model);
            return Optional.of(outline);
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }

    /** Names of the files that hold weights, relative to the model's folder, in order. */
    Set<String> external() {
        return external;
    }

    /** The operation that gives an output of the model, reshapes and casts aside. */
    Optional<String> operationOf(String output) {
        Node node = producers.get(output);
        for (int steps = producers.size(); node != null && SHAPING.contains(node.operation()) && steps > 0; steps--) {
            node = producers.get(node.input());
        }
        return Optional.ofNullable(node).map(Node::operation);
    }

    private void model(int number, CodedInputStream in) throws IOException {
        switch (number) {
            case 7 -> OnnxWire.message(in, (n, f) -> graph(n, f, true));
            case 20 -> OnnxWire.message(in, this::training);
            case 25 -> OnnxWire.message(in, this::function);
            default -> OnnxWire.skip(in);
        }
    }

    private void training(int number, CodedInputStream in) throws IOException {
        if (number == 1 || number == 2) {
            OnnxWire.message(in, (n, f) -> graph(n, f, false));
        } else {
            OnnxWire.skip(in);
        }
    }

    private void function(int number, CodedInputStream in) throws IOException {
        if (number == 7) {
            node(in, false);
        } else {
            OnnxWire.skip(in);
        }
    }

    private void graph(int number, CodedInputStream in, boolean main) throws IOException {
        switch (number) {
            case 1 -> node(in, main);
            case 5 -> OnnxWire.message(in, this::tensor);
            case 15 -> OnnxWire.message(in, this::sparseTensor);
            default -> OnnxWire.skip(in);
        }
    }

    private void node(CodedInputStream in, boolean main) throws IOException {
        Map<Integer, String> first = new LinkedHashMap<>();
        Set<String> outputs = new TreeSet<>();
        OnnxWire.message(in, (number, field) -> {
            switch (number) {
                case 1, 4 -> first.putIfAbsent(number, field.readStringRequireUtf8());
                case 2 -> outputs.add(field.readStringRequireUtf8());
                case 5 -> OnnxWire.message(field, this::attribute);
                default -> OnnxWire.skip(field);
            }
        });
        if (main) {
            Node node = new Node(first.getOrDefault(4, ""), first.getOrDefault(1, ""));
            outputs.forEach(output -> producers.put(output, node));
        }
    }

    private void attribute(int number, CodedInputStream in) throws IOException {
        switch (number) {
            case 5, 10 -> OnnxWire.message(in, this::tensor);
            case 6, 11 -> OnnxWire.message(in, (n, f) -> graph(n, f, false));
            case 22, 23 -> OnnxWire.message(in, this::sparseTensor);
            default -> OnnxWire.skip(in);
        }
    }

    private void sparseTensor(int number, CodedInputStream in) throws IOException {
        if (number == 1 || number == 2) {
            OnnxWire.message(in, this::tensor);
        } else {
            OnnxWire.skip(in);
        }
    }

    private void tensor(int number, CodedInputStream in) throws IOException {
        if (number != 13) {
            OnnxWire.skip(in);
            return;
        }
        Map<Integer, String> entry = new HashMap<>();
        OnnxWire.message(in, (n, f) -> {
            if (n == 1 || n == 2) {
                entry.put(n, f.readStringRequireUtf8());
            } else {
                OnnxWire.skip(f);
            }
        });
        String value = entry.get(2);
        if ("location".equals(entry.get(1)) && value != null) {
            external.add(value);
        }
    }
}
