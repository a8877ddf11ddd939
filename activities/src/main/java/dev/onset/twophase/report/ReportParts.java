package dev.onset.twophase.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.onset.report.Check;
import dev.onset.report.Numbers;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The records a {@link TwoPhaseReport} is made of. */
public final class ReportParts {
    private ReportParts() {}

    /**
     * Which study this is.
     *
     * @param seed the study's seed
     * @param evidence false for a first look whose settings cannot support a claim
     * @param demonstration true where the data is known to show the effect clearly and proves little
     * @param players players a sample, n
     * @param trainSamples observed samples of the training split
     * @param testSamples observed samples of the test split
     * @param tensor the feature map inside the network whose blocks are the players; empty where they are on the input
     */
    public record Identity(
            String study,
            String description,
            String fingerprint,
            long seed,
            boolean evidence,
            boolean demonstration,
            int players,
            int trainSamples,
            int testSamples,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String tensor) {
        public Identity {
            tensor = tensor == null ? "" : tensor; // reports stored before there was a choice
            Numbers.that(players >= 1, "players is " + players);
            Numbers.that(trainSamples >= 0 && testSamples >= 0, "a number of samples is negative");
        }
    }

    /** One test of the detector: the number found, the bound it is held against in words, and whether it passed. */
    public record Criterion(String name, double value, double bound, String comparison, boolean passed, String words) {
        public Criterion {
            Numbers.finite("criterion " + name + ": value", value);
            Numbers.finite("criterion " + name + ": bound", bound);
        }

        /** As a line of a section of checks. */
        Check check() {
            return new Check(name, words, bound, 0, Check.Relation.of(comparison), Optional.of(value), passed);
        }
    }

    /** A value with its 95 % bootstrap interval. */
    public record Estimate(double value, double low, double high) {
        public Estimate {
            Numbers.finite("estimate", value);
            Numbers.finite("estimate: low", low);
            Numbers.finite("estimate: high", high);
            Numbers.that(low <= high, "an interval runs from " + low + " down to " + high);
        }
    }

    /** Range of the centroid over solutions that are equally sparse within the solver's tolerance, at one checkpoint. */
    public record SparseRange(int checkpoint, double low, double high) {
        public SparseRange {
            Numbers.that(checkpoint >= 0, "a checkpoint index is negative");
            Numbers.finite("equallySparse: low", low);
            Numbers.finite("equallySparse: high", high);
        }
    }

    /**
     * What one scalar output shows over training.
     *
     * @param id name in files, such as LOG_ODDS
     * @param name name in words, such as log-odds
     * @param linear whether v is linear in the logits
     * @param strengths J by order, split AND/OR and by sign, absolute
     * @param meanEffect mean |v(N) - v(empty)| over samples, by checkpoint
     * @param centroid mean order weighted by strength, by checkpoint; 0 where no interaction is salient
     * @param centroidLow lower end of the centroid's 95 % interval
     * @param centroidHigh upper end
     * @param tStar the step of the lowest centroid
     * @param fall orders from the first checkpoint down to the lowest
     * @param rise orders from the lowest up to the last
     * @param equallySparse how far the centroid can move among equally sparse solutions
     * @param spindle expected shares by order of an untrained network, sum 1, overlaid at step 0
     * @param gaussian shares by order of games of independent Gaussian values, put through the same extraction and threshold
     */
    public record OutputResult(
            String id,
            String name,
            boolean linear,
            Strengths strengths,
            double[] meanEffect,
            double[] centroid,
            double[] centroidLow,
            double[] centroidHigh,
            Optional<Estimate> tStar,
            Optional<Estimate> fall,
            Optional<Estimate> rise,
            List<SparseRange> equallySparse,
            Optional<double[]> spindle,
            Optional<double[]> gaussian) {
        public OutputResult {
            equallySparse = List.copyOf(equallySparse);
            int points = centroid.length;
            Numbers.magnitudes(id + ".meanEffect", meanEffect);
            Numbers.magnitudes(id + ".centroid", centroid);
            Numbers.finite(id + ".centroidLow", centroidLow);
            Numbers.finite(id + ".centroidHigh", centroidHigh);
            Numbers.length(id + ".meanEffect", meanEffect.length, points);
            Numbers.length(id + ".centroidLow", centroidLow.length, points);
            Numbers.length(id + ".centroidHigh", centroidHigh.length, points);
            int orders = strengths.orders();
            spindle.ifPresent(s -> {
                Numbers.magnitudes(id + ".spindle", s);
                Numbers.length(id + ".spindle", s.length, orders);
            });
            gaussian.ifPresent(s -> {
                Numbers.magnitudes(id + ".gaussian", s);
                Numbers.length(id + ".gaussian", s.length, orders);
            });
        }
    }

