package dev.onset.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
final class OnnxModelTest {
    @TempDir
    Path folder;

    private Path model() throws IOException {
        Files.write(folder.resolve("weights.bin"), new byte[64]);
        return new TestModels()
                .input("x", TestModels.FLOAT, -1, 4)
                .external("w", "weights.bin", 4, 4)
                .node("MatMul", "logits", "x", "w")
                .output("logits", TestModels.FLOAT, -1, 4)
                .write(folder);
    }

    @Test
    void identity_coversWeightsBesideTheGraph_andNothingElseInTheFolder() throws IOException {
        Path model = model();
        Optional<String> before = OnnxModel.identity(model);
        assertThat(before).isPresent();
        Files.write(folder.resolve("other.bin"), new byte[] {1});
        assertThat(OnnxModel.identity(model)).isEqualTo(before);
        byte[] weights = new byte[64];
        weights[63] = 1;
        Files.write(folder.resolve("weights.bin"), weights);
        assertThat(OnnxModel.identity(model)).isPresent().isNotEqualTo(before);
    }

    @Test
    void weightsThatAreMissing_areRefusedByName() throws IOException {
        Path model = model();
        Files.delete(folder.resolve("weights.bin"));
        assertThatThrownBy(() -> OnnxModel.identity(model))
                .isInstanceOfSatisfying(
                        OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_INVALID))
                .hasMessageContaining("weights.bin");
    }

    @Test
    void fileOfAnotherForm_hasNoIdentity_ratherThanOneThatLeavesWeightsOut() throws IOException {
        Path model = Files.write(folder.resolve("model.ort"), new byte[] {7, 7, 7, 7, 7, 7, 7, 7, 7});
        assertThat(OnnxModel.identity(model)).isEmpty();
    }

    private static TestModels sum() {
        return new TestModels().input("x", TestModels.FLOAT, -1, 2).output("y", TestModels.FLOAT, -1, 2);
    }

    @Test
    void identity_isThatOfGraphAndTensors_howeverAFileHoldsThem() throws IOException {
        Path raw = sum().weights("w", true, 1, 2).node("Add", "y", "x", "w").write(folder);
        Optional<String> identity = OnnxModel.identity(raw);
        assertThat(OnnxModel.identity(sum().weights("w", false, 1, 2)
                        .node("Add", "y", "x", "w")
                        .write(folder)))
                .isEqualTo(identity);
        assertThat(OnnxModel.identity(sum().weights("w", true, 1, 2)
                        .node("Add", "y", "x", "w")
                        .words("exported elsewhere")
                        .write(folder)))
                .isEqualTo(identity);
        Files.write(folder.resolve("w.bin"), new byte[] {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, 0x40});
        assertThat(OnnxModel.identity(sum().external("w", "w.bin", 2)
                        .node("Add", "y", "x", "w")
                        .write(folder)))
                .isEqualTo(identity);
    }

    @Test
    void anotherWeightOrOperation_isAnotherIdentity() throws IOException {
        Optional<String> identity = OnnxModel.identity(
                sum().weights("w", true, 1, 2).node("Add", "y", "x", "w").write(folder));
        assertThat(OnnxModel.identity(sum().weights("w", true, 1, 3)
                        .node("Add", "y", "x", "w")
                        .write(folder)))
                .isNotEqualTo(identity);
        assertThat(OnnxModel.identity(sum().weights("w", true, 1, 2)
                        .node("Sub", "y", "x", "w")
                        .write(folder)))
                .isNotEqualTo(identity);
    }

    @Test
    void weightsOutsideTheFolder_areRefused() throws IOException {
        Path inside = Files.createDirectory(folder.resolve("inside"));
        Files.write(folder.resolve("w.bin"), new byte[8]);
        Path model =
                sum().external("w", "../w.bin", 2).node("Add", "y", "x", "w").write(inside);
        assertThatThrownBy(() -> OnnxModel.external(model)).hasMessageContaining("no file beneath its folder");
        assertThatThrownBy(() -> OnnxModel.identity(model)).hasMessageContaining("no file beneath its folder");
    }
}
