package dev.onset.phases;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/** Runs with a known centroid path and known losses. */
final class Synthetic {
    static final int ORDERS = 10;

    int samples = 24;
    double sampleSpread = 0.3;
    double noise = 0.1;
    int examples = 200;
    long[] steps = schedule(22, 3000);
    Random random = new Random(1);
    DoubleUnaryOperator train = x -> 2.3 / (1 + Math.exp(4 * (x - 2.4)));
    DoubleUnaryOperator gap = x -> 0.3 / (1 + Math.exp(-6 * (x - 2.9)));

    /** Step 0, then log-spaced steps from 10. */
    static long[] schedule(int trained, long last) {
        long[] steps = new long[trained + 1];
        for (int i = 0; i < trained; i++) {
            steps[i + 1] = Math.round(10 * Math.pow(last / 10.0, i / (trained - 1.0)));
        }
        return steps;
    }

    /** From 6 down to 3.2 at x = 2.5 and up to 5.3, a V in log time, like a small network on digits. */
    static double vee(double x) {
        double early = Math.max(1, x);
        return early < 2.5 ? 6 - 2.8 * (early - 1) / 1.5 : 3.2 + 2.1 * (early - 2.5) / 0.977;
    }

    PhaseSeries run(DoubleUnaryOperator centroid) {
        double[] c = new double[steps.length];
        for (int t = 0; t < c.length; t++) {
            c[t] = centroid.applyAsDouble(LogTime.of(steps[t]));
        }
        return run(c);
    }

    PhaseSeries run(double[] centroid) {
        int points = steps.length;
        double[][][] strengths = new double[points][samples][ORDERS];
        for (int i = 0; i < samples; i++) {
            double offset = sampleSpread * random.nextGaussian();
            double size = 0.5 + random.nextDouble();
            for (int t = 0; t < points; t++) {
                strengths[t][i] = at(centroid[t] + offset + noise * random.nextGaussian(), size * (1 + t));
            }
        }
        return new PhaseSeries(
                steps, strengths, losses(train), losses(x -> train.applyAsDouble(x) + gap.applyAsDouble(x)));
    }

    /** Strength spread over the two orders around a centroid. */
    static double[] at(double centroid, double strength) {
        double c = Math.max(1, Math.min(ORDERS, centroid));
        int below = Math.min(ORDERS - 1, (int) c);
        double[] out = new double[ORDERS];
        out[below - 1] = strength * (below + 1 - c);
        out[below] = strength * (c - below);
        return out;
    }

    private double[][] losses(DoubleUnaryOperator mean) {
        double[][] out = new double[steps.length][examples];
        double[] hardness = random.doubles(examples, 0.7, 1.3).toArray();
        double sum = 0;
        for (double h : hardness) {
            sum += h / examples;
        }
        for (int t = 0; t < out.length; t++) {
            for (int i = 0; i < examples; i++) {
                out[t][i] = hardness[i] / sum * mean.applyAsDouble(LogTime.of(steps[t]));
            }
        }
        return out;
    }

    static PhaseSeries withoutTest(PhaseSeries s) {
        return new PhaseSeries(s.steps(), s.strengths(), s.trainLosses(), new double[0][]);
    }
}
