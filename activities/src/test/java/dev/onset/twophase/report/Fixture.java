package dev.onset.twophase.report;

import dev.onset.report.Provenance;
import dev.onset.report.Provenance.Fact;
import dev.onset.report.Scale;
import dev.onset.report.StageLine;
import dev.onset.twophase.report.ReportParts.*;
import dev.onset.twophase.report.TwoPhaseReport.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/** A report with numbers such as a small network on 8x8 digits gives, made up from smooth curves and a fixed seed. */
final class Fixture {
    private final Random random = new Random(5);
    private long[] steps = schedule(22, 3_000);
    private int players = 10;
    private String name = "digits";
    private String text = "ReLU network 64-128-128-128-10 on 300 of the 8x8 digits, plain SGD, learning rate 0.05.";
    private Verdict verdict = Verdict.TWO_PHASE_ONSET;
    private String words = "two phases; the gap opens nearby";
    private String title = "training 4, digit 3";
    private double turn = 298;
    private double onset = 146;
    private double scale = 1;
    private int wanted = 2;
    private boolean bare;
    private boolean coloured;
    private boolean silent;

    /** Step 0, then log-spaced steps from 10, all different. */
    private static long[] schedule(int count, long last) {
        TreeSet<Long> out = new TreeSet<>(List.of(0L));
        for (int i = 0; i < count; i++) {
            out.add(Math.max(out.last() + 1, Math.round(10 * Math.pow(last / 10.0, i / (count - 1.0)))));
        }
        return out.stream().mapToLong(Long::longValue).toArray();
    }

    static TwoPhaseReport typical() {
        return new Fixture().build();
    }

    /** Two checkpoints after the first one. */
    Fixture few() {
        steps = new long[] {0, 300, 3_000};
        return this;
    }

    /** 200 checkpoints over a long run. */
    Fixture many() {
        steps = schedule(199, 1_200_000);
        return this;
    }

    Fixture steps(long... given) {
        steps = given;
        return this;
    }

    Fixture players(int count) {
        players = count;
        return this;
    }

    /** Where the turn and the onset of the gap lie. */
    Fixture turn(double tStar, double gapOnset) {
        turn = tStar;
        onset = gapOnset;
        return this;
    }

    /** Multiplies all strengths. */
    Fixture scale(double factor) {
        scale = factor;
        return this;
    }

    /** One, two or three outputs. */
    Fixture outputs(int count) {
        wanted = count;
        return this;
    }

    Fixture named(String study, String description) {
        name = study;
        text = description;
        return this;
    }

    Fixture sampleTitle(String given) {
        title = given;
        return this;
    }

    /** One sample more, an image in colour. */
    Fixture coloured() {
        coloured = true;
        return this;
    }

    Fixture words(String given) {
        words = given;
        return this;
    }

    /** A network none of whose interactions is salient. */
    Fixture silent() {
        silent = true;
        return bare();
    }

    Fixture none() {
        verdict = Verdict.NONE;
        words = "no two phases";
        return this;
    }

    /** Without everything that a study may lack: test split, turn, theory, nulls, controls, samples, stages. */
    Fixture bare() {
        bare = true;
        return none();
    }

