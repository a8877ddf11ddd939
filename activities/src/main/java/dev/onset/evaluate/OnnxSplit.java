package dev.onset.evaluate;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import dev.onset.contracts.Device;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.store.LocalFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * An ONNX model in two halves: from its inputs to a feature map, and from there to its output. Each is a model of its own with
 * the nodes and weights that it needs, so both are asked as whole models are. The first gives a map flat, row-major, channels
 * first; the second takes it as [rows, channels, height, width].
 */
public final class OnnxSplit {
    private static final int NAMED = 12;
    private static final int MAP_RANK = 4;
    private static final int CHANNELS = 1;

    /** A batch of rows is one buffer, of less than 2 GiB. */
    private static final long MOST_VALUES = Integer.MAX_VALUE / (OnnxEvaluator.BATCH * (long) Float.BYTES);

    private static final String FLAT = "onset.feature-map";

    private final OnnxGraph graph;
    private final String name;
    private final ModelBinding binding;
    private final String output;
    private final Cut cut;
    private final Path folder;
    private final List<Integer> shape;
    private final OptionalInt fixedRows;

    private OnnxSplit(OnnxGraph graph, String name, ModelBinding binding, Cut cut, Path folder) throws IOException {
        this.graph = graph;
        this.name = name;
        this.cut = cut;
        this.folder = folder;
        if (binding.output().isEmpty() && graph.outputs().size() != 1) {
            throw new OnsetException(
                    ErrorCode.MODEL_INVALID,
                    "model " + name + " has outputs " + graph.outputs()
                            + "; trainer.output names the one that is read; nothing was computed");
        }
        output = binding.output().isEmpty() ? graph.outputs().get(0) : binding.output();
        this.binding =
                new ModelBinding(binding.inputs(), output, binding.shape(), binding.classes(), binding.padding());
        if (!graph.computes(cut.tensor())) {
            throw refused("which model " + name + " does not compute");
        }
        if (!graph.isCut(cut.tensor(), output)) {
            throw refused("but the output '" + output + "' of model " + name
                    + " does not rest on the input through this tensor alone");
        }
        OnnxShapes found = shapes(List.of(cut.tensor()));
        Optional<TensorInfo> tensor = found.of(cut.tensor());
        if (tensor.isEmpty()) {
            throw refused("which is a list in model " + name);
        }
        fixedRows = found.fixedRows();
        shape = map(tensor.get());
    }

    /**
     * Splits a model.
     *
     * @param name as messages call it
     * @param binding how examples go into the whole
     * @param folder where files of the halves may be written; weights that lie beside the model are linked or copied there
     * @throws OnsetException STUDY_INVALID when the tensor is none that it can be split at, naming some that would do
     */
    static OnnxSplit of(Path model, String name, ModelBinding binding, Cut cut, Path folder) throws IOException {
        OnnxGraph graph = OnnxGraph.of(model)
                .orElseThrow(() -> new OnsetException(
                        ErrorCode.STUDY_INVALID,
                        "model " + name + " is no ONNX protobuf, so it cannot be split at a tensor as"
                                + " observation.players asks; ask for players on the input, such as {kind: grid}; nothing was"
                                + " computed"));
        for (String location : OnnxModel.external(model)) {
            Path here = folder.resolve(location);
            if (!Files.exists(here)) {
                Files.createDirectories(here.resolveSibling(""));
                link(OnnxModel.beside(model, location), here);
            }
        }
        return new OnnxSplit(graph, name, binding, cut, folder);
    }

    /** As {@link #of}, of whoever only wants to know whether it can be done, and leaves nothing in the folder. */
    public static void require(Path model, String name, ModelBinding binding, Cut cut, Path scratch)
            throws IOException {
        Path folder = Files.createTempDirectory(scratch, "split");
        try {
            of(model, name, binding, cut, folder);
        } finally {
            LocalFiles.deleteTree(folder);
        }
    }

    /** Opens the half that leads from the inputs to the feature map. */
    OnnxSession before(Device device, int gpu) throws IOException {
        NodeProto flatten = NodeProto.newBuilder()
                .setOpType("Flatten")
                .addInput(cut.tensor())
                .addOutput(FLAT)
                .addAttribute(AttributeProto.newBuilder()
                        .setName("axis")
                        .setType(AttributeProto.AttributeType.INT)
                        .setI(CHANNELS))
                .build();
        int features = features();
        ModelBinding first = new ModelBinding(binding.inputs(), FLAT, binding.shape(), features, binding.padding());
        Path file = OnnxGraph.write(
                folder.resolve("before.onnx"), graph.before(cut.tensor(), flatten, value(FLAT, List.of(features))));
        return OnnxSession.open(file, name + " before '" + cut.tensor() + "'", first, device, gpu);
    }

