package dev.onset.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.store.Digest;
import dev.onset.train.NetworkSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
final class CheckpointFormatTest {
    private static final float[] PARAMETERS = {1, -2, 3.5f};
    private static final float[] UPDATER = {0, 1, 2, 3, 4, 5};
    private static final CheckpointHeader HEADER = CheckpointHeader.of(
            1200,
            3,
            7,
            new NetworkSpec(NetworkSpec.Init.HE, List.of(new NetworkSpec.Dense(64, NetworkSpec.Activation.RELU, 0.25))),
            List.of(64),
            10,
            Map.of("trainer", "1"));

    @TempDir
    Path folder;

    @Test
    void checkpoint_comesBackAsItWasWritten() throws IOException {
        Map<String, Path> files = write(folder);
        assertThat(files.keySet())
                .containsExactlyInAnyOrder("model.onnx", "parameters.npy", "updater.npy", "checkpoint.json");
        CheckpointFormat.Contents read = CheckpointFormat.read(folder);
        assertThat(read.header()).isEqualTo(HEADER);
        assertThat(read.parameters()).isEqualTo(PARAMETERS);
        assertThat(read.updater()).isEqualTo(UPDATER);
        assertThat(read.parts())
                .containsEntry("model.onnx", Digest.sha256("model".getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void stateWithoutTheNetwork_isEnoughToGoOnFrom_butNoCheckpoint() throws IOException {
        Map<String, Path> files = CheckpointFormat.writeState(folder, HEADER, PARAMETERS, UPDATER);
        assertThat(files.keySet()).containsExactlyInAnyOrder("parameters.npy", "updater.npy", "checkpoint.json");
        CheckpointFormat.Contents read = CheckpointFormat.readState(folder);
        assertThat(read.header()).isEqualTo(HEADER);
        assertThat(read.parameters()).isEqualTo(PARAMETERS);
        assertThat(read.updater()).isEqualTo(UPDATER);
        assertCorrupt("not all of [model.onnx, parameters.npy, updater.npy]");
        write(folder);
        Files.writeString(folder.resolve("model.onnx"), "other");
        assertThatThrownBy(() -> CheckpointFormat.readState(folder))
                .as("what is named is verified")
                .hasMessageContaining("model.onnx has digest");
    }

    @Test
    void sameState_hasTheSameBytesWhereverItIsWritten() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        Map<String, Path> one = write(folder);
        Map<String, Path> two = write(other);
        for (String part : one.keySet()) {
            assertThat(Files.readAllBytes(one.get(part))).as(part).isEqualTo(Files.readAllBytes(two.get(part)));
        }
    }

    /** Stored checkpoints are named by these bytes: a change here is a change of the format. */
    @Test
    void header_hasTheBytesOfTheSpecification() throws IOException {
        write(folder);
        assertThat(Files.readString(folder.resolve("checkpoint.json")))
                .isEqualTo("{\"classes\":10,\"epoch\":3,\"format\":\"onset.checkpoint/1\",\"input\":[64],"
                        + "\"network\":{\"init\":\"HE\",\"layers\":[{\"activation\":\"RELU\",\"dropout\":0.25,"
                        + "\"type\":\"dense\",\"units\":64}]},\"parameters\":3,\"parts\":{\"model.onnx\":\""
                        + Digest.sha256(folder.resolve("model.onnx")) + "\",\"parameters.npy\":\""
                        + Digest.sha256(folder.resolve("parameters.npy")) + "\",\"updater.npy\":\""
                        + Digest.sha256(folder.resolve("updater.npy"))
                        + "\"},\"producer\":{\"trainer\":\"1\"},\"seed\":7,\"step\":1200,\"updater\":6}");
    }

    @Test
    void unknownKeysAndFurtherParts_arePassedOverButFurtherPartsAreVerified() throws IOException {
        write(folder);
        Files.writeString(folder.resolve("extra.bin"), "more");
        String digest = Digest.sha256(folder.resolve("extra.bin"));
        edit("\"parts\":{", "\"novelty\":{\"a\":[1]},\"parts\":{\"extra.bin\":\"" + digest + "\",");
        assertThat(CheckpointFormat.read(folder).header()).isEqualTo(HEADER);
        Files.writeString(folder.resolve("extra.bin"), "less");
        assertCorrupt("extra.bin has digest");
    }

    @Test
    void laterVersion_isRefusedAsSuchAndNotAsDamage() throws IOException {
        write(folder);
        edit("onset.checkpoint/1", "onset.checkpoint/2");
        assertThatThrownBy(() -> CheckpointFormat.read(folder))
                .isInstanceOfSatisfying(
                        OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_INVALID))
                .hasMessageContaining("has format onset.checkpoint/2; this version reads onset.checkpoint/1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.onnx", "parameters.npy", "updater.npy"})
    void partThatIsMissingOrHasAFlippedBit_isCorrupt(String part) throws IOException {
        write(folder);
        byte[] bytes = Files.readAllBytes(folder.resolve(part));
        for (int at = 0; at < bytes.length; at += 3) {
            byte[] flipped = bytes.clone();
            flipped[at] ^= 0x10;
            Files.write(folder.resolve(part), flipped);
            assertCorrupt(part + " has digest");
        }
        Files.delete(folder.resolve(part));
        assertCorrupt(part + " is missing");
        // negative control
        Files.write(folder.resolve(part), bytes);
        assertThat(CheckpointFormat.read(folder).header()).isEqualTo(HEADER);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"step\":1200|\"step\":-1|field step is -1",
                "\"step\":1200|\"step\":1.5|field step is 1.5",
                "\"step\":1200|\"stop\":1200|field step is missing",
                "\"step\":1200|\"step\":1,\"step\":2|checkpoint.json: Duplicate",
                "\"input\":[64]|\"input\":[\"64\"]|field input",
                "\"input\":[64]|\"input\":[]|input []",
                "\"classes\":10|\"classes\":99999999999|field classes",
                "\"producer\":{|\"producer\":{\"x\":1,|field producer.x is not text",
                "\"parts\":{|\"parts\":{\"../x\":\"00\",|field parts",
                "\"updater.npy\"|\"updatex.npy\"|not all of",
                "\"updater\":6|\"updater\":5|updater.npy has shape [6]",
                "\"parameters\":3|\"parameters\":4|parameters.npy has shape [3]",
                "onset.checkpoint/1|onset.manifest/1|does not name the format",
                "\"seed\":7,|\"seed\":7|checkpoint.json:"
            })
    void headerThatIsWrong_isCorruptWithTheField(String found, String replacement, String reason) throws IOException {
        write(folder);
        edit(found, replacement);
        assertCorrupt(reason);
    }

