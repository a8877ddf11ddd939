package dev.onset.twophase;

import dev.onset.game.ObservationSpec;
import dev.onset.interactions.OrderStrengths;
import dev.onset.kind.StageProgress;
import dev.onset.observe.InteractionFiles.GameFacts;
import dev.onset.observe.LossFiles;
import dev.onset.store.CrashPoints;
import dev.onset.twophase.CheckpointReader.ObservedSample;
import java.io.IOException;
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
     * @param andOnly total strength of salient AND interactions without OR beside them, [checkpoint][order 0..n]; empty by
     *     checkpoint where no theory is fitted
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

        private void take(int checkpoint, List<ObservedSample> samples, int index, double salience, boolean theory) {
            meanEffect[checkpoint] = CheckpointReader.meanEffect(samples, index);
            threshold[checkpoint] = salience * meanEffect[checkpoint];
            strengths[checkpoint] = new OrderStrengths[samples.size()];
            for (int i = 0; i < samples.size(); i++) {
                ObservedSample sample = samples.get(i);
                strengths[checkpoint][i] =
                        OrderStrengths.of(sample.and(index), sample.or(index), threshold[checkpoint]);
                GameFacts facts = sample.facts().games().get(index);
                gaps.addValue(facts.gap());
                iterations.addValue(facts.iterations());
                largestResidual[0] = Math.max(largestResidual[0], facts.residual());
            }
            andOnly[checkpoint] = theory ? withoutOr(samples, index, threshold[checkpoint]) : new double[0];
        }

        private static double[] withoutOr(List<ObservedSample> samples, int index, double threshold) {
            double[] noOr = new double[1 << samples.get(0).players()];
            OrderStrengths ands = OrderStrengths.none(samples.get(0).players());
            for (ObservedSample sample : samples) {
                ands = ands.plus(OrderStrengths.of(CheckpointReader.harsanyi(sample, index), noOr, threshold));
            }
            return ands.total();
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
        RunReading reading = empty(reader.run().point().name(), checkpoints, outputs(experiment));
        for (int t = 0; t < checkpoints; t++) {
            progress.alive(reading.name() + ": checkpoint " + (t + 1) + " of " + checkpoints);
            CrashPoints.DURING_FIT.pass();
            reading.read(reader, t, t, experiment.observation().salience(), true);
        }
        return reading;
    }

    /** One checkpoint alone, as a run of one, without what only the theory is fitted to. */
    static RunReading at(CheckpointReader reader, int checkpoint, TwoPhase experiment) throws IOException {
        RunReading reading = empty(reader.run().point().name(), 1, outputs(experiment));
        reading.read(reader, checkpoint, 0, experiment.observation().salience(), false);
        return reading;
    }

    /** Checkpoints that were read alone, in their order; what is said of the extraction as a whole stays with them. */
    static RunReading together(List<RunReading> checkpoints) {
        RunReading first = checkpoints.get(0);
        RunReading all = empty(
                first.name(),
                checkpoints.size(),
                first.outputs().stream().map(OutputReading::output).toList());
        for (int t = 0; t < checkpoints.size(); t++) {
            RunReading one = checkpoints.get(t);
            all.steps[t] = one.steps[0];
            all.trainLosses[t] = one.trainLosses[0];
            all.testLosses[t] = one.testLosses[0];
            all.trainAccuracy[t] = one.trainAccuracy[0];
            all.testAccuracy[t] = one.testAccuracy[0];
            for (int o = 0; o < all.outputs.size(); o++) {
                OutputReading from = one.outputs.get(o);
                OutputReading to = all.outputs.get(o);
                to.strengths()[t] = from.strengths()[0];
                to.andOnly()[t] = from.andOnly()[0];
                to.meanEffect()[t] = from.meanEffect()[0];
                to.threshold()[t] = from.threshold()[0];
            }
        }
        return all;
    }

    /** Outputs whose interactions were extracted. */
    private static List<ObservationSpec.Output> outputs(TwoPhase experiment) {
        return experiment.observation().spectrum().alone()
                ? List.of()
                : experiment.observation().outputs();
    }

    private static RunReading empty(String name, int checkpoints, List<ObservationSpec.Output> outputs) {
        return new RunReading(
                name,
                new long[checkpoints],
                new double[checkpoints][],
                new double[checkpoints][],
                new double[checkpoints],
                new double[checkpoints],
                outputs.stream()
                        .map(output -> new OutputReading(output, checkpoints))
                        .toList());
    }

    private void read(CheckpointReader reader, int checkpoint, int at, double salience, boolean theory)
            throws IOException {
        LossFiles losses = reader.losses(checkpoint);
        steps[at] = reader.run().point().schedule().get(checkpoint);
        trainLosses[at] = losses.train();
        testLosses[at] = losses.test();
        trainAccuracy[at] = losses.accuracy().train();
        testAccuracy[at] = losses.accuracy().test();
        List<ObservedSample> samples = outputs.isEmpty() ? List.of() : reader.samples(checkpoint);
        for (int o = 0; o < outputs.size(); o++) {
            outputs.get(o).take(at, samples, o, salience, theory);
        }
    }
}