    /** Opens the half that leads from the feature map to the output. */
    OnnxSession after(Device device, int gpu) throws IOException {
        ModelBinding second = new ModelBinding(new TreeMap<>(), output, shape, binding.classes(), 0);
        Path file = OnnxGraph.write(folder.resolve("after.onnx"), graph.after(value(cut.tensor(), shape), output));
        return OnnxSession.open(file, name + " after '" + cut.tensor() + "'", second, device, gpu);
    }

    private int features() {
        return shape.stream().reduce(1, Math::multiplyExact);
    }

    private OnnxShapes shapes(List<String> tensors) throws IOException {
        return OnnxShapes.of(graph, tensors, name, binding, folder.resolve("shown.onnx"));
    }

    /** Channels, height and width of a feature map that can be told apart in blocks. */
    private List<Integer> map(TensorInfo tensor) throws IOException {
        long[] sizes = tensor.getShape();
        String here = "which is " + tensor.type + " " + Arrays.toString(sizes) + " in model " + name;
        if (sizes.length != MAP_RANK || tensor.type != OnnxJavaType.FLOAT) {
            throw refused(here + "; expected a feature map of floats [rows, channels, height, width]");
        }
        if (sizes[0] != fixedRows.orElse(1)) {
            throw refused(here + ", whose first axis is not that of the rows");
        }
        if (values(sizes) > MOST_VALUES) {
            throw refused(here + ", of " + values(sizes) + " values a row; at most " + MOST_VALUES + " are masked");
        }
        if (!holds(sizes)) {
            throw refused(here + ", whose " + sizes[2] + " x " + sizes[3] + " positions do not make " + cut.rows()
                    + " x " + cut.columns() + " blocks");
        }
        return Arrays.stream(sizes).skip(1).mapToObj(Math::toIntExact).toList();
    }

    /** A map of one value would be taken for the single logit that tells two classes apart. */
    private boolean holds(long[] sizes) {
        return sizes[2] >= cut.rows() && sizes[3] >= cut.columns() && values(sizes) > 1;
    }

    private static long values(long[] sizes) {
        return sizes[1] * sizes[2] * sizes[3];
    }

    private boolean does(TensorInfo tensor, long rows) {
        long[] sizes = tensor.getShape();
        return sizes.length == MAP_RANK
                && tensor.type == OnnxJavaType.FLOAT
                && sizes[0] == rows
                && values(sizes) <= MOST_VALUES
                && holds(sizes);
    }

    private OnsetException refused(String why) throws IOException {
        List<String> cuts = graph.cuts(output);
        OnnxShapes found = shapes(cuts);
        List<String> others = cuts.stream()
                .flatMap(tensor -> found.of(tensor).stream()
                        .filter(info -> does(info, found.fixedRows().orElse(1)))
                        .map(info -> tensor + " "
                                + Arrays.stream(info.getShape()).skip(1).boxed().toList()))
                .toList();
        String named = others.stream().limit(NAMED).collect(Collectors.joining(", "));
        String next = others.isEmpty()
                ? "none of its tensors would do for " + cut.rows() + " x " + cut.columns()
                        + " blocks; take fewer, or players on the input"
                : "give one of those that would do: " + named
                        + (others.size() > NAMED ? " and " + (others.size() - NAMED) + " more" : "");
        return new OnsetException(
                ErrorCode.STUDY_INVALID,
                ("observation.players.tensor is '" + cut.tensor() + "', " + why + "; " + next
                                + "; nothing was observed")
                        .replaceAll("\\p{Cntrl}", "?"));
    }

    /** One float tensor of as many rows as are asked about. */
    private ValueInfoProto value(String tensor, List<Integer> sizes) {
        TensorShapeProto.Builder all = TensorShapeProto.newBuilder();
        TensorShapeProto.Dimension.Builder rows = all.addDimBuilder();
        fixedRows.ifPresentOrElse(rows::setDimValue, () -> rows.setDimParam("rows"));
        sizes.forEach(size -> all.addDimBuilder().setDimValue(size));
        return ValueInfoProto.newBuilder()
                .setName(tensor)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(TensorProto.DataType.FLOAT.getNumber())
                                .setShape(all)))
                .build();
    }

    private static void link(Path weights, Path here) throws IOException {
        try {
            Files.createLink(here, weights);
        } catch (UnsupportedOperationException | IOException e) {
            Files.copy(weights, here); // another file system, or one without links
        }
    }
}
