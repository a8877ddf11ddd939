package dev.onset.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
final class LogitsTest {
    private static final float[] ROWS = {0, 0, 0, 0, 1, -2, 3, .5f};

    @TempDir
    Path folder;

    private Path endingIn(String... operations) throws IOException {
        TestModels model = new TestModels().input("x", TestModels.FLOAT, -1, 4).dense("x", "h0", 4, 3);
        for (int i = 0; i < operations.length; i++) {
            model.node(operations[i], "h" + (i + 1), "h" + i);
        }
        return model.output("h" + operations.length, TestModels.FLOAT, -1, 3).write(folder);
    }

    private static void require(Path model) {
        try (OnnxEvaluator network = OnnxEvaluator.open(model)) {
            Logits.require(model, model.toString(), network, ROWS, 2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Softmax", "Sigmoid", "HardSigmoid"})
    void probabilities_areRefusedByTheOperationThatGivesThem(String operation) throws IOException {
        Path model = endingIn(operation);
        assertThatThrownBy(() -> require(model))
                .isInstanceOfSatisfying(
                        OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_INVALID))
                .hasMessageContainingAll(operation, "probabilities");
        Path behind = endingIn(operation, "Identity");
        assertThatThrownBy(() -> require(behind)).hasMessageContaining(operation);
    }

    @Test
    void probabilitiesOfAnotherOperation_areRefusedByTheirValues() throws IOException {
        // a softmax spelt out
        Path model = endingIn("LogSoftmax", "Exp");
        assertThatThrownBy(() -> require(model)).hasMessageContaining("sum to 1");
    }

    @Test
    void negativeControl_logitsAndLogProbabilities_pass() throws IOException {
        Path logits = endingIn();
        assertThatCode(() -> require(logits)).doesNotThrowAnyException();
        Path logarithms = endingIn("LogSoftmax");
        assertThatCode(() -> require(logarithms)).doesNotThrowAnyException();
    }

    @Test
    void oneRowThatIsNoProbability_tellsLogits() {
        assertThat(Logits.areProbabilities(new float[] {.25f, .75f, .5f, .5f}, 2))
                .isTrue();
        assertThat(Logits.areProbabilities(new float[] {.25f, .75f, .5f, .6f}, 2))
                .isFalse();
        assertThat(Logits.areProbabilities(new float[] {.25f, .75f, -.5f, 1.5f}, 2))
                .isFalse();
    }
}
