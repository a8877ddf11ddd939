package dev.onset.train;

import dev.onset.random.CounterRandom;
import dev.onset.train.NetworkLayout.Weighted;

/**
 * Initial weights and biases: a pure function of (layout, distribution, seed), one stream a layer, weights before biases
 * in the order of the parameter vector.
 */
final class InitialParameters {
    private InitialParameters() {}

    static float[] draw(NetworkLayout layout, NetworkSpec.Init init, CounterRandom random) {
        float[] parameters = new float[layout.parameters()];
        for (int i = 0; i < layout.layers().size(); i++) {
            if (layout.layers().get(i) instanceof Weighted layer) {
                CounterRandom stream = random.stream(i);
                switch (init) {
                    case FAN_IN_UNIFORM -> uniform(parameters, layer, stream);
                    case HE -> normal(parameters, layer, 2.0 / layer.fanIn(), stream);
                    case XAVIER -> normal(parameters, layer, 2.0 / (layer.fanIn() + (double) layer.fanOut()), stream);
                }
            }
        }
        return parameters;
    }

    private static void uniform(float[] parameters, Weighted layer, CounterRandom random) {
        double bound = 1 / Math.sqrt(layer.fanIn());
        for (int i = 0; i < layer.weights(); i++) {
            parameters[layer.weightOffset() + i] = (float) (bound * (2 * random.uniform(i) - 1));
        }
        for (int i = 0; i < layer.biases(); i++) {
            parameters[layer.biasOffset() + i] = (float) (bound * (2 * random.uniform((long) layer.weights() + i) - 1));
        }
    }

    private static void normal(float[] parameters, Weighted layer, double variance, CounterRandom random) {
        double deviation = Math.sqrt(variance);
        for (int i = 0; i < layer.weights(); i++) {
            parameters[layer.weightOffset() + i] = (float) (deviation * random.gaussian(i));
        }
    }
}
