package dev.onset.infra.study;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Studies of linear networks that a program in plain Java evaluates: nothing need be there but a JDK. */
final class EvaluatorStudies {
    private static final String SCRIPT = "LinearEvaluator.java";

    private EvaluatorStudies() {}

    /** Puts the program into a folder. */
    static void script(Path folder) throws IOException {
        Files.copy(Path.of("../activities/src/test/resources/evaluators", SCRIPT), folder.resolve(SCRIPT));
    }

    /** The program in a mode, as a study's {@code evaluator}. */
    static String evaluator(String mode) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return "{kind: process, command: ['" + java + "', -XX:TieredStopAtLevel=1, " + SCRIPT + ", " + mode
                + "], files: [" + SCRIPT + "]}";
    }

    /** A linear network as the program reads it: weights, outputs of a feature together, then biases. */
    static void model(Path file, float... numbers) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(numbers);
        Files.write(file, bytes.array());
    }

    /** A study of four numbers and two classes with some checkpoints, in a folder. */
    static String small(Path folder, String mode) throws IOException {
        if (Files.notExists(folder.resolve(SCRIPT))) {
            script(folder);
            Path checkpoints = Files.createDirectory(folder.resolve("checkpoints"));
            for (int step = 0; step < 4; step++) {
                model(checkpoints.resolve("step_" + step + ".f32"), step, 0, 1, 0, 0, step, 0, -1, 0, .5f);
            }
        }
        Files.writeString(
                folder.resolve("four.csv"), "1,0,0,0,0\n0,1,0,0,0\n0,0,1,0,1\n0,0,0,1,1\n1,1,0,0,0\n0,0,1,1,1\n");
        return Files.writeString(folder.resolve("four.yaml"), """
                study: four
                kind: two-phase
                trainer: { kind: import, checkpoints: checkpoints }
                evaluator: %s
                data: { source: four.csv, format: csv, shape: [4], classes: 2, train: 4, test: 2 }
                observation: { players: { kind: all-features }, trainSamples: 2, testSamples: 2 }
                """.formatted(evaluator(mode)))
                .toString();
    }
}
