package dev.onset.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxEvaluatorTest {
    private static final int FEATURES = 7;
    private static final int CLASSES = 3;

    @TempDir
    Path folder;

    /** logits = x W with W[i][c] = i - c. */
    private Path linear(int type, int... outputShape) throws IOException {
        TensorProto.Builder weights = TensorProto.newBuilder()
                .setName("w")
                .setDataType(1)
                .addDims(FEATURES)
                .addDims(CLASSES);
        for (int i = 0; i < FEATURES; i++) {
            for (int c = 0; c < CLASSES; c++) {
                weights.addFloatData(i - c);
            }
        }
        GraphProto.Builder graph = GraphProto.newBuilder()
                .setName("g")
                .addInput(value("x", type, -1, FEATURES))
                .addOutput(value("y", type, outputShape))
                .addInitializer(weights)
                .addNode(NodeProto.newBuilder()
                        .setOpType("MatMul")
                        .addInput("x")
                        .addInput("w")
                        .addOutput("y"));
        ModelProto model = ModelProto.newBuilder()
                .setIrVersion(7)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
                .setGraph(graph)
                .build();
        return Files.write(folder.resolve("linear.onnx"), model.toByteArray());
    }

    private static ValueInfoProto value(String name, int type, int... shape) {
        TensorShapeProto.Builder sizes = TensorShapeProto.newBuilder();
        for (int size : shape) {
            sizes.addDim(
                    size < 0
                            ? TensorShapeProto.Dimension.newBuilder().setDimParam("rows")
                            : TensorShapeProto.Dimension.newBuilder().setDimValue(size));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(
                                TypeProto.Tensor.newBuilder().setElemType(type).setShape(sizes)))
                .build();
    }

    private static float[] rows(int count) {
        Random random = new Random(1);
        float[] rows = new float[count * FEATURES];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = random.nextFloat();
        }
        return rows;
    }

    @Test
    void logitsAreTheModels() throws IOException {
        try (Evaluator network = OnnxEvaluator.open(linear(1, -1, CLASSES))) {
            assertThat(network.features()).isEqualTo(FEATURES);
            assertThat(network.classes()).isEqualTo(CLASSES);
            float[] out = new float[CLASSES];
            network.logits(new float[] {1, 0, 0, 0, 0, 0, 2}, 1, out);
            assertThat(out).containsExactly(12, 9, 6);
        }
    }

    @Test
    void aRowsLogitsDependNeitherOnItsPlaceNorOnTheRowsBesideIt() throws IOException {
        int count = 777;
        float[] rows = rows(count);
        try (Evaluator network = OnnxEvaluator.open(linear(1, -1, CLASSES))) {
            float[] together = new float[count * CLASSES];
            network.logits(rows, count, together);
            float[] alone = new float[CLASSES];
            for (int i = 0; i < count; i++) {
                network.logits(Arrays.copyOfRange(rows, i * FEATURES, (i + 1) * FEATURES), 1, alone);
                assertThat(alone)
                        .as("row %d", i)
                        .isEqualTo(Arrays.copyOfRange(together, i * CLASSES, (i + 1) * CLASSES));
            }
        }
    }

    @Test
    void lossesAreCrossEntropies() throws IOException {
        try (Evaluator network = OnnxEvaluator.open(linear(1, -1, CLASSES))) {
            // logits 0, -1, -2
            float[] row = {0, 1, 0, 0, 0, 0, 0};
            double[] z = {1, 0, -1};
            double sum = Math.exp(z[0]) + Math.exp(z[1]) + Math.exp(z[2]);
            Losses losses = Losses.of(network, row, new int[] {2});
            assertThat(losses.perSample()[0]).isCloseTo(Math.log(sum) - z[2], within(1e-12));
            assertThat(losses.accuracy()).isZero();
            assertThat(Losses.of(network, row, new int[] {0}).accuracy()).isEqualTo(1);
        }
    }

    @Test
    void outputsThatAreNotFiniteAreRefused() throws IOException {
        try (Evaluator network = OnnxEvaluator.open(linear(1, -1, CLASSES))) {
            float[] row = {Float.POSITIVE_INFINITY, 0, 0, 0, 0, 0, 0};
            assertThatThrownBy(() -> network.logits(row, 1, new float[CLASSES])).hasMessageContaining("finite");
        }
    }

    @Test
    void aModelOfAnotherFormIsRefusedWithWhatItIs() throws IOException {
        Path scalar = linear(1, -1);
        assertThatThrownBy(() -> OnnxEvaluator.open(scalar)).hasMessageContaining("linear.onnx");
        Path text = Files.writeString(folder.resolve("text.onnx"), "not a model");
        assertThatThrownBy(() -> OnnxEvaluator.open(text)).hasMessageContaining("text.onnx");
        assertThatThrownBy(() -> OnnxEvaluator.open(folder.resolve("none.onnx")))
                .hasMessageContaining("none.onnx");
    }
}
