package dev.onset.evaluate.process;

import dev.onset.evaluate.Logits;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Looks at the first answers of a network that was opened: whether it gives the same when it is asked the same again, whatever
 * stands beside a row, and whether these are logits. A network that was left in training mode draws its dropout anew, or normalises
 * each batch by itself; what is computed of that is noise that looks like a result.
 */
final class FirstAnswers {
    private static final int ASKED_AGAIN = 64;
    private static final int LEAST_FOR_PROBABILITIES = 8;

    /** Of the largest output: what kernels for another place in a batch may change, in half precision too. */
    private static final double ROUNDING = 2e-2;

    private final EvaluatorChild child;
    private final String model;
    private final AtomicBoolean looked = new AtomicBoolean();

    FirstAnswers(EvaluatorChild child, String model) {
        this.child = child;
        this.model = model;
    }

    /** Asks for the outputs of the first rows alone. */
    interface Again {
        float[] ask(int rows);
    }

    /**
     * Looks at an answer, if it is the first of more than one row.
     *
     * @param outputs [rows x width]
     * @throws dev.onset.contracts.OnsetException EVALUATOR_INVALID or MODEL_INVALID
     */
    void look(float[] outputs, int rows, int width, Again again) {
        if (rows < 2 || !looked.compareAndSet(false, true)) {
            return;
        }
        boolean well = false;
        try {
            int some = Math.min(ASKED_AGAIN, rows / 2);
            float[] once = again.ask(some);
            requireSame(once, again.ask(some), width);
            requireAlone(once, outputs, width);
            if (width > 1 && rows >= LEAST_FOR_PROBABILITIES) {
                Logits.requireNoProbabilities(model, Arrays.copyOf(outputs, rows * width), width);
            }
            well = true;
        } finally {
            looked.set(well);
        }
    }

    private void requireSame(float[] once, float[] twice, int width) {
        for (int i = 0; i < once.length; i++) {
            if (Float.floatToRawIntBits(once[i]) != Float.floatToRawIntBits(twice[i])) {
                throw child.garbled(
                        "gives other outputs for model " + model + " when it is asked the same twice (output "
                                + i % width + " of row " + i / width + ": " + once[i] + ", then " + twice[i]
                                + "): the network is not in evaluation mode, or its kernels do not repeat themselves; call"
                                + " model.eval(), or torch.use_deterministic_algorithms(True)");
            }
        }
    }

    private void requireAlone(float[] alone, float[] beside, int width) {
        double largest = 0;
        for (float value : alone) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < alone.length; i++) {
            if (Math.abs((double) alone[i] - beside[i]) > ROUNDING * largest) {
                throw child.garbled(String.format(
                        Locale.ROOT,
                        "gives a row of model %s other outputs where other rows stand beside it (output %d of row %d: %s and"
                                + " %s): the network is not in evaluation mode, such as batch normalisation that was left in"
                                + " training; call model.eval()",
                        model,
                        i % width,
                        i / width,
                        alone[i],
                        beside[i]));
            }
        }
    }
}
