package dev.onset.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
        Path model = network.model.get().write(folder);
        try (OnnxEvaluator evaluator = OnnxEvaluator.open(model)) {
            int n = 2 * BATCH + 3;
            float[] rows = rows(n * evaluator.features(), 1);
            float[] all = logits(evaluator, rows, n);
            for (int i = 0; i < n; i += i < 20 ? 1 : 31) {
                float[] row = row(rows, i, evaluator.features());
                float[] expected = row(all, i, evaluator.classes());
                assertThat(logits(evaluator, row, 1)).as("row %d alone", i).isEqualTo(expected);
                int count = 1 + i % (BATCH + 5);
                float[] others = rows(count * evaluator.features(), 1000 + i);
                System.arraycopy(row, 0, others, (count - 1) * evaluator.features(), row.length);
                float[] among = logits(evaluator, others, count);
                assertThat(row(among, count - 1, evaluator.classes()))
                        .as("row %d last of %d", i, count)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void negativeControl_theLibraryAloneGivesARowOtherBitsInAnotherBatch() throws IOException, OrtException {
        Path model = TestModels.mlp(784, 256, 10).write(folder);
        float[] rows = rows(BATCH * 784, 1);
        boolean differs = false;
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(model.toString())) {
            float[] many = raw(environment, session, rows, BATCH, 784);
            for (int i = 0; i < 20; i++) {
                float[] one = raw(environment, session, row(rows, i, 784), 1, 784);
                differs |= !Arrays.equals(one, row(many, i, 10));
            }
        }
        assertThat(differs).isTrue();
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
        assertForm(graph().input("x", real, -1, 4).dense("x", "y", 4, 1).output("y", real, -1, 1), "[-1, 1]");
        assertForm(
                graph().input("x", real, -1, 1, 2, 2).node("Relu", "y", "x").output("y", real, -1, 1, 2, 2),
                "gives y of shape [-1, 1, 2, 2]");
        assertForm(
                graph().input("x", TestModels.DOUBLE, -1, 4)
                        .node("Relu", "y", "x")
                        .output("y", TestModels.DOUBLE, -1, 4),
                "DOUBLE");
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

    @Test
    @Tag("bench")
    void rowsPerSecond() throws IOException {
        try (OnnxEvaluator evaluator =
                OnnxEvaluator.open(TestModels.mlp(64, 64, 10).write(folder))) {
            float[] rows = rows(1024 * 64, 1);
            float[] out = new float[1024 * 10];
            for (int count : new int[] {1, 256, 1024}) {
                long best = Long.MAX_VALUE;
                for (int repeat = 0; repeat < 300; repeat++) {
                    long start = System.nanoTime();
                    evaluator.logits(rows, count, out);
                    best = Math.min(best, System.nanoTime() - start);
                }
                org.slf4j.LoggerFactory.getLogger(getClass()).info("{} rows: {} us", count, best / 1000);
            }
        }
        assertThat(true).isTrue();
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

    private static float[] raw(OrtEnvironment environment, OrtSession session, float[] rows, int n, int features)
            throws OrtException {
        try (OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(rows), new long[] {n, features});
                OrtSession.Result result = session.run(Map.of("x", input))) {
            FloatBuffer out = ((OnnxTensor) result.get(0)).getFloatBuffer();
            float[] values = new float[out.remaining()];
            out.get(values);
            return values;
        }
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
