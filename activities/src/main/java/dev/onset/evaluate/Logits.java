package dev.onset.evaluate;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Tells logits from probabilities. Log-odds are made of logits, or of log-probabilities, which differ from them by a constant
 * a row; made of probabilities they are numbers of the wrong scale that look right.
 */
public final class Logits {
    /** Operations whose outputs are probabilities. */
    private static final Set<String> PROBABILITIES = Set.of("Softmax", "Hardmax", "Sigmoid", "HardSigmoid");

    /** How far a softmax computed in half precision may be from 1 in sum. */
    private static final double ROUNDING = 5e-3;

    private Logits() {}

    /**
     * Refuses a model whose last operation gives probabilities, or whose outputs on every one of the rows lie within 0..1 and
     * sum to 1.
     *
     * @param name as messages call it
     * @param rows [count x features], one at least
     * @throws OnsetException MODEL_INVALID
     */
    public static void require(Path model, String name, OnnxEvaluator network, float[] rows, int count) {
        Optional<String> last = OnnxModel.outline(model)
                .flatMap(outline -> outline.operationOf(network.output()))
                .filter(PROBABILITIES::contains);
        if (last.isPresent()) {
            throw refused(name, "ends in " + last.get() + ", so its outputs are probabilities");
        }
        float[] outputs = new float[count * network.classes()];
        network.logits(rows, count, outputs);
        requireNoProbabilities(name, outputs, network.classes());
    }

    /**
     * Refuses outputs that all lie within 0..1 and sum to 1 in every row.
     *
     * @param model as messages call it
     * @throws OnsetException MODEL_INVALID
     */
    public static void requireNoProbabilities(String model, float[] outputs, int classes) {
        if (areProbabilities(outputs, classes)) {
            throw refused(model, "gives outputs within 0..1 that sum to 1, so they are probabilities");
        }
    }

    static boolean areProbabilities(float[] outputs, int classes) {
        for (int first = 0; first < outputs.length; first += classes) {
            double sum = 0;
            for (int c = first; c < first + classes; c++) {
                if (outputs[c] < 0 || outputs[c] > 1 + ROUNDING) {
                    return false;
                }
                sum += outputs[c];
            }
            if (Math.abs(sum - 1) > ROUNDING) {
                return false;
            }
        }
        return true;
    }

    private static OnsetException refused(String model, String why) {
        return new OnsetException(
                ErrorCode.MODEL_INVALID,
                "model " + model + " " + why + " and no logits, and log-odds of them would be wrong; nothing was"
                        + " computed; export the network without its last activation (log-probabilities do as well)");
    }
}
