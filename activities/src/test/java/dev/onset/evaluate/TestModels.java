package dev.onset.evaluate;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Small ONNX files, node by node, good and bad. */
public final class TestModels {
    static final int FLOAT = 1;
    static final int DOUBLE = 11;
    static final int FLOAT16 = 10;
    static final int INT64 = 7;
    private static final long FREE = -1;

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("g");
    private final Random random = new Random(7);

    /** features - hidden ReLU - classes. */
    public static TestModels mlp(int features, int hidden, int classes) {
        TestModels model = new TestModels().input("x", FLOAT, FREE, features);
        model.dense("x", "h", features, hidden).node("Relu", "a", "h").dense("a", "logits", hidden, classes);
        return model.output("logits", FLOAT, FREE, classes);
    }

    /** One convolution of 3x3, ReLU, and a readout, on square images. */
    public static TestModels convolution(int channels, int side, int filters, int classes) {
        TestModels model = new TestModels().input("x", FLOAT, FREE, channels, side, side);
        model.weights("k", filters, channels, 3, 3).weights("kb", filters);
        model.node("Conv", "c", "x", "k", "kb").node("Relu", "a", "c").node("Flatten", "f", "a");
        model.dense("f", "logits", filters * (side - 2) * (side - 2), classes);
        return model.output("logits", FLOAT, FREE, classes);
    }

    /** What follows the ReLU of {@link #convolution}, with the same weights. */
    public static TestModels afterConvolution(int channels, int side, int filters, int classes) {
        TestModels model = new TestModels().input("a", FLOAT, FREE, filters, side - 2, side - 2);
        model.weights("k", filters, channels, 3, 3).weights("kb", filters);
        model.graph.clearInitializer(); // they only had to be drawn first, as they are there
        model.node("Flatten", "f", "a").dense("f", "logits", filters * (side - 2) * (side - 2), classes);
        return model.output("logits", FLOAT, FREE, classes);
    }

    /** The same model that also gives what it flattens, of so many features. */
    public TestModels showingFlat(int features) {
        return output("f", FLOAT, FREE, features);
    }

    TestModels input(String name, int type, long... shape) {
        graph.addInput(value(name, type, shape));
        return this;
    }

    TestModels output(String name, int type, long... shape) {
        graph.addOutput(value(name, type, shape));
        return this;
    }

    TestModels node(String type, String output, String... inputs) {
        graph.addNode(NodeProto.newBuilder().setOpType(type).addOutput(output).addAllInput(List.of(inputs)));
        return this;
    }

    TestModels cast(String input, String output, int type) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType("Cast")
                .addInput(input)
                .addOutput(output)
                .addAttribute(AttributeProto.newBuilder()
                        .setName("to")
                        .setType(AttributeProto.AttributeType.INT)
                        .setI(type)));
        return this;
    }

    TestModels dense(String input, String output, int features, int units) {
        weights(output + "_w", units, features).weights(output + "_b", units);
        graph.addNode(NodeProto.newBuilder()
                .setOpType("Gemm")
                .addInput(input)
                .addInput(output + "_w")
                .addInput(output + "_b")
                .addOutput(output)
                .addAttribute(AttributeProto.newBuilder()
                        .setName("transB")
                        .setType(AttributeProto.AttributeType.INT)
                        .setI(1)));
        return this;
    }

    TestModels weights(String name, int... shape) {
        int count = 1;
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(FLOAT);
        for (int size : shape) {
            count *= size;
            tensor.addDims(size);
        }
        ByteBuffer bytes = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            bytes.putFloat((float) random.nextGaussian());
        }
        graph.addInitializer(tensor.setRawData(ByteString.copyFrom(bytes.flip())));
        return this;
    }

    /** Weights as the protobuf's own list of numbers, or as raw bytes. */
    TestModels weights(String name, boolean raw, float... values) {
        TensorProto.Builder tensor =
                TensorProto.newBuilder().setName(name).setDataType(FLOAT).addDims(values.length);
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
            if (!raw) {
                tensor.addFloatData(value);
            }
        }
        graph.addInitializer(raw ? tensor.setRawData(ByteString.copyFrom(bytes.flip())) : tensor);
        return this;
    }

    /** What an exporter may write besides. */
    TestModels words(String words) {
        graph.setName(words).setDocString(words);
        graph.getNodeBuilderList().forEach(node -> node.setName(words).setDocString(words));
        return this;
    }

    /** Weights in a file beside the model. */
    TestModels external(String name, String location, int... shape) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(FLOAT)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(
                        StringStringEntryProto.newBuilder().setKey("location").setValue(location));
        for (int size : shape) {
            tensor.addDims(size);
        }
        graph.addInitializer(tensor);
        return this;
    }

    TestModels axis(String name, long axis) {
        graph.addInitializer(
                TensorProto.newBuilder().setName(name).setDataType(INT64).addInt64Data(axis));
        return this;
    }

    public Path write(Path folder) throws IOException {
        ModelProto model = ModelProto.newBuilder()
                .setIrVersion(7)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(13))
                .setGraph(graph)
                .build();
        return Files.write(folder.resolve("model.onnx"), model.toByteArray());
    }

    private static ValueInfoProto value(String name, int type, long... shape) {
        TensorShapeProto.Builder sizes = TensorShapeProto.newBuilder();
        for (long size : shape) {
            TensorShapeProto.Dimension.Builder dimension = TensorShapeProto.Dimension.newBuilder();
            sizes.addDim(size == FREE ? dimension.setDimParam("n") : dimension.setDimValue(size));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(
                                TypeProto.Tensor.newBuilder().setElemType(type).setShape(sizes)))
                .build();
    }
}