    TwoPhaseReport build() {
        FixtureParts parts = new FixtureParts(steps, players, title, verdict != Verdict.NONE);
        List<OutputResult> outputs = List.of(
                        output(
                                "LOG_ODDS",
                                "log-odds",
                                false,
                                s -> path(s, 5.98 / 10, 3.22 / 10, 5.28 / 10),
                                new Estimate(turn, turn * 0.88, turn * 1.15),
                                new Estimate(2.76, 2.41, 3.02),
                                new Estimate(2.06, 1.78, 2.31)),
                        output(
                                "RUNNER_UP_MARGIN",
                                "runner-up margin",
                                true,
                                s -> path(s, 5.71 / 10, 3.52 / 10, 4.18 / 10),
                                new Estimate(312, 255, 402),
                                new Estimate(2.19, 1.85, 2.5),
                                new Estimate(0.66, 0.38, 0.93)),
                        output(
                                "MEAN_MARGIN",
                                "margin over the mean",
                                true,
                                s -> path(s, 0.55, 0.33, 0.43),
                                new Estimate(305, 250, 390),
                                new Estimate(2.2, 1.9, 2.4),
                                new Estimate(1.02, 0.7, 1.3)))
                .subList(0, wanted);
        return new TwoPhaseReport(
                new Identity(
                        name,
                        text,
                        "4f0c9d1b7e22a8365d90f1c7ab43e6100d5b8f2297ce316a74e08bd9513fc2aa",
                        0,
                        true,
                        true,
                        players,
                        24,
                        24,
                        ""),
                verdict,
                words,
                parts.criteria(),
                steps,
                outputs,
                losses(),
                bare
                        ? List.of()
                        : List.of(
                                control("linear model, log-odds", "LOG_ODDS", 1.5),
                                control("linear model, margin", "RUNNER_UP_MARGIN", 0)),
                bare ? List.of() : parts.sparsity(),
                bare ? List.of() : parts.samples(coloured),
                bare
                        ? List.of()
                        : List.of(
                                new SolverFacts(
                                        "LOG_ODDS", "exact, ADMM, b = 0", 1e-3, 6.1e-4, 9.98e-4, 320, 1150, 3.2e-14),
                                new SolverFacts(
                                        "RUNNER_UP_MARGIN",
                                        "exact, ADMM, b = 0",
                                        1e-3,
                                        5.7e-4,
                                        9.9e-4,
                                        300,
                                        1010,
                                        2.9e-14)),
                bare
                        ? List.of()
                        : List.of(
                                new Sensitivity(
                                        "no salience threshold",
                                        "two-phase+onset",
                                        OptionalDouble.of(287),
                                        OptionalDouble.of(1.42),
                                        OptionalDouble.of(0.97)),
                                new Sensitivity(
                                        "threshold doubled",
                                        "two-phase+onset",
                                        OptionalDouble.of(301),
                                        OptionalDouble.of(3.1),
                                        OptionalDouble.of(2.3)),
                                new Sensitivity(
                                        "run cut to a third",
                                        "two-phase",
                                        OptionalDouble.of(290),
                                        OptionalDouble.of(2.76),
                                        OptionalDouble.of(1.61))),
                bare
                        ? List.of()
                        : List.of(
                                new NullResult("shuffled checkpoints", 400, 0, "the centroid series in random order"),
                                new NullResult("smooth surrogates", 400, 3, "phase-randomised centroid series"),
                                new NullResult(
                                        "shifted onsets",
                                        400,
                                        158,
                                        "the onset moved to a random place; counts how often it lies near t*")),
                bare ? List.of() : List.of(parts.theory()),
                bare ? List.of() : List.of(parts.ratios()),
                bare ? List.of() : parts.generalisation(),
                bare ? List.of() : parts.labelGroups(),
                bare
                        ? List.of()
                        : List.of(
                                new StageLine("train to step 3,000", true, "same fingerprint, verified", 11.2),
                                new StageLine("observe 23 checkpoints", true, "same fingerprint, verified", 24.9),
                                new StageLine("fit", false, "detector.minimumChange changed from 0.5 to 0.6", 1.4),
                                new StageLine("report", false, "its input changed", 0.3)),
                new Provenance(
                        "Linux 6.1, x86-64, 2 cores, 7.8 GB",
                        "nd4j-native 1.0.0-M2.1 avx2, one thread; onnxruntime 1.28.0, one thread",
                        List.of(
                                new Fact("Onset", "0.1.0"),
                                new Fact("Java", "17.0.12"),
                                new Fact("Data digits", "sha256 9b71d224bd62f378\u20265d96d46ad3ea3dd3"),
                                new Fact("Last checkpoint", "sha256 e3b0c44298fc1c14\u2026a495991b7852b855"),
                                new Fact("Started", "2026-11-24 09:12 UTC"),
                                new Fact("Took", "42 s"))),
                List.of(),
                Optional.empty());
    }

    private double path(double step, double first, double low, double last) {
        double x = Scale.position(step);
        double down = 1 / (1 + Math.exp(-(x - 1.75) * 5.5));
        double up = 1 / (1 + Math.exp(-(x - 2.95) * 6));
        double share = first - (first - low + 0.012) * down + (last - low + 0.055) * up + 0.002 * random.nextGaussian();
        return share * players;
    }

