package dev.onset.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.Device;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What examples of one shape become in models of others. */
@Tag("unit")
class ModelBindingTest {
    private static final int FLOAT = TestModels.FLOAT;

    @TempDir
    Path folder;

    private static ModelBinding binding(
            Map<String, TensorSource> inputs, String output, int classes, Integer... shape) {
        return new ModelBinding(new TreeMap<>(inputs), output, List.of(shape), classes, 0);
    }

    private float[] ask(TestModels model, ModelBinding binding, float... rows) throws IOException {
        try (OnnxEvaluator evaluator = open(model, binding)) {
            int count = rows.length / evaluator.features();
            float[] out = new float[count * evaluator.classes()];
            evaluator.logits(rows, count, out);
            return out;
        }
    }

    private OnnxEvaluator open(TestModels model, ModelBinding binding) throws IOException {
        return OnnxEvaluator.open(model.write(folder), "m.onnx", binding, Device.CPU, 0);
    }

    private void refused(TestModels model, ModelBinding binding, String... words) {
        assertThatThrownBy(() -> open(model, binding).close())
                .isInstanceOfSatisfying(
                        OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_INVALID))
                .message()
                .contains(words);
    }

    @Test
    void wholeNumbersReachAModelOfTokens_besideAttentionAndPositions() throws IOException {
        TestModels model = new TestModels()
                .input("ids", TestModels.INT64, -1, -1)
                .input("mask", TestModels.INT64, -1, -1)
                .input("at", TestModels.INT64, -1, -1)
                .input("type", TestModels.INT64, -1, -1)
                .node("Add", "a", "ids", "mask")
                .node("Add", "b", "a", "at")
                .node("Add", "c", "b", "type")
                .cast("c", "logits", FLOAT)
                .output("logits", FLOAT, -1, -1);
        Map<String, TensorSource> inputs = Map.of(
                "ids", TensorSource.DATA,
                "mask", TensorSource.ATTENTION,
                "at", TensorSource.POSITIONS,
                "type", TensorSource.ZEROS);
        assertThat(ask(model, binding(inputs, "", 3, 3), 5, 7, 0, 9, 0, 0)).containsExactly(6, 9, 2, 10, 1, 2);
        refused(model, binding(Map.of("ids", TensorSource.DATA), "", 3, 3), "'at'", "nothing fills", "trainer.input");
        refused(
                model,
                binding(Map.of("tokens", TensorSource.DATA), "", 3, 3),
                "no input 'tokens'",
                "[at, ids, mask, type]");
    }

    @Test
    void aRowIsAnsweredAlikeWhateverWasAskedBefore() throws IOException {
        TestModels model = new TestModels()
                .input("ids", TestModels.INT64, -1, 2)
                .cast("ids", "logits", FLOAT)
                .output("logits", FLOAT, -1, 2);
        try (OnnxEvaluator evaluator = open(model, binding(Map.of(), "", 2, 2))) {
            float[] out = new float[6];
            evaluator.logits(new float[] {1, 2, 3, 4, 5, 6}, 3, out);
            evaluator.logits(new float[] {7, 8}, 1, out);
            assertThat(out).containsExactly(7, 8, 3, 4, 5, 6);
        }
    }

    @Test
    void openSizesAreSettledByTheExample_andOtherRanksByItsNumberOfValues() throws IOException {
        TestModels open = new TestModels().input("x", FLOAT, -1, -1, -1, -1).node("Flatten", "logits", "x");
        open.output("logits", FLOAT, -1, -1);
        assertThat(ask(open, binding(Map.of(), "", 4, 1, 2, 2), 1, 2, 3, 4)).containsExactly(1, 2, 3, 4);
        TestModels flat = new TestModels()
                .input("x", FLOAT, -1, 4)
                .node("Neg", "logits", "x")
                .output("logits", FLOAT, -1, 4);
        assertThat(ask(flat, binding(Map.of(), "", 4, 1, 2, 2), 1, 2, 3, 4)).containsExactly(-1, -2, -3, -4);
        TestModels deep = new TestModels().input("x", FLOAT, -1, 2, 3).node("Flatten", "logits", "x");
        deep.output("logits", FLOAT, -1, 6);
        assertThat(ask(deep, binding(Map.of(), "", 6, 6), 1, 2, 3, 4, 5, 6)).containsExactly(1, 2, 3, 4, 5, 6);
        refused(flat, binding(Map.of(), "", 4, 5), "[-1, 4]", "shape [5] does not fit");
        refused(flat, binding(Map.of(), "", 3, 4), "4 classes", "data.classes is 3");
    }

    @Test
    void aFixedNumberOfRowsIsKeptTo() throws IOException {
        TestModels fixed = new TestModels()
                .input("x", FLOAT, 2, 2)
                .node("Neg", "logits", "x")
                .output("logits", FLOAT, 2, 2);
        assertThat(ask(fixed, binding(Map.of(), "", 2, 2), 1, 2, 3, 4, 5, 6)).containsExactly(-1, -2, -3, -4, -5, -6);
    }

    @Test
    void doublesAreReadAndWritten_andOneOutputOfSeveralIsNamed() throws IOException {
        TestModels model = new TestModels()
                .input("x", TestModels.DOUBLE, -1, 2)
                .node("Neg", "y", "x")
                .node("Abs", "z", "y")
                .output("y", TestModels.DOUBLE, -1, 2)
                .output("z", TestModels.DOUBLE, -1, 2);
        assertThat(ask(model, binding(Map.of(), "y", 2, 2), 1, 2)).containsExactly(-1, -2);
        assertThat(ask(model, binding(Map.of(), "z", 2, 2), 1, 2)).containsExactly(1, 2);
        refused(model, binding(Map.of(), "logits", 2, 2), "no output 'logits'", "[y, z]");
        refused(model, binding(Map.of(), "", 2, 2), "[y, z]", "trainer.output");
    }

    @Test
    void aSingleLogitTellsTwoClassesApart() throws IOException {
        TestModels model =
                new TestModels().input("x", FLOAT, -1, 1).node("Neg", "z", "x").output("z", FLOAT, -1, 1);
        assertThat(ask(model, binding(Map.of(), "", 2, 1), 3, -2)).containsExactly(0, -3, 0, 2);
        refused(model, binding(Map.of(), "", 10, 1), "2 classes", "data.classes is 10");
    }
}
