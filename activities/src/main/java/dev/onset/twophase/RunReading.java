package dev.onset.twophase;

import dev.onset.game.ObservationSpec;
import dev.onset.interactions.OrderStrengths;
import dev.onset.kind.StageProgress;
import dev.onset.observe.InteractionFiles.GameFacts;
import dev.onset.observe.LossFiles;
import dev.onset.store.CrashPoints;
import dev.onset.twophase.CheckpointReader.ObservedSample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hipparchus.stat.descriptive.DescriptiveStatistics;

/**
 * What one run showed at its checkpoints, small enough to hold.
 *
 * @param steps of the checkpoints, ascending
 * @param trainLosses [checkpoint][example], nats
 * @param testLosses [checkpoint][example], nats
 * @param outputs one entry a scalar output, in the study's order; none where no interactions are observed
 */
record RunReading(
        String name,
        long[] steps,
        double[][] trainLosses,
        double[][] testLosses,
        double[] trainAccuracy,
        double[] testAccuracy,
        List<OutputReading> outputs) {

    /**
     * One scalar output through training.
     *
     * @param strengths [checkpoint][sample], of effects of at least the checkpoint's threshold
     * @param andOnly total strength of salient AND interactions without OR beside them, [checkpoint][order 0..n]
     * @param meanEffect mean |v(N) - v(empty)| over samples, by checkpoint
     * @param threshold salience threshold, by checkpoint
     */
    record OutputReading(
            ObservationSpec.Output output,
            OrderStrengths[][] strengths,
            double[][] andOnly,
            double[] meanEffect,
            double[] threshold,
            DescriptiveStatistics gaps,
            DescriptiveStatistics iterations,
            double[] largestResidual) {
        private OutputReading(ObservationSpec.Output output, int checkpoints) {
            this(
                    output,
                    new OrderStrengths[checkpoints][],
                    new double[checkpoints][],
                    new double[checkpoints],
                    new double[checkpoints],
                    new DescriptiveStatistics(),
                    new DescriptiveStatistics(),
                    new double[1]);
        }

        private void take(int checkpoint, List<ObservedSample> samples, int index, double salience) {
            meanEffect[checkpoint] = CheckpointReader.meanEffect(samples, index);
            threshold[checkpoint] = salience * meanEffect[checkpoint];
            strengths[checkpoint] = new OrderStrengths[samples.size()];
            double[] noOr = new double[1 << samples.get(0).players()];
            OrderStrengths ands = OrderStrengths.none(samples.get(0).players());
            for (int i = 0; i < samples.size(); i++) {
                ObservedSample sample = samples.get(i);
                strengths[checkpoint][i] =
                        OrderStrengths.of(sample.and(index), sample.or(index), threshold[checkpoint]);
                ands = ands.plus(
                        OrderStrengths.of(CheckpointReader.harsanyi(sample, index), noOr, threshold[checkpoint]));
                GameFacts facts = sample.facts().games().get(index);
                gaps.addValue(facts.gap());
                iterations.addValue(facts.iterations());
                largestResidual[0] = Math.max(largestResidual[0], facts.residual());
            }
            andOnly[checkpoint] = ands.total();
        }

        /** Mean strengths over samples at one checkpoint. */
        OrderStrengths mean(int checkpoint) {
            OrderStrengths sum = OrderStrengths.none(strengths[checkpoint][0].players());
            for (OrderStrengths sample : strengths[checkpoint]) {
                sum = sum.plus(sample);
            }
            return sum.times(1.0 / strengths[checkpoint].length);
        }

        /** Total strengths as [checkpoint][sample][order - 1]. */
        double[][][] totals() {
            double[][][] totals = new double[strengths.length][][];
            for (int t = 0; t < totals.length; t++) {
                totals[t] = new double[strengths[t].length][];
                for (int i = 0; i < totals[t].length; i++) {
                    double[] total = strengths[t][i].total();
                    totals[t][i] = Arrays.copyOfRange(total, 1, total.length);
                }
            }
            return totals;
        }

        /** Centroid by checkpoint; 0 where no interaction is salient. */
        double[] centroids() {
            double[] path = new double[strengths.length];
            for (int t = 0; t < path.length; t++) {
                double centroid = mean(t).centroid();
                path[t] = Double.isNaN(centroid) ? 0 : centroid;
            }
            return path;
        }
    }

    static RunReading of(CheckpointReader reader, TwoPhase experiment, StageProgress progress) throws IOException {
        int checkpoints = reader.checkpoints();
        List<OutputReading> outputs = new ArrayList<>();
        if (!experiment.observation().spectrum().alone()) {
            experiment.observation().outputs().forEach(output -> outputs.add(new OutputReading(output, checkpoints)));
        }
        RunReading reading = new RunReading(
                reader.run().point().name(),
                reader.run().point().schedule().stream()
                        .mapToLong(Long::longValue)
                        .toArray(),
                new double[checkpoints][],
                new double[checkpoints][],
                new double[checkpoints],
                new double[checkpoints],
                outputs);
        for (int t = 0; t < checkpoints; t++) {
            progress.alive(reading.name() + ": checkpoint " + (t + 1) + " of " + checkpoints);
            CrashPoints.DURING_FIT.pass();
            LossFiles losses = reader.losses(t);
            reading.trainLosses[t] = losses.train();
            reading.testLosses[t] = losses.test();
            reading.trainAccuracy[t] = losses.accuracy().train();
            reading.testAccuracy[t] = losses.accuracy().test();
            List<ObservedSample> samples = outputs.isEmpty() ? List.of() : reader.samples(t);
            for (int o = 0; o < outputs.size(); o++) {
                outputs.get(o).take(t, samples, o, experiment.observation().salience());
            }
        }
        return reading;
    }
}
