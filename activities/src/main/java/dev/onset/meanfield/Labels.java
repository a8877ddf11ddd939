package dev.onset.meanfield;

import dev.onset.random.CounterRandom;
import java.util.Arrays;

/**
 * What a flow is trained and tested on: a pure function of settings and seed.
 *
 * @param clean the teacher on all vertices
 * @param labels the same with noise, on training and test points alike
 * @param trained training vertices, ascending
 * @param held the others; empty for a population flow
 */
record Labels(double[] clean, double[] labels, int[] trained, int[] held) {
    private static final long ORDER = 201;
    private static final long NOISE = 202;

    static Labels of(FlowSettings settings, long seed) {
        double[] clean = Cube.values(settings.inputs(), settings.teacher());
        double[] labels = clean.clone();
        CounterRandom noise = new CounterRandom(seed, NOISE);
        for (int x = 0; x < labels.length && settings.noise() > 0; x++) {
            labels[x] += settings.noise() * noise.gaussian(x);
        }
        int count = settings.population() ? labels.length : settings.points();
        int[] order = new CounterRandom(seed, ORDER).permutation(labels.length);
        int[] trained = Arrays.copyOf(order, count);
        int[] held = Arrays.copyOfRange(order, count, order.length);
        Arrays.sort(trained);
        Arrays.sort(held);
        return new Labels(clean, labels, trained, held);
    }

    /** Squared errors on the training points, against their labels. */
    double[] trainLosses(double[] f) {
        return squares(f, labels, trained);
    }

    /** Squared errors on the points held out, against their labels, noise included. */
    double[] testLosses(double[] f) {
        return squares(f, labels, held);
    }

    /** Mean squared error against the teacher itself on the points held out; on all points where none is. */
    double cleanError(double[] f) {
        int[] where = held.length > 0 ? held : trained;
        return Arrays.stream(squares(f, clean, where)).average().orElse(0);
    }

    private static double[] squares(double[] f, double[] y, int[] where) {
        double[] out = new double[where.length];
        for (int i = 0; i < out.length; i++) {
            double miss = f[where[i]] - y[where[i]];
            out[i] = miss * miss;
        }
        return out;
    }
}
