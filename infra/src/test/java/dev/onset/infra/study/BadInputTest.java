package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.contracts.Device;
import dev.onset.evaluate.OnnxEvaluator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad input is refused in one line that names file, field and bound, with exit code 2, before anything is written. */
@Tag("e2e")
class BadInputTest {
    @TempDir
    Path folder;

    private static final String STUDY = """
            study: mine
            kind: two-phase
            data:
              source: %s
              format: %s
              shape: [1, 2, 2]
              classes: 3
              train: 6
              test: 3
            training: { batch: 2, steps: 20 }
            network: { layers: [ { type: dense, units: 4 } ] }
            checkpoints: { log: [ { from: 2, count: 4 } ] }
            observation:
              players: { kind: grid, rows: 2, columns: 2 }
              trainSamples: 2
              testSamples: 2
            """;

    private static final String GOOD = String.join(
            "\n",
            "1,0,0,0,0",
            "0,1,0,0,1",
            "0,0,1,0,2",
            "1,0,0,1,0",
            "0,1,0,1,1",
            "0,0,1,1,2",
            "2,0,0,0,0",
            "0,2,0,0,1",
            "0,0,2,0,2");

    @Test
    void aGpuThatThisBuildCannotUse_isRefusedBeforeAnythingIsWritten() {
        Assumptions.assumeFalse(OnnxEvaluator.supports(Device.CUDA), "SKIPPED: a build with -Pgpu");
        Path data = folder.resolve("gpu");
        InProcess run = InProcess.run(data, "run", "digits-quick", "--set", "observation.device=cuda");
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("DEVICE_UNAVAILABLE", "observation.device", "-Pgpu", "nothing was started");
        assertThat(data.resolve("store")).doesNotExist();
        InProcess worker = InProcess.run(data, "worker", "--queues", "observe", "--device", "cuda:0");
        assertThat(worker.code()).isEqualTo(3);
        assertThat(worker.err()).contains("DEVICE_UNAVAILABLE", "-Pgpu");
        InProcess typo = InProcess.run(data, "worker", "--device", "gpu");
        assertThat(typo.code()).isEqualTo(2);
        assertThat(typo.err()).contains("--device is gpu; it must be cpu, cuda or cuda:N");
    }

    static Stream<Arguments> badData() {
        return Stream.of(
                Arguments.of("not a number", GOOD.replace("2,0,0,0,0", "NaN,0,0,0,0"), "line 7"),
                Arguments.of("infinite", GOOD.replace("2,0,0,0,0", "Infinity,0,0,0,0"), "line 7"),
                Arguments.of("text", GOOD.replace("2,0,0,0,0", "ink,0,0,0,0"), "ink"),
                Arguments.of("ragged", GOOD.replace("2,0,0,0,0", "2,0,0,0"), "line 7"),
                Arguments.of("label out of range", GOOD.replace("0,0,2,0,2", "0,0,2,0,3"), "label"),
                Arguments.of("label no integer", GOOD.replace("0,0,2,0,2", "0,0,2,0,1.5"), "1.5"),
                Arguments.of("one class", GOOD.replaceAll(",[12](\n|$)", ",0$1"), "class"),
                Arguments.of("empty", "", "mine.csv"),
                Arguments.of("too few rows", GOOD.substring(0, GOOD.indexOf("2,0,0,0,0")), "6"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badData")
    void badDataIsRefused(String name, String csv, String names) throws IOException {
        Files.writeString(folder.resolve("mine.csv"), csv);
        refused(study("mine.csv", "csv"), names, "mine.csv");
    }

    @Test
    void goodDataOfTheSameFormRuns_orTheseTestsWouldProveNothing() throws IOException {
        Files.writeString(folder.resolve("mine.csv"), GOOD);
        InProcess run = InProcess.run(
                folder.resolve("data"), "run", study("mine.csv", "csv").toString());
        assertThat(run.code()).as(run.err()).isZero();
    }

    @Test
    void aTruncatedGzipIsRefused() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(GOOD.repeat(50).getBytes(StandardCharsets.UTF_8));
        }
        Files.write(folder.resolve("mine.csv.gz"), Arrays.copyOf(zipped.toByteArray(), zipped.size() / 2));
        refused(study("mine.csv.gz", "csv"), "gzip", "mine.csv.gz");
    }

    @Test
    void anIdxFileWithAnotherMagicNumberIsRefused() throws IOException {
        Files.write(folder.resolve("images"), new byte[] {1, 2, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 2, 1, 1, 1, 1});
        Files.write(folder.resolve("labels"), new byte[] {0, 0, 8, 1, 0, 0, 0, 1, 0});
        Path file = study("images", "idx");
        Files.writeString(file, Files.readString(file).replace("  format: idx", "  format: idx\n  labels: labels"));
        refused(file, "images", "IDX header");
    }

    static Stream<Arguments> badStudies() {
        return Stream.of(
                Arguments.of("a misspelt key", "training:", "trainning:", "training"),
                Arguments.of("an unknown key", "classes: 3", "classes: 3\n  colour: red", "colour"),
                Arguments.of("40 players", "kind: grid, rows: 2, columns: 2", "kind: grid, rows: 8, columns: 5", "40"),
                Arguments.of("negative rate", "batch: 2", "batch: 2, learningRate: -1", "learningRate"),
                Arguments.of("a missing file", "source: mine.csv", "source: other.csv", "other.csv"),
                Arguments.of(
                        "too large for history",
                        "log: [ { from: 2, count: 4 } ]",
                        "linear: [ { from: 0, every: 1 } ]",
                        "observation"),
                Arguments.of("a tag", "study: mine", "study: !!java.net.URL [\"http://x\"]", "study"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badStudies")
    void badStudiesAreRefused(String name, String good, String bad, String names) throws IOException {
        Files.writeString(folder.resolve("mine.csv"), GOOD);
        Path file = study("mine.csv", "csv");
        String text = Files.readString(file).replace(good, bad);
        if (name.equals("too large for history")) {
            text = text.replace("steps: 20", "steps: 9999").replace("testSamples: 2", "testSamples: 2\n  shardSize: 1");
        }
        assertThat(text).contains(bad);
        Files.writeString(file, text);
        refused(file, names, "study.yaml");
    }

    @Test
    void aStudyFileOfTenMegabytesIsRefused() throws IOException {
        Path file = study("mine.csv", "csv");
        Files.writeString(file, Files.readString(file) + "# padding\n".repeat(1 << 20));
        refused(file, "study.yaml", "bytes");
    }

    private Path study(String source, String format) {
        try {
            return Files.writeString(folder.resolve("study.yaml"), String.format(STUDY, source, format));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void refused(Path file, String... names) {
        Path data = folder.resolve("data");
        InProcess run = InProcess.run(data, "run", file.toString());
        assertThat(run.code()).as(run.err()).isEqualTo(2);
        List<String> lines = run.err().lines().toList();
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0)).contains(names);
        assertThat(run.out()).isEmpty();
        assertThat(data).doesNotExist();
    }
}
