package dev.onset.imported;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
class CheckpointNamesTest {
    @ParameterizedTest
    @CsvSource({
        "step_000100.onnx, 100",
        "mnist10_step200.onnx, 200",
        "epoch=3-step=1200.onnx, 1200",
        "fixed_step0.onnx, 0",
        "model-42.onnx, 42",
        "7.ONNX, 7",
        "step-000300/model.onnx, 300",
        "step-000300/resnet18.onnx, 300",
        "checkpoint-500/resnet18.onnx, 500",
        "last/resnet18.onnx, 18",
        "a/b/global_step9/model.onnx, 9"
    })
    void aNameHoldsItsStep(String name, long step) {
        assertThat(CheckpointNames.step(name)).hasValue(step);
    }

    @Test
    void aNameWithoutNumberHoldsNone() {
        assertThat(CheckpointNames.step("model.onnx")).isEmpty();
        assertThat(CheckpointNames.step("final/model.onnx")).isEmpty();
        assertThat(CheckpointNames.step("12345678901.onnx")).isEmpty();
    }
}
