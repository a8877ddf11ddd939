package dev.onset.evaluate.process;

import dev.onset.contracts.Device;
import dev.onset.evaluate.EvaluatorSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Evaluators for tests: plain Java, each misbehaving in its own way. */
final class Evaluators {
    private static final String JAVA =
            Path.of(System.getProperty("java.home", ""), "bin", "java").toString();
    private static final String SCRIPT = "LinearEvaluator.java";
    static final Path SOURCE = Path.of("src/test/resources/evaluators", SCRIPT);

    private Evaluators() {}

    static EvaluatorCommand command(String mode) {
        return command(mode, 30);
    }

    static EvaluatorCommand command(String mode, int answerSeconds) {
        return command(List.of(JAVA, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", SCRIPT, mode), answerSeconds);
    }

    /** Says something else of itself from the second start on. */
    static EvaluatorCommand changing(Path started) {
        return command(List.of(JAVA, SCRIPT, "changes", started.toString()), 30);
    }

    static EvaluatorCommand command(List<String> command, int answerSeconds) {
        EvaluatorSpec.Process spec = new EvaluatorSpec.Process(
                command, List.of(SCRIPT), new TreeMap<>(Map.of()), List.of(), answerSeconds, true);
        return new EvaluatorCommand(
                spec, new TreeMap<>(), Device.CPU, 0, folder -> Files.copy(SOURCE, folder.resolve(SCRIPT)));
    }

    /** A linear network of three features and as many outputs as there are biases. */
    static Path model(Path folder, float... numbers) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(numbers);
        return Files.write(folder.resolve("model.f32"), bytes.array());
    }
}
