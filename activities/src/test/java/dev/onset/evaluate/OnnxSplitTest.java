package dev.onset.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.onset.contracts.Device;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where models can be split in two, and what the halves are. */
@Tag("unit")
final class OnnxSplitTest {
    private static final int FLOAT = TestModels.FLOAT;

    @TempDir
    Path folder = Path.of("");

    private OnnxSplit split(Path model, String tensor, int rows, int columns) throws IOException {
        Path scratch = Files.createTempDirectory(folder, "scratch");
        return OnnxSplit.of(model, "m.onnx", ModelBinding.PLAIN, new Cut(tensor, rows, columns), scratch);
    }

    private void refused(TestModels model, String tensor, int rows, int columns, String... words) throws IOException {
        Path file = model.write(folder);
        assertThatThrownBy(() -> split(file, tensor, rows, columns))
                .isInstanceOfSatisfying(
                        OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STUDY_INVALID))
                .message()
                .contains("nothing was observed")
                .contains(words);
    }

    private static TestModels lenet() {
        return TestModels.convolution(1, 8, 3, 10);
    }

    /** A branch goes around the ReLU. */
    private static TestModels residual() {
        TestModels model = new TestModels().input("x", FLOAT, -1, 1, 8, 8).weights("k", 2, 1, 3, 3);
        model.node("Conv", "c", "x", "k").node("Relu", "a", "c").node("Add", "s", "c", "a");
        return model.node("Flatten", "f", "s").dense("f", "logits", 72, 3).output("logits", FLOAT, -1, 3);
    }

    @Test
    void aTensorThatIsNotThere_isRefused_namingThoseThatWouldDo() throws IOException {
        refused(lenet(), "b", 2, 3, "tensor is 'b'", "m.onnx does not compute", "c [3, 6, 6], a [3, 6, 6]");
        refused(lenet(), "x", 2, 3, "does not compute", "c [3, 6, 6], a [3, 6, 6]");
        refused(lenet(), "k", 2, 3, "does not compute");
    }

    @Test
    void oneThatAnotherWayGoesAround_isRefused() throws IOException {
        refused(residual(), "a", 2, 3, "'logits'", "through this tensor alone", "would do: c [2, 6, 6], s [2, 6, 6];");
        split(residual().write(folder), "s", 2, 3);
    }

    @Test
    void oneBesideWhichAnotherInputGoesIn_isRefused() throws IOException {
        TestModels two = new TestModels().input("x", FLOAT, -1, 1, 4, 4).input("m", FLOAT, -1, 1, 4, 4);
        two.node("Relu", "a", "x")
                .node("Mul", "b", "a", "m")
                .node("Neg", "d", "b")
                .node("Flatten", "logits", "d");
        Path file = two.output("logits", FLOAT, -1, 16).write(folder);
        ModelBinding binding = new ModelBinding(
                new TreeMap<>(Map.of("x", TensorSource.DATA, "m", TensorSource.ONES)), "", List.of(1, 4, 4), 16, 0);
        Path scratch = Files.createDirectory(folder.resolve("scratch"));
        assertThatThrownBy(() -> OnnxSplit.of(file, "m", binding, new Cut("a", 2, 2), scratch))
                .hasMessageContaining("through this tensor alone")
                .hasMessageContaining("b [1, 4, 4], d [1, 4, 4]");
        try (Evaluator before = OnnxEvaluator.of(
                OnnxSplit.of(file, "m", binding, new Cut("b", 2, 2), scratch).before(Device.CPU, 0))) {
            float[] row = new float[16];
            row[3] = 5;
            float[] map = new float[16];
            before.logits(row, 1, map);
            assertThat(map).isEqualTo(row);
        }
    }

    @Test
    void oneThatIsNoFeatureMap_orHasFewerPositionsThanBlocks_isRefused() throws IOException {
        refused(lenet(), "f", 2, 3, "FLOAT [1, 108]", "[rows, channels, height, width]", "would do: c");
        refused(lenet(), "a", 7, 1, "6 x 6 positions", "7 x 1 blocks", "none of its tensors would do");
        TestModels doubles = new TestModels().input("x", FLOAT, -1, 1, 4, 4);
        doubles.cast("x", "d", TestModels.DOUBLE).cast("d", "e", FLOAT).node("Flatten", "logits", "e");
        refused(doubles.output("logits", FLOAT, -1, 16), "d", 2, 2, "DOUBLE", "floats", "would do: e [1, 4, 4]");
    }

    @Test
    void aFileThatIsNoProtobuf_isRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("m.ort"), "ORTM and more");
        assertThatThrownBy(() -> split(file, "a", 2, 2)).hasMessageContaining("no ONNX protobuf");
    }

    @Test
    void eachHalfHoldsWhatItNeeds_andTogetherTheyAreTheWhole() throws IOException {
        Path file = lenet().write(folder);
        Path scratch = Files.createDirectory(folder.resolve("scratch"));
        OnnxSplit split = OnnxSplit.of(file, "m.onnx", ModelBinding.PLAIN, new Cut("a", 2, 2), scratch);
        float[] row = new float[64];
        for (int i = 0; i < row.length; i++) {
            row[i] = (float) Math.sin(i);
        }
        float[] map = new float[108];
        float[] logits = new float[10];
        float[] whole = new float[10];
        try (OnnxSession first = split.before(Device.CPU, 0);
                OnnxSession second = split.after(Device.CPU, 0);
                Evaluator before = OnnxEvaluator.of(first);
                Evaluator after = OnnxEvaluator.of(second);
                Evaluator both = OnnxEvaluator.open(file)) {
            before.logits(row, 1, map);
            after.logits(map, 1, logits);
            both.logits(row, 1, whole);
        }
        for (int c = 0; c < 10; c++) {
            assertThat(logits[c]).isCloseTo(whole[c], within(1e-4f));
        }
        ModelProto first = ModelProto.parseFrom(Files.readAllBytes(scratch.resolve("before.onnx")));
        ModelProto second = ModelProto.parseFrom(Files.readAllBytes(scratch.resolve("after.onnx")));
        assertThat(first.getGraph().getInitializerList()).extracting("name").containsExactly("k", "kb");
        assertThat(second.getGraph().getInitializerList()).extracting("name").containsExactly("logits_w", "logits_b");
        assertThat(second.getGraph().getNodeList()).extracting("opType").containsExactly("Flatten", "Gemm");
    }

    @Test
    void weightsBesideTheModel_stayThere_andAFixedNumberOfRowsIsKeptTo() throws IOException {
        TestModels model = new TestModels().input("x", FLOAT, 2, 1, 2, 2).node("Relu", "a", "x");
        model.node("Neg", "n", "a").node("Flatten", "f", "n").external("w", "deep/w.bin", 4, 2);
        Path file = model.node("MatMul", "logits", "f", "w")
                .output("logits", FLOAT, 2, 2)
                .write(folder);
        ByteBuffer weights = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 8; i++) {
            weights.putFloat(i);
        }
        Files.createDirectory(folder.resolve("deep"));
        Files.write(folder.resolve("deep/w.bin"), weights.array());
        try (OnnxSession second = split(file, "a", 2, 2).after(Device.CPU, 0);
                Evaluator after = OnnxEvaluator.of(second)) {
            float[] logits = new float[6];
            after.logits(new float[] {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1}, 3, logits);
            assertThat(logits).containsExactly(0f, -1, -2, -3, -6, -7);
        }
    }
}
