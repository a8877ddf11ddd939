package dev.onset.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.Device;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("unit")
final class OnnxEvaluatorTest {
    private static final int BATCH = OnnxEvaluator.BATCH;

    @TempDir
    Path folder;

    /** Networks of the kinds that are studied. */
    enum Network {
        DIGITS(() -> TestModels.mlp(64, 64, 10)),
        ODD(() -> TestModels.mlp(37, 51, 3)),
        WIDE(() -> TestModels.mlp(784, 256, 10)),
        IMAGES(() -> TestModels.convolution(1, 28, 6, 10)),
        COLOUR(() -> TestModels.convolution(3, 16, 17, 10));

        private final Supplier<TestModels> model;

        Network(Supplier<TestModels> model) {
            this.model = model;
        }
    }

    @ParameterizedTest
    @EnumSource
    void logitsOfARow_doNotDependOnItsPlaceItsNeighboursOrTheirNumber(Network network) throws IOException {
        try (OnnxEvaluator evaluator = OnnxEvaluator.open(network.model.get().write(folder))) {
            assertThat(rowsWithOtherBitsElsewhere(evaluator)).isEmpty();
        }
    }

    @Test
    void negativeControl_modelThatMixesItsRows_isSeenToDependOnThem() throws IOException {
        TestModels mixing = new TestModels().input("x", TestModels.FLOAT, -1, 8).node("CumSum", "s", "x", "axis");
        mixing.axis("axis", 0).dense("s", "y", 8, 2).output("y", TestModels.FLOAT, -1, 2);
        try (OnnxEvaluator evaluator = OnnxEvaluator.open(mixing.write(folder))) {
            assertThat(rowsWithOtherBitsElsewhere(evaluator)).isNotEmpty();
        }
    }

