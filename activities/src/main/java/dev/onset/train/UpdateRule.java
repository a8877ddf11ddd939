package dev.onset.train;

import java.util.Arrays;

/**
 * The update rules, in single precision and fixed order. They are written out here because the training library has only
 * Nesterov's momentum and couples weight decay with it.
 *
 * <p>With g the mean gradient of the batch, lr the learning rate and w the weight decay, every rule first shrinks all
 * parameters, biases included, by lr w p (decoupled decay, arXiv 1711.05101; for plain SGD the same as an L2 penalty).
 * Then SGD: v = momentum v + g, p -= lr v (Polyak; without momentum v = g). Adam (arXiv 1412.6980, Algorithm 1):
 * beta1 = .9, beta2 = .999, epsilon = 1e-8 outside the root, bias-corrected.
 */
final class UpdateRule {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final float EPSILON = 1e-8f;

    private final TrainingSpec training;
    private final float[] memory;

    UpdateRule(TrainingSpec training, int parameters) {
        this.training = training;
        memory = new float[memoryLength(training, parameters)];
    }

    static int memoryLength(TrainingSpec training, int parameters) {
        return switch (training.optimizer()) {
            case SGD -> training.momentum() > 0 ? parameters : 0;
            case ADAM -> Math.multiplyExact(2, parameters);
        };
    }

    float[] memory() {
        return memory.clone();
    }

    void restore(float[] saved) {
        System.arraycopy(saved, 0, memory, 0, memory.length);
    }

    /** Forgets everything, as at step 0. */
    void reset() {
        Arrays.fill(memory, 0);
    }

    /**
     * Makes one step in place.
     *
     * @param sums gradient summed over the batch
     * @param batch examples in it
     * @param step number of this step, from 1
     */
    void apply(float[] parameters, float[] sums, int batch, long step) {
        float keep = (float) (1 - training.learningRate() * training.weightDecay());
        if (keep != 1) {
            for (int i = 0; i < parameters.length; i++) {
                parameters[i] *= keep;
            }
        }
        switch (training.optimizer()) {
            case SGD -> sgd(parameters, sums, batch);
            case ADAM -> adam(parameters, sums, batch, step);
        }
    }

    private void sgd(float[] parameters, float[] sums, int batch) {
        float rate = (float) training.learningRate();
        float momentum = (float) training.momentum();
        if (memory.length == 0) {
            for (int i = 0; i < parameters.length; i++) {
                parameters[i] -= rate * (sums[i] / batch);
            }
        } else {
            for (int i = 0; i < parameters.length; i++) {
                memory[i] = momentum * memory[i] + sums[i] / batch;
                parameters[i] -= rate * memory[i];
            }
        }
    }

    private void adam(float[] parameters, float[] sums, int batch, long step) {
        int n = parameters.length;
        float beta1 = (float) BETA1;
        float beta2 = (float) BETA2;
        float rest1 = (float) (1 - BETA1);
        float rest2 = (float) (1 - BETA2);
        float rate = (float) (training.learningRate() / (1 - StrictMath.pow(BETA1, step)));
        float root = (float) Math.sqrt(1 - StrictMath.pow(BETA2, step));
        for (int i = 0; i < n; i++) {
            float g = sums[i] / batch;
            memory[i] = beta1 * memory[i] + rest1 * g;
            memory[n + i] = beta2 * memory[n + i] + rest2 * (g * g);
            parameters[i] -= rate * (memory[i] / ((float) Math.sqrt(memory[n + i]) / root + EPSILON));
        }
    }
}
