package dev.onset.phases;

import dev.onset.random.CounterRandom;
import java.util.Arrays;

/**
 * Phase-randomised surrogates of a series (Theiler et al., Physica D 58, 1992): the amplitude of every frequency stays, its
 * phase is uniform, the mean stays. A surrogate is as smooth as the series, but its structure in time is gone. A series with
 * one slow swing keeps that swing and moves it, so some surrogates of a V are Vs again.
 */
final class Surrogates {
    private final double mean;
    private final double[] amplitude;
    private final int length;

    Surrogates(double[] series) {
        length = series.length;
        double sum = 0;
        for (double v : series) {
            sum += v;
        }
        mean = sum / length;
        amplitude = new double[length / 2 + 1];
        for (int f = 1; f < amplitude.length; f++) {
            double re = 0;
            double im = 0;
            for (int t = 0; t < length; t++) {
                double angle = 2 * Math.PI * f * t / length;
                re += (series[t] - mean) * StrictMath.cos(angle);
                im += (series[t] - mean) * StrictMath.sin(angle);
            }
            // The highest frequency of an even length stands once in the spectrum, all others twice.
            amplitude[f] = Math.hypot(re, im) * (2 * f == length ? 1 : 2) / length;
        }
    }

    double[] draw(CounterRandom.Walk draws) {
        double[] out = new double[length];
        Arrays.fill(out, mean);
        for (int f = 1; f < amplitude.length; f++) {
            // Only a phase of 0 or half a turn keeps the amplitude of the highest frequency of an even length.
            double phase = 2 * f == length ? Math.PI * draws.index(2) : 2 * Math.PI * draws.uniform();
            for (int t = 0; t < length; t++) {
                out[t] += amplitude[f] * StrictMath.cos(2 * Math.PI * f * t / length + phase);
            }
        }
        return out;
    }
}