    /**
     * Losses and accuracies of the whole splits, by checkpoint.
     *
     * @param onsets where the gap opens under several rules; the first one is the rule of the verdict
     * @param halving the step at which the training loss has halved
     * @param chance share of the run's logarithmic time that counts as near t*: the rate of agreement by chance
     */
    public record Losses(
            double[] train,
            double[] trainAccuracy,
            Optional<TestLosses> test,
            List<Onset> onsets,
            OptionalDouble halving,
            OptionalDouble chance) {
        public Losses {
            onsets = List.copyOf(onsets);
            Numbers.finite("losses.train", train);
            Numbers.finite("losses.trainAccuracy", trainAccuracy);
            Numbers.length("losses.trainAccuracy", trainAccuracy.length, train.length);
            halving.ifPresent(v -> Numbers.finite("losses.halving", v));
            chance.ifPresent(v -> Numbers.finite("losses.chance", v));
        }

        /** The onset under the verdict's rule. */
        OptionalDouble onset() {
            return onsets.isEmpty() ? OptionalDouble.empty() : onsets.get(0).step();
        }
    }

    /**
     * The test split's side, and the gap test - training with its 95 % interval.
     *
     * @param bestStep the checkpoint's step with the lowest test loss
     * @param best that loss
     */
    public record TestLosses(
            double[] loss,
            double[] accuracy,
            double[] gap,
            double[] gapLow,
            double[] gapHigh,
            double bestStep,
            double best) {
        public TestLosses {
            Numbers.finite("losses.test.bestStep", bestStep);
            Numbers.finite("losses.test.best", best);
            double[][] all = {loss, accuracy, gap, gapLow, gapHigh};
            String[] names = {"loss", "accuracy", "gap", "gapLow", "gapHigh"};
            for (int i = 0; i < all.length; i++) {
                Numbers.finite("losses.test." + names[i], all[i]);
                Numbers.length("losses.test." + names[i], all[i].length, loss.length);
            }
        }
    }

    /**
     * Where the gap opens under one rule.
     *
     * @param rule the rule in words, such as "10 % of the largest gap"
     * @param share of the largest gap
     * @param step the interpolated step, empty where the gap does not open
     */
    public record Onset(String rule, double share, OptionalDouble step) {
        public Onset {
            Numbers.finite("onset share", share);
            step.ifPresent(v -> Numbers.finite("onset " + rule, v));
        }
    }

    /** The centroid path of a control model on its own steps; 0 where no interaction is salient. */
    public record ControlPath(String name, String output, long[] steps, double[] centroid) {
        public ControlPath {
            Numbers.magnitudes("control " + name, centroid);
            Numbers.length("control " + name, centroid.length, steps.length);
        }
    }

    /**
     * Interactions of one checkpoint sorted by strength, at selected ranks.
     *
     * @param rank 1-based ranks over all interactions of all samples, ascending
     * @param magnitude |I| at each rank, in units of mean |v(N) - v(empty)|
     * @param cumulative share of the L1 norm that the ranks up to here hold
     * @param shareFor90 share of all interactions needed for 90 % of the L1 norm
     * @param salientPerSample salient interactions a sample, mean
     * @param threshold the salience threshold in the units of {@code magnitude}
     * @param total interactions in all
     */
    public record SparsityCurve(
            String output,
            long step,
            double[] rank,
            double[] magnitude,
            double[] cumulative,
            double shareFor90,
            double salientPerSample,
            double threshold,
            long total) {
        public SparsityCurve {
            Numbers.magnitudes("sparsity.rank", rank);
            Numbers.magnitudes("sparsity.magnitude", magnitude);
            Numbers.magnitudes("sparsity.cumulative", cumulative);
            Numbers.length("sparsity.magnitude", magnitude.length, rank.length);
            Numbers.length("sparsity.cumulative", cumulative.length, rank.length);
            Numbers.that(rank.length == 0 || rank[0] >= 1, "sparsity.rank starts below 1");
            Numbers.finite("sparsity.shareFor90", shareFor90);
            Numbers.finite("sparsity.salientPerSample", salientPerSample);
            Numbers.finite("sparsity.threshold", threshold);
        }
    }

    /**
     * What the extraction certifies over all samples and checkpoints of one output.
     *
     * @param mode the solver, such as "exact, ADMM"
     * @param tolerance certified relative gap asked for
     * @param residual largest matching residual relative to max |u|
     */
    public record SolverFacts(
            String output,
            String mode,
            double tolerance,
            double medianGap,
            double maxGap,
            double medianIterations,
            double maxIterations,
            double residual) {
        public SolverFacts {
            double[] all = {tolerance, medianGap, maxGap, medianIterations, maxIterations, residual};
            Numbers.magnitudes("solver " + output, all);
        }
    }

    /** The decision under another setting; t*, fall and rise where they exist. */
    public record Sensitivity(
            String setting, String verdict, OptionalDouble tStar, OptionalDouble fall, OptionalDouble rise) {
        public Sensitivity {
            tStar.ifPresent(v -> Numbers.finite("sensitivity " + setting + ": tStar", v));
            fall.ifPresent(v -> Numbers.finite("sensitivity " + setting + ": fall", v));
            rise.ifPresent(v -> Numbers.finite("sensitivity " + setting + ": rise", v));
        }
    }

    /** The detector on data that must not show two phases: how often it said so all the same. */
    public record NullResult(String name, long trials, long positive, String words) {
        public NullResult {
            Numbers.that(
                    trials >= 0 && positive >= 0 && positive <= trials,
                    "null " + name + ": " + positive + " of " + trials);
        }
    }
}