    @Test
    void arrayWithTheRightDigestButNotTheRightForm_isCorrupt() throws IOException {
        write(folder);
        Path array = folder.resolve("parameters.npy");
        String before = Digest.sha256(array);
        Npy.write(array, new double[] {1, 2, 3}, 3);
        edit(before, Digest.sha256(array));
        assertCorrupt("parameters.npy holds <f8 where <f4 is expected");
        before = Digest.sha256(array);
        Files.writeString(array, "junk");
        edit(before, Digest.sha256(array));
        assertCorrupt("parameters.npy has only 4 bytes");
    }

    @Test
    void hugeHeader_isRefusedUnread() throws IOException {
        write(folder);
        Files.write(folder.resolve("checkpoint.json"), new byte[(1 << 20) + 1]);
        assertCorrupt("more than any header");
    }

    @Test
    void writtenOnlyInPart_isRefused() throws IOException {
        write(folder);
        Files.delete(folder.resolve("checkpoint.json"));
        assertCorrupt("checkpoint.json is missing");
    }

    private static Map<String, Path> write(Path folder) throws IOException {
        Path model = Files.writeString(folder.resolve("model.onnx"), "model");
        return CheckpointFormat.write(folder, HEADER, PARAMETERS, UPDATER, model);
    }

    private void edit(String found, String replacement) throws IOException {
        Path file = folder.resolve("checkpoint.json");
        String text = Files.readString(file);
        assertThat(text).contains(found);
        Files.writeString(file, text.replace(found, replacement));
    }

    private void assertCorrupt(String reason) {
        assertThatThrownBy(() -> CheckpointFormat.read(folder))
                .isInstanceOfSatisfying(
                        OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_CORRUPT))
                .hasMessageStartingWith("the checkpoint in ")
                .hasMessageContaining(reason);
    }
}
