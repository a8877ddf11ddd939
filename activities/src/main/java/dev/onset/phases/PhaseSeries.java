package dev.onset.phases;

import java.util.stream.IntStream;

/**
 * What a detector sees of one run, checkpoint by checkpoint. Arrays are taken as they are, not copied: callers hand them over.
 *
 * @param steps optimiser steps of the checkpoints, ascending; 0 is the initial network
 * @param strengths {@code [checkpoint][sample][order - 1]}: sums of |I| of the salient interactions, AND and OR, both signs
 * @param trainLosses {@code [checkpoint][example]}: losses of the training examples, in nats
 * @param testLosses the same for the test examples; no rows, or rows of length 0, where there is no test split
 * @param orderOf the order of each entry of strengths; 1 and up but for {@link MeanOrders}
 */
public record PhaseSeries(
        long[] steps, double[][][] strengths, double[][] trainLosses, double[][] testLosses, double[] orderOf) {
    /** Of strengths by orders from 1 up. */
    public PhaseSeries(long[] steps, double[][][] strengths, double[][] trainLosses, double[][] testLosses) {
        this(steps, strengths, trainLosses, testLosses, fromOne(strengths));
    }

    private static double[] fromOne(double[][][] strengths) {
        int count = strengths.length > 0 && strengths[0].length > 0 ? strengths[0][0].length : 0;
        return IntStream.rangeClosed(1, count).asDoubleStream().toArray();
    }

    public PhaseSeries {
        int points = steps.length;
        Refuse.unless(points >= 1, "a series has no checkpoints");
        for (int i = 0; i < points; i++) {
            Refuse.unless(
                    steps[i] >= 0 && (i == 0 || steps[i] > steps[i - 1]),
                    "steps[" + i + "] is " + steps[i] + "; steps must ascend from 0");
        }
        Refuse.unless(
                strengths.length == points,
                "strengths are given for " + strengths.length + " checkpoints of " + points);
        Refuse.unless(strengths[0].length >= 1, "strengths have no samples");
        Refuse.unless(strengths[0][0].length >= 1, "strengths have no orders");
        for (int i = 0; i < points; i++) {
            Refuse.unlessTable("strengths[" + i + "]", strengths[i], strengths[0].length, 0);
            Refuse.unless(
                    strengths[i][0].length == strengths[0][0].length,
                    "strengths[" + i + "] has " + strengths[i][0].length + " orders; the first checkpoint has "
                            + strengths[0][0].length);
        }
        Refuse.unless(
                orderOf.length == strengths[0][0].length,
                orderOf.length + " orders are named for " + strengths[0][0].length + " strengths");
        Refuse.unlessTable("trainLosses", trainLosses, points, Double.NEGATIVE_INFINITY);
        Refuse.unless(trainLosses[0].length >= 1, "trainLosses has no examples");
        if (testLosses.length > 0) {
            Refuse.unlessTable("testLosses", testLosses, points, Double.NEGATIVE_INFINITY);
        }
    }

    public int checkpoints() {
        return steps.length;
    }

    public int samples() {
        return strengths[0].length;
    }

    public int orders() {
        return strengths[0][0].length;
    }

    public boolean hasTest() {
        return testLosses.length > 0 && testLosses[0].length > 0;
    }

    /** The series at some checkpoints, given by ascending index. */
    public PhaseSeries at(int... checkpoints) {
        int m = checkpoints.length;
        long[] s = new long[m];
        double[][][] j = new double[m][][];
        double[][] train = new double[m][];
        double[][] test = new double[hasTest() ? m : 0][];
        for (int i = 0; i < m; i++) {
            s[i] = steps[checkpoints[i]];
            j[i] = strengths[checkpoints[i]];
            train[i] = trainLosses[checkpoints[i]];
            if (hasTest()) {
                test[i] = testLosses[checkpoints[i]];
            }
        }
        return new PhaseSeries(s, j, train, test, orderOf);
    }

    /** How many checkpoints a run cut to a third of its steps would have. */
    public int checkpointsOfAThird() {
        int count = 1;
        while (count < steps.length && steps[count] <= steps[steps.length - 1] / 3.0) {
            count++;
        }
        return count;
    }
}
