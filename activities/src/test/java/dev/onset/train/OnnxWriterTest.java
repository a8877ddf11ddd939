package dev.onset.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.onset.data.Split;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("unit")
final class OnnxWriterTest {
    private static final Split DIGITS = Networks.digits();

    @TempDir
    private Path folder;

    static Stream<Arguments> networks() {
        return Stream.of(
                Arguments.of("linear", Networks.LINEAR),
                Arguments.of("mlp", Networks.MLP),
                Arguments.of("tanh", Networks.TANH),
                Arguments.of("dropout", Networks.DROPOUT),
                Arguments.of("convolutions and pool", Networks.CONV),
                Arguments.of("convolution and pools, then the readout", Networks.CONV_TO_READOUT));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void writtenNetwork_givesTheTrainersLogits(String name, NetworkSpec network) throws Exception {
        Path file = folder.resolve("model.onnx");
        try (NetworkTrainer trainer = Networks.open(network, Networks.sgd(0.05, 0.5, 0), DIGITS, 5)) {
            trainer.advance(60, step -> {});
            trainer.writeOnnx(file);
            float[] expected = trainer.logits(DIGITS.testRows(), 1000);
            assertThat(worst(run(file, 1000), expected)).isLessThan(1e-5);

            // negative control: one more step is seen
            trainer.advance(61, step -> {});
            assertThat(worst(trainer.logits(DIGITS.testRows(), 1000), expected)).isGreaterThan(1e-5);
        }
    }

    @Test
    void colourImages_keepTheirChannelsApart() throws Exception {
        List<Integer> shape = List.of(3, 7, 6);
        float[] rows = new float[40 * 126];
        int[] labels = new int[40];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) Math.sin(i * 1.7);
        }
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % 4;
        }
        Path file = folder.resolve("model.onnx");
        try (NetworkTrainer trainer =
                NetworkTrainer.open(Networks.CONV, Networks.sgd(0.05, 0, 0), shape, 4, rows, labels, 5)) {
            trainer.advance(10, step -> {});
            trainer.writeOnnx(file);
            assertThat(worst(run(file, rows, 40, 126), trainer.logits(rows, 40)))
                    .isLessThan(1e-5);
        }
    }

    @Test
    void equalNetworks_giveEqualBytes_otherParametersOthers() throws IOException {
        float[] parameters =
                new float[NetworkLayout.of(Networks.CONV, List.of(1, 8, 8), 10).parameters()];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = i * 0.01f;
        }
        assertThat(write("a", parameters)).isEqualTo(write("b", parameters.clone()));
        byte[] before = write("a", parameters);
        parameters[7]++;
        assertThat(write("c", parameters)).isNotEqualTo(before);
    }

    @Test
    void parametersOfAnotherNetwork_areRefused() {
        assertThatThrownBy(() -> write("a", new float[3])).hasMessageContaining("3 parameters");
        assertThat(folder.resolve("a")).doesNotExist();
    }

    private byte[] write(String name, float[] parameters) throws IOException {
        Path file = folder.resolve(name);
        OnnxWriter.write(Networks.CONV, List.of(1, 8, 8), 10, parameters, file);
        return Files.readAllBytes(file);
    }

    private static float[] run(Path file, int count) throws OrtException {
        return run(file, DIGITS.testRows(), count, 64);
    }

    private static float[] run(Path file, float[] rows, int count, int features) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(file.toString());
                OnnxTensor x =
                        OnnxTensor.createTensor(environment, FloatBuffer.wrap(rows), new long[] {count, features});
                OrtSession.Result result = session.run(Map.of(OnnxWriter.INPUT, x))) {
            FloatBuffer buffer = ((OnnxTensor) result.get(OnnxWriter.OUTPUT).orElseThrow()).getFloatBuffer();
            float[] logits = new float[buffer.remaining()];
            buffer.get(logits);
            return logits;
        }
    }

    private static double worst(float[] a, float[] b) {
        assertThat(a).hasSameSizeAs(b);
        double worst = 0;
        for (int i = 0; i < a.length; i++) {
            worst = Math.max(worst, Math.abs(a[i] - b[i]));
        }
        return worst;
    }
}