    private OutputResult output(
            String id,
            String words,
            boolean linear,
            ToDoubleFunction<Double> centre,
            Estimate turn,
            Estimate fall,
            Estimate rise) {
        int m = steps.length;
        double[][][] j = new double[4][m][players];
        double[] share = {0.31, 0.25, 0.23, 0.21};
        double[] effect = new double[m];
        double[] c = new double[m];
        double[] low = new double[m];
        double[] high = new double[m];
        for (int t = 0; t < m; t++) {
            double mean = centre.applyAsDouble((double) steps[t]);
            double total = scale * (0.08 + 60 / (1 + Math.exp(-(Scale.position(steps[t]) - 2.6) * 4)));
            effect[t] = 0.06 + 13 / (1 + Math.exp(-(Scale.position(steps[t]) - 2.2) * 4));
            double sum = 0;
            double[] w = new double[players];
            for (int k = 0; k < players; k++) {
                w[k] = Math.exp(-Math.pow(k + 1 - mean, 2) / (2 * 1.9 * 1.9)) * (0.85 + 0.3 * random.nextDouble());
                sum += w[k];
            }
            double order = 0;
            double all = 0;
            for (int k = 0; k < players; k++) {
                for (int s = 0; s < 4; s++) {
                    j[s][t][k] = total * w[k] / sum * share[s] * (0.8 + 0.4 * random.nextDouble());
                    order += (k + 1) * j[s][t][k];
                    all += j[s][t][k];
                }
            }
            c[t] = order / all;
            if (silent) {
                c[t] = 0;
                for (double[][] part : j) {
                    part[t] = new double[players];
                }
            }
            low[t] = c[t] - 0.15 - 0.08 * random.nextDouble();
            high[t] = c[t] + 0.15 + 0.08 * random.nextDouble();
        }
        double[] spindle = new double[players];
        double sum = 0;
        double binomial = 1;
        for (int k = 1; k <= players; k++) {
            binomial = binomial * (players - k + 1) / k;
            spindle[k - 1] = binomial * Math.pow(2, k / 2.0);
            sum += spindle[k - 1];
        }
        for (int k = 0; k < players; k++) {
            spindle[k] /= sum;
        }
        int turnAt = Math.min(m - 1, m * 13 / 23);
        return new OutputResult(
                id,
                words,
                linear,
                new Strengths(j[0], j[1], j[2], j[3]),
                effect,
                c,
                low,
                high,
                bare ? Optional.empty() : Optional.of(turn),
                bare ? Optional.empty() : Optional.of(fall),
                bare ? Optional.empty() : Optional.of(rise),
                bare
                        ? List.of()
                        : List.of(
                                new SparseRange(turnAt, c[turnAt] - 0.21, c[turnAt] + 0.26),
                                new SparseRange(m - 1, c[m - 1] - 0.24, c[m - 1] + 0.2)),
                bare ? Optional.empty() : Optional.of(spindle),
                bare ? Optional.empty() : Optional.of(spindle.clone()));
    }

    private Losses losses() {
        int m = steps.length;
        double[][] v = new double[7][m];
        for (int t = 0; t < m; t++) {
            double x = Scale.position(steps[t]);
            v[0][t] = 2.303 / (1 + Math.exp((x - 2.32) * 4.6)) + 0.002;
            v[4][t] = 0.295 / (1 + Math.exp(-(x - 2.62) * 4.4));
            v[2][t] = v[0][t] + v[4][t];
            v[5][t] = v[4][t] - 0.006 - 0.12 * v[4][t];
            v[6][t] = v[4][t] + 0.006 + 0.12 * v[4][t];
            v[1][t] = 0.1 + 0.9 / (1 + Math.exp(-(x - 2.2) * 4.4));
            v[3][t] = 0.1 + 0.833 / (1 + Math.exp(-(x - 2.22) * 4.2));
        }
        return new Losses(
                v[0],
                v[1],
                bare ? Optional.empty() : Optional.of(new TestLosses(v[2], v[3], v[4], v[5], v[6], 932, 0.271)),
                bare
                        ? List.of()
                        : List.of(
                                new Onset("10 % of the largest gap", 0.1, OptionalDouble.of(onset)),
                                new Onset("2 % of the largest gap", 0.02, OptionalDouble.of(57.4)),
                                new Onset("5 % of the largest gap", 0.05, OptionalDouble.of(96.1)),
                                new Onset("20 % of the largest gap", 0.2, OptionalDouble.of(211)),
                                new Onset("10 %, run cut to a third", 0.084, OptionalDouble.of(129))),
                bare ? OptionalDouble.empty() : OptionalDouble.of(214),
                bare ? OptionalDouble.empty() : OptionalDouble.of(0.4));
    }

    private ControlPath control(String words, String output, double rise) {
        double[] c = new double[steps.length];
        for (int t = 0; t < c.length; t++) {
            c[t] = 1 + rise / (1 + Math.exp(-(Scale.position(steps[t]) - 2.5) * 3));
        }
        return new ControlPath(words, output, steps, c);
    }
}
