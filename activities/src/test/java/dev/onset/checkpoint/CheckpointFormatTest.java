package dev.onset.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointFormatTest {
    @TempDir
    Path folder;

    private Map<String, Path> files = Map.of();

    @BeforeEach
    void write() throws IOException {
        files = write(folder);
    }

    private static Map<String, Path> write(Path to) throws IOException {
        Files.write(to.resolve("model.onnx"), new byte[] {1, 2, 3});
        return CheckpointFormat.write(to, 30, 3, 7, Map.of("init", "HE"), new float[] {1, 2, 3}, new float[] {0.5f});
    }

    @Test
    void whatWasWrittenComesBack() throws IOException {
        CheckpointFormat.Contents read = CheckpointFormat.read(folder);
        assertThat(read.header().step()).isEqualTo(30);
        assertThat(read.header().epoch()).isEqualTo(3);
        assertThat(read.parameters()).containsExactly(1, 2, 3);
        assertThat(read.updater()).containsExactly(0.5f);
        assertThat(files).containsOnlyKeys("model.onnx", "parameters.npy", "updater.npy", "checkpoint.json");
    }

    @Test
    void theSameStateGivesTheSameBytes(@TempDir Path other) throws IOException {
        write(other);
        for (String part : files.keySet()) {
            assertThat(other.resolve(part)).hasSameBinaryContentAs(folder.resolve(part));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.onnx", "parameters.npy", "updater.npy", "checkpoint.json"})
    void aFlippedByteInAnyPartIsFound(String part) throws IOException {
        byte[] bytes = Files.readAllBytes(folder.resolve(part));
        bytes[bytes.length - 1] ^= 1;
        Files.write(folder.resolve(part), bytes);
        assertCorrupt();
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.onnx", "parameters.npy", "updater.npy", "checkpoint.json"})
    void aMissingPartIsFound(String part) throws IOException {
        Files.delete(folder.resolve(part));
        assertCorrupt();
    }

    @Test
    void anotherFormatIsRefused() throws IOException {
        Path header = folder.resolve("checkpoint.json");
        Files.writeString(header, Files.readString(header).replace("checkpoint/1", "checkpoint/2"));
        assertThatThrownBy(() -> CheckpointFormat.read(folder)).hasMessageContaining("onset.checkpoint/2");
    }

    private void assertCorrupt() {
        assertThatThrownBy(() -> CheckpointFormat.read(folder))
                .isInstanceOfSatisfying(
                        OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_CORRUPT));
    }
}
