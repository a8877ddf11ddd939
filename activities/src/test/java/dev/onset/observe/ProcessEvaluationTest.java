package dev.onset.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.checkpoint.CommittedCheckpoint;
import dev.onset.contracts.Device;
import dev.onset.data.DataSpec;
import dev.onset.evaluate.Evaluator;
import dev.onset.evaluate.EvaluatorSpec;
import dev.onset.kind.StageContext;
import dev.onset.kind.StudyDocument;
import dev.onset.store.BlobStore;
import dev.onset.store.Digest;
import dev.onset.store.MemoryStore;
import dev.onset.studyfile.Overrides;
import dev.onset.studyfile.StudyFile;
import dev.onset.twophase.TwoPhase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks of a study that brings its own program are evaluated by that program, where the study says. */
@Tag("unit")
final class ProcessEvaluationTest {
    private static final String SCRIPT = "LinearEvaluator.java";
    private static final EvaluatorSpec.Process PROGRAM = new EvaluatorSpec.Process(
            List.of(Path.of(System.getProperty("java.home", ""), "bin", "java").toString(), SCRIPT, "well"),
            List.of(SCRIPT),
            new TreeMap<>(),
            List.of(),
            30,
            true);

    @TempDir
    Path scratch = Path.of("");

    @Test
    void aNetworkThatIsOpenOnOneDevice_isNotTakenForTheSameOnAnother() throws IOException {
        MemoryStore store = new MemoryStore();
        BlobStore blobs = new BlobStore(store);
        StudyFile file = StudyFile.load("digits", Overrides.none());
        DataSpec data = ((TwoPhase) file.spec().experiment()).data();
        int features = data.shape().stream().reduce(1, Math::multiplyExact);
        StudyDocument study = new StudyDocument(
                file.spec(),
                Map.of(
                        PROGRAM.sources().firstKey(),
                        blobs.put(Files.readAllBytes(Path.of("src/test/resources/evaluators", SCRIPT)))));
        CommittedCheckpoint checkpoint = new CommittedCheckpoint(
                Digest.sha256("run"),
                1,
                1,
                new TreeMap<>(Map.of("model.bin", blobs.put(new byte[Float.BYTES * (features + 1) * data.classes()]))),
                Digest.sha256("manifest"));
        StageContext context = StageContext.of(store, scratch);
        try (Evaluator first = open(study, data, Device.CPU, context, checkpoint);
                Evaluator again = open(study, data, Device.CPU, context, checkpoint);
                Evaluator other = open(study, data, Device.CUDA, context, checkpoint)) {
            assertThat(List.of(first.device(), again.device(), other.device()))
                    .as("the program says which device it was started for")
                    .containsExactly("cpu", "cpu", "cuda");
        } finally {
            context.models().close();
            context.evaluators().close();
        }
    }

    private static Evaluator open(
            StudyDocument study, DataSpec data, Device device, StageContext context, CommittedCheckpoint checkpoint) {
        return new ProcessEvaluation(study, PROGRAM, data, device).open(context, checkpoint);
    }
}
