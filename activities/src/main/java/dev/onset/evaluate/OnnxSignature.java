package dev.onset.evaluate;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a model takes and gives, checked to be a classifier's. */
final class OnnxSignature {
    private static final String EXPECTED_INPUTS = "expected one float input, or trainer.input to say what fills each";
    private static final String EXPECTED_OUTPUT =
            "expected one float (or double) output [rows, classes], or [rows, 1] or [rows] for two classes";

    private final String model;
    private final List<OnnxInput> inputs;
    private final String output;
    private final OnnxJavaType outputType;
    private final long[] outputShape;
    private final int features;
    private final List<Integer> shape;
    private final int classes;

    private OnnxSignature(String model, ModelBinding binding, Map<String, NodeInfo> in, Map<String, NodeInfo> out) {
        this.model = model;
        inputs = inputs(binding, in);
        OnnxInput data = inputs.stream()
                .filter(input -> input.source() == TensorSource.DATA)
                .findFirst()
                .orElseThrow(() ->
                        refused("is given nothing of the data: trainer.input fills none of its inputs with data"));
        features = (int) data.size();
        shape = Arrays.stream(data.shape()).skip(1).mapToObj(size -> (int) size).toList();
        rows();
        NodeInfo read = output(binding, out);
        output = read.getName();
        TensorInfo info = tensor(read, EXPECTED_OUTPUT);
        outputType = info.type;
        outputShape = info.getShape().clone();
        classes = classes(binding);
    }

    static OnnxSignature of(OrtSession session, String model, ModelBinding binding) throws OrtException {
        return new OnnxSignature(model, binding, session.getInputInfo(), session.getOutputInfo());
    }

    private List<OnnxInput> inputs(ModelBinding binding, Map<String, NodeInfo> nodes) {
        SortedMap<String, TensorSource> sources = new TreeMap<>(binding.inputs());
        if (sources.isEmpty()) {
            if (nodes.size() != 1) {
                throw refused("has " + new TreeSet<>(nodes.keySet()) + "; " + EXPECTED_INPUTS);
            }
            sources.put(nodes.keySet().iterator().next(), TensorSource.DATA);
        }
        for (String name : sources.keySet()) {
            if (!nodes.containsKey(name)) {
                throw refused(
                        "has no input '" + name + "' as trainer.input names; it has " + new TreeSet<>(nodes.keySet()));
            }
        }
        List<OnnxInput> all = new ArrayList<>();
        for (Map.Entry<String, NodeInfo> node : new TreeMap<>(nodes).entrySet()) {
            TensorSource source = sources.get(node.getKey());
            if (source == null) {
                throw refused(
                        "has an input '" + node.getKey() + "' that nothing fills; say under trainer.input which of "
                                + Arrays.stream(TensorSource.values())
                                        .map(s -> s.name().toLowerCase(Locale.ROOT))
                                        .collect(Collectors.joining(", "))
                                + " it takes");
            }
            all.add(OnnxInput.of(
                    node.getKey(), source, tensor(node.getValue(), EXPECTED_INPUTS), binding, this::refused));
        }
        return List.copyOf(all);
    }

    private NodeInfo output(ModelBinding binding, Map<String, NodeInfo> nodes) {
        if (binding.output().isEmpty() && nodes.size() != 1) {
            throw refused("has " + new TreeSet<>(nodes.keySet()) + "; " + EXPECTED_OUTPUT
                    + ", or trainer.output to name the one that is read");
        }
        NodeInfo read = binding.output().isEmpty() ? nodes.values().iterator().next() : nodes.get(binding.output());
        if (read == null) {
            throw refused("has no output '" + binding.output() + "' as trainer.output names; it has "
                    + new TreeSet<>(nodes.keySet()));
        }
        return read;
    }

    private int classes(ModelBinding binding) {
        String found = "gives " + output + " of shape " + Arrays.toString(outputShape);
        boolean known = outputType == OnnxJavaType.FLOAT || outputType == OnnxJavaType.DOUBLE;
        if (!known) {
            throw refused("gives " + output + " of type " + outputType + "; " + EXPECTED_OUTPUT);
        }
        if (outputShape.length == 1) {
            return classes(binding, 1, found);
        }
        if (outputShape.length != 2 || (outputShape[1] < 1 && binding.classes() == 0)) {
            throw refused(found + "; " + EXPECTED_OUTPUT);
        }
        return classes(binding, outputShape[1] < 1 ? binding.classes() : outputShape[1], found);
    }

    private int classes(ModelBinding binding, long columns, String found) {
        long all = columns == 1 ? 2 : columns;
        if (all > Integer.MAX_VALUE / 8) {
            throw refused(found + ", more than can be evaluated; " + EXPECTED_OUTPUT);
        }
        if (binding.classes() > 0 && all != binding.classes()) {
            throw refused(found + ", which is " + all + " classes; data.classes is " + binding.classes());
        }
        return (int) all;
    }

    /** Inputs by name. */
    List<OnnxInput> inputs() {
        return inputs;
    }

    String output() {
        return output;
    }

    OnnxJavaType outputType() {
        return outputType;
    }

    /** Shape of the output tensor of so many rows. */
    long[] outputShape(int rows) {
        return outputShape.length == 1 ? new long[] {rows} : new long[] {rows, columns()};
    }

    /** Values of one row: 1 where a single logit tells two classes apart. */
    int columns() {
        return outputShape.length == 1 || outputShape[1] == 1 ? 1 : classes;
    }

    /** The number of rows, where the file fixes it. */
    OptionalInt fixedRows() {
        return inputs.stream()
                .filter(input -> input.shape()[0] >= 1)
                .mapToInt(input -> (int) input.shape()[0])
                .findFirst();
    }

    private void rows() {
        long[] fixed = inputs.stream()
                .mapToLong(input -> input.shape()[0])
                .filter(rows -> rows >= 1)
                .distinct()
                .toArray();
        if (fixed.length > 1 || Arrays.stream(fixed).anyMatch(rows -> rows > Integer.MAX_VALUE / 8)) {
            throw refused(
                    "fixes the number of rows to " + Arrays.toString(fixed) + "; expected one number for all inputs");
        }
    }

    int features() {
        return features;
    }

    /** Sizes of what the data fill of one row. */
    List<Integer> shape() {
        return shape;
    }

    int classes() {
        return classes;
    }

    /** The model as messages call it. */
    String model() {
        return model;
    }

    OnsetException refused(String what) {
        return new OnsetException(ErrorCode.MODEL_INVALID, "model " + model + " " + what);
    }

    private TensorInfo tensor(NodeInfo node, String expected) {
        if (node.getInfo() instanceof TensorInfo tensor) {
            return tensor;
        }
        throw refused("has " + node.getName() + " of " + node.getInfo() + "; " + expected);
    }
}
