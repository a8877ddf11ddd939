package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onset.checkpoint.Npy;
import dev.onset.data.BundledData;
import dev.onset.data.DataSpec;
import dev.onset.data.DatasetReader;
import dev.onset.data.Split;
import dev.onset.infra.cli.OnsetCommand;
import dev.onset.infra.store.S3Address;
import dev.onset.infra.store.S3Config;
import dev.onset.infra.store.S3ObjectStore;
import dev.onset.infra.store.S3Servers;
import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints that exist are observed and reported as those trained here are, to the last digit. */
@Tag("e2e")
final class ImportStudyTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> SMALL = List.of(
            "observation.players.count=6",
            "observation.trainSamples=4",
            "observation.testSamples=4",
            "observation.shardSize=4",
            "detector.resamples=40");

    @TempDir
    static Path folder;

    private static Path study;
    private static String trained;

    @BeforeAll
    static void trainAndExport() throws IOException {
        try (InputStream digits = BundledData.open("digits").orElseThrow()) {
            Files.copy(digits, folder.resolve("digits.csv.gz"));
        }
        Path here = Files.writeString(folder.resolve("trained.yaml"), """
                study: trained
                kind: two-phase
                data:
                  source: digits.csv.gz
                  format: csv
                  shape: [1, 8, 8]
                  classes: 10
                  scale: 16
                  train: 300
                  test: 500
                network: { layers: [ { type: dense, units: 64 }, { type: dense, units: 64 } ] }
                training: { steps: 120 }
                checkpoints: { log: [ { from: 10, count: 8 } ] }
                controls: []
                """);
        InProcess run = run("trained", here);
        assertThat(run.code()).as(run.err()).isZero();
        trained = JSON.readTree(run.out()).get("digest").asText();
        Path checkpoints = Files.createDirectory(folder.resolve("checkpoints"));
        Path store = folder.resolve("trained/store");
        try (Stream<Path> logs = Files.walk(store.resolve("runs"))) {
            for (Path manifest :
                    logs.filter(file -> file.getParent().endsWith("log")).toList()) {
                JsonNode commit = JSON.readTree(manifest.toFile());
                String sha = commit.get("parts").get("model.onnx").get("sha256").asText();
                Files.copy(
                        store.resolve("blobs/sha256/" + sha.substring(0, 2) + "/" + sha),
                        checkpoints.resolve("step_" + commit.get("step").asLong() + ".onnx"));
            }
        }
        Files.writeString(checkpoints.resolve("notes.txt"), "not a checkpoint");
        DataSpec data = new DataSpec(
                "bundled:digits", "", DataSpec.Format.CSV, List.of(1, 8, 8), 10, 16, false, 300, 500, 0, 0);
        Split split = Split.of(DatasetReader.readBundled("digits", data), data, 0);
        array("train_x", split.trainRows());
        array("test_x", split.testRows());
        Npy.write(
                folder.resolve("train_y.npy"),
                Arrays.stream(split.trainLabels()).asLongStream().toArray(),
                300);
        Npy.write(
                folder.resolve("test_y.npy"),
                Arrays.stream(split.testLabels()).asLongStream().toArray(),
                500);
        study = Files.writeString(folder.resolve("mine.yaml"), """
                study: mine
                kind: two-phase
                trainer: { kind: import, checkpoints: checkpoints }
                data:
                  format: npy
                  trainInputs: train_x.npy
                  trainLabels: train_y.npy
                  testInputs: test_x.npy
                  testLabels: test_y.npy
                  shape: [1, 8, 8]
                  classes: 10
                """);
    }

    private static void array(String name, float[] rows) throws IOException {
        Npy.write(folder.resolve(name + ".npy"), rows, rows.length / 64, 1, 8, 8);
    }

    private static InProcess run(String data, Path file, String... sets) {
        List<String> arguments = new ArrayList<>(List.of("run", file.toString(), "--json"));
        for (String set : Stream.concat(SMALL.stream(), Stream.of(sets)).toList()) {
            arguments.addAll(List.of("--set", set));
        }
        return InProcess.run(folder.resolve(data), arguments.toArray(new String[0]));
    }

    @Test
    void importedCheckpointsGiveTheNumbersOfTheTrainedRun_andTheFoldersOtherFilesAreNamed() throws IOException {
        InProcess run = run("imported", study);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(JSON.readTree(run.out()).get("digest").asText()).isEqualTo(trained);
        assertThat(run.err()).contains("ignored", "notes.txt");
        InProcess again = run("imported", study);
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(JSON.readTree(again.out()).get("work").toString())
                .contains("\"checkpointsComputed\":0", "\"observationsComputed\":0");
    }

    @Test
    void theStepsMayComeFromAFile_andSamplesFromRowNumbers() throws IOException {
        Path steps = folder.resolve("steps.csv");
        List<String> lines = new ArrayList<>(List.of("path,step"));
        try (Stream<Path> all = Files.list(folder.resolve("checkpoints"))) {
            all.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".onnx"))
                    .forEach(name -> lines.add(name + "," + name.replaceAll("[^0-9]", "")));
        }
        Files.write(steps, lines);
        InProcess run = run("listed", study, "trainer.steps=steps.csv", "observation.trainSamples=[0, 1, 2, 3]");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(JSON.readTree(run.out()).get("digest").asText()).isEqualTo(trained);
        InProcess others = run("listed", study, "observation.trainSamples=[9, 1, 2, 3]");
        assertThat(others.code()).as(others.err()).isZero();
        assertThat(JSON.readTree(others.out()).get("digest").asText()).isNotEqualTo(trained);
    }

    @Test
    void checkpointsInABucket_areImportedAsThoseInAFolderAre() throws IOException {
        try (S3Servers s3 = S3Servers.inProcess();
                S3ObjectStore bucket =
                        S3ObjectStore.open(S3Address.parse("s3://onset/lab/run-1"), S3Config.of(s3.environment()));
                Stream<Path> all = Files.list(folder.resolve("checkpoints"))) {
            for (Path file : all.toList()) {
                bucket.create(new ObjectKey(file.getFileName().toString()), ObjectStore.Content.of(file));
            }
            List<String> arguments = new ArrayList<>(List.of("run", study.toString(), "--json"));
            for (String set : Stream.concat(SMALL.stream(), Stream.of("trainer.checkpoints=s3://onset/lab/run-1"))
                    .toList()) {
                arguments.addAll(List.of("--set", set));
            }
            arguments.addAll(List.of("--data", folder.resolve("bucket").toString()));
            StringWriter out = new StringWriter();
            StringWriter err = new StringWriter();
            int code = OnsetCommand.execute(
                    new PrintWriter(out, true),
                    new PrintWriter(err, true),
                    () -> new LocalStudyService(Clock.systemUTC(), s3.environment()),
                    arguments.toArray(new String[0]));
            assertThat(code).as(err.toString()).isZero();
            assertThat(JSON.readTree(out.toString()).get("digest").asText()).isEqualTo(trained);
        }
    }

    @Test
    void whatAnImportHasNoPlaceFor_isRefusedBeforeAnythingIsWritten() throws IOException {
        refused(study, "network", "trainer.kind is import", "network.init=he");
        refused(study, "training", "trainer.kind is import", "training.steps=10");
        refused(study, "checkpoints", "trainer.kind is import", "checkpoints.explicit=[1]");
        refused(study, "controls", "nothing is trained", "controls=[linear]");
        refused(study, "data.train", "training and test examples already", "data.train=10");
        refused(study, "live", "imported checkpoints are what they are", "live.extendTo=100");
        refused(study, "observation.trainSamples", "names row 300; there are 300", "observation.trainSamples=[300]");
        refused(study, "trainer.input", "'features'", "trainer.input={x: features}");
        refused(study, "no input 'pixels'", "[x]", "trainer.input=pixels");
        refused(study, "no output 'y'", "[logits]", "trainer.output=y");
        refused(study, "examples of 64 values", "data.shape [2, 8, 8]", "data.shape=[2, 8, 8]");
        refused(study, "10 classes", "data.classes is 12", "data.classes=12");
        refused(study, "folder nowhere does not exist", "", "trainer.checkpoints=nowhere");
    }

    @Test
    void filesThatAreNoCheckpoints_areRefusedByName() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        Path good = folder.resolve("checkpoints/step_0.onnx");
        refused(study, "holds no ONNX file", "it is empty", "trainer.checkpoints=other");
        Files.copy(good, other.resolve("a_step_5.onnx"));
        Files.copy(good, other.resolve("b_step_5.onnx"));
        refused(study, "two checkpoints of step 5", "trainer.steps", "trainer.checkpoints=other");
        Files.delete(other.resolve("b_step_5.onnx"));
        byte[] bytes = Files.readAllBytes(good);
        Files.write(other.resolve("step_6.onnx"), Arrays.copyOf(bytes, bytes.length / 2));
        refused(study, "step_6.onnx", "cut short", "trainer.checkpoints=other");
    }

    private static void refused(Path file, String first, String second, String set) {
        Path data = folder.resolve("refused");
        InProcess run = InProcess.run(data, "run", file.toString(), "--set", set);
        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.err().lines()).as(run.err()).hasSize(1);
        assertThat(run.err()).contains(first, second);
        assertThat(data).doesNotExist();
    }
}