    @Test
    void aGpuThatIsNotThere_isSaid_andTheProcessorDoesNotStepIn() throws IOException {
        Path model = Network.DIGITS.model.get().write(folder);
        assertThatThrownBy(() -> OnnxEvaluator.open(model, Device.CUDA, 999).close())
                .isInstanceOfSatisfying(
                        OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DEVICE_UNAVAILABLE))
                .hasMessageContaining("GPU 999");
    }

    /** Where there is one: the same rows on both, to the precision of floats, and the same bits wherever a row stands. */
    @ParameterizedTest
    @EnumSource
    void aGpuAgreesWithTheProcessor(Network network) throws IOException {
        Path model = network.model.get().write(folder);
        Assumptions.assumeTrue(hasGpu(model), "SKIPPED: no GPU that this build (-Pgpu) can use");
        try (OnnxEvaluator gpu = OnnxEvaluator.open(model, Device.CUDA, 0);
                OnnxEvaluator cpu = OnnxEvaluator.open(model)) {
            float[] rows = new float[BATCH * cpu.features()];
            Random random = new Random(1);
            for (int i = 0; i < rows.length; i++) {
                rows[i] = random.nextFloat();
            }
            float[] expected = new float[BATCH * cpu.classes()];
            float[] found = new float[expected.length];
            cpu.logits(rows, BATCH, expected);
            gpu.logits(rows, BATCH, found);
            assertThat(found).containsExactly(expected, Offset.offset(1e-4f));
            assertThat(gpu.device()).isEqualTo("cuda");
            assertThat(rowsWithOtherBitsElsewhere(gpu)).isEmpty();
        }
    }

    private static boolean hasGpu(Path model) {
        try (OnnxEvaluator gpu = OnnxEvaluator.open(model, Device.CUDA, 0)) {
            return true;
        } catch (OnsetException e) {
            return false;
        }
    }

    private static List<Integer> rowsWithOtherBitsElsewhere(OnnxEvaluator evaluator) {
        int features = evaluator.features();
        int classes = evaluator.classes();
        int n = 2 * BATCH + 3;
        float[] rows = rows(n * features, 1);
        float[] all = logits(evaluator, rows, n);
        List<Integer> differing = new ArrayList<>();
        for (int i = 0; i < n; i += i < 20 ? 1 : 31) {
            float[] row = row(rows, i, features);
            float[] expected = row(all, i, classes);
            int count = 1 + i % (BATCH + 5);
            float[] others = rows(count * features, 1000 + i);
            System.arraycopy(row, 0, others, (count - 1) * features, features);
            float[] among = logits(evaluator, others, count);
            if (!Arrays.equals(logits(evaluator, row, 1), expected)
                    || !Arrays.equals(row(among, count - 1, classes), expected)) {
                differing.add(i);
            }
        }
        return differing;
    }

    @Test
    void secondEvaluatorAndRepetition_giveTheSameBits() throws IOException {
        Path model = TestModels.mlp(64, 64, 10).write(folder);
        float[] rows = rows(700 * 64, 3);
        try (OnnxEvaluator one = OnnxEvaluator.open(model);
                OnnxEvaluator two = OnnxEvaluator.open(model)) {
            float[] first = logits(one, rows, 700);
            assertThat(logits(one, rows, 700)).isEqualTo(first);
            assertThat(logits(two, rows, 700)).isEqualTo(first);
        }
    }

    @Test
    void modelWithAFixedNumberOfRows_isRunInSuchBatches() throws IOException {
        TestModels fixed = new TestModels().input("x", TestModels.FLOAT, 3, 8);
        Path model =
                fixed.dense("x", "y", 8, 2).output("y", TestModels.FLOAT, 3, 2).write(folder);
        try (OnnxEvaluator evaluator = OnnxEvaluator.open(model)) {
            float[] rows = rows(7 * 8, 5);
            assertThat(row(logits(evaluator, rows, 7), 6, 2)).isEqualTo(logits(evaluator, row(rows, 6, 8), 1));
        }
    }

    @Test
    void whatLiesBehindTheRowsAskedAbout_staysAsItWas() throws IOException {
        try (OnnxEvaluator evaluator =
                OnnxEvaluator.open(TestModels.mlp(4, 4, 2).write(folder))) {
            float[] out = {7, 7, 7, 7};
            evaluator.logits(rows(4, 1), 1, out);
            assertThat(out[2]).isEqualTo(7);
            assertThat(out[3]).isEqualTo(7);
            evaluator.logits(new float[0], 0, new float[0]);
            assertThatIllegalArgumentException().isThrownBy(() -> evaluator.logits(new float[4], 2, out));
            assertThatIllegalArgumentException().isThrownBy(() -> evaluator.logits(new float[12], 3, out));
            assertThatIllegalArgumentException().isThrownBy(() -> evaluator.logits(new float[4], -1, out));
        }
    }

    @Test
    void outputThatIsNotFinite_isRefusedWithRowAndLogit() throws IOException {
        try (OnnxEvaluator evaluator =
                OnnxEvaluator.open(TestModels.mlp(4, 4, 2).write(folder))) {
            float[] rows = rows(3 * 4, 1);
            rows[9] = Float.NaN;
            assertRefused(() -> evaluator.logits(rows, 3, new float[6]), "model.onnx gives NaN as logit 0 of row 2");
            // what failed leaves nothing behind
            assertThat(logits(evaluator, rows(8, 1), 2)).isEqualTo(logits(evaluator, rows(8, 1), 2));
        }
    }

    @Test
    void closingTwice_isNoError() throws IOException {
        OnnxEvaluator evaluator = OnnxEvaluator.open(TestModels.mlp(4, 4, 2).write(folder));
        evaluator.close();
        evaluator.close();
    }

    @Test
    void fileThatIsNoModel_isRefused() throws IOException {
        assertRefused(() -> OnnxEvaluator.open(folder.resolve("absent.onnx")), "model absent.onnx cannot be opened");
        Path junk = Files.writeString(folder.resolve("junk.onnx"), "not a model");
        assertRefused(() -> OnnxEvaluator.open(junk), "model junk.onnx cannot be opened", "expected an ONNX file");
        Path good = TestModels.mlp(4, 4, 2).write(folder);
        byte[] bytes = Files.readAllBytes(good);
        Path cut = Files.write(folder.resolve("cut.onnx"), Arrays.copyOf(bytes, bytes.length - 40));
        assertRefused(() -> OnnxEvaluator.open(cut), "model cut.onnx cannot be opened");
    }

    @Test
    void modelOfAnotherForm_isRefusedWithTheFormFoundAndExpected() throws IOException {
        int real = TestModels.FLOAT;
        assertForm(graph().input("x", real, 2, 3, 4).node("Relu", "y", "x").output("y", real, 2, 3, 4), "[2, 3, 4]");
        assertForm(graph().input("x", real, -1, -1).node("Relu", "y", "x").output("y", real, -1, -1), "[-1, -1]");
        assertForm(
                graph().input("x", real, -1, 1, 2, 2).node("Relu", "y", "x").output("y", real, -1, 1, 2, 2),
                "gives y of shape [-1, 1, 2, 2]");
        assertForm(
                graph().input("x", TestModels.FLOAT16, -1, 4)
                        .node("Relu", "y", "x")
                        .output("y", TestModels.FLOAT16, -1, 4),
                "FLOAT16");
        assertForm(
                graph().input("x", real, -1, 4)
                        .input("z", real, -1, 4)
                        .node("Add", "y", "x", "z")
                        .output("y", real, -1, 4),
                "has [x, z]");
        assertForm(
                graph().input("x", real, -1, 4)
                        .node("Relu", "y", "x")
                        .node("Tanh", "z", "x")
                        .output("y", real, -1, 4)
                        .output("z", real, -1, 4),
                "has [y, z]");
    }

    private static TestModels graph() {
        return new TestModels();
    }

    private void assertForm(TestModels model, String found) throws IOException {
        Path file = model.write(folder);
        assertRefused(() -> OnnxEvaluator.open(file), "model model.onnx", found, "expected one float");
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_INVALID))
                .message()
                .contains(parts);
    }

    private static float[] logits(OnnxEvaluator evaluator, float[] rows, int count) {
        float[] out = new float[count * evaluator.classes()];
        evaluator.logits(rows, count, out);
        return out;
    }

    private static float[] row(float[] matrix, int i, int width) {
        return Arrays.copyOfRange(matrix, i * width, (i + 1) * width);
    }

    private static float[] rows(int count, long seed) {
        Random random = new Random(seed);
        float[] rows = new float[count];
        for (int i = 0; i < count; i++) {
            rows[i] = (float) random.nextGaussian();
        }
        return rows;
    }
}
