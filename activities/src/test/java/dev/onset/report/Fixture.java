package dev.onset.report;

import dev.onset.report.ReportParts.*;
import dev.onset.report.SampleDrawing.Interaction;
import dev.onset.report.TwoPhaseReport.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/** A report with numbers such as a small network on 8x8 digits gives, made up from smooth curves and a fixed seed. */
final class Fixture {
    static final int PLAYERS = 10;
    /** A hand-drawn 3, 8x8, ink 0..9. */
    private static final String DIGIT =
            "00378510" + "02960890" + "00000790" + "00059930" + "00013890" + "00000490" + "01820690" + "00489720";

    final Random random = new Random(5);
    long[] steps = schedule();
    String name = "digits";
    String words = "two phases; the gap opens nearby";

    private static long[] schedule() {
        List<Long> out = new ArrayList<>(List.of(0L));
        for (int i = 0; i < 22; i++) {
            out.add(Math.round(10 * Math.pow(300, i / 21.0)));
        }
        return out.stream().mapToLong(Long::longValue).toArray();
    }

    static TwoPhaseReport typical() {
        return new Fixture().build();
    }

    TwoPhaseReport build() {
        List<OutputResult> outputs = List.of(
                output(
                        "LOG_ODDS",
                        "log-odds",
                        false,
                        s -> path(s, 5.98, 3.22, 5.28),
                        new Estimate(298, 262, 341),
                        new Estimate(2.76, 2.41, 3.02),
                        new Estimate(2.06, 1.78, 2.31)),
                output(
                        "RUNNER_UP_MARGIN",
                        "runner-up margin",
                        true,
                        s -> path(s, 5.71, 3.52, 4.18),
                        new Estimate(312, 255, 402),
                        new Estimate(2.19, 1.85, 2.5),
                        new Estimate(0.66, 0.38, 0.93)));
        return new TwoPhaseReport(
                new Identity(
                        name,
                        "ReLU network 64-128-128-128-10 on 300 of the 8x8 digits, plain SGD, learning rate 0.05.",
                        "4f0c9d1b7e22a8365d90f1c7ab43e6100d5b8f2297ce316a74e08bd9513fc2aa",
                        0,
                        true,
                        true,
                        PLAYERS,
                        24,
                        24),
                Verdict.TWO_PHASE_ONSET,
                words,
                criteria(),
                steps,
                outputs,
                losses(),
                List.of(
                        control("linear model, log-odds", "LOG_ODDS", 1.5),
                        control("linear model, margin", "RUNNER_UP_MARGIN", 0)),
                sparsity(),
                samples(),
                List.of(
                        new SolverFacts("LOG_ODDS", "exact, ADMM, b = 0", 1e-3, 6.1e-4, 9.98e-4, 320, 1150, 3.2e-14),
                        new SolverFacts(
                                "RUNNER_UP_MARGIN", "exact, ADMM, b = 0", 1e-3, 5.7e-4, 9.9e-4, 300, 1010, 2.9e-14)),
                List.of(
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
                List.of(
                        new NullResult("shuffled checkpoints", 400, 0, "the centroid series in random order"),
                        new NullResult("smooth surrogates", 400, 3, "phase-randomised centroid series"),
                        new NullResult(
                                "shifted onsets",
                                400,
                                158,
                                "the onset moved to a random place; counts how often it lies near t*")),
                Optional.of(theory()),
                List.of(
                        new Stage("train to step 3,000", true, "same fingerprint, verified", 11.2),
                        new Stage("observe 23 checkpoints", true, "same fingerprint, verified", 24.9),
                        new Stage("fit", false, "detector.minimumChange changed from 0.5 to 0.6", 1.4),
                        new Stage("report", false, "its input changed", 0.3)),
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
                List.of());
    }

    private double path(double step, double first, double low, double last) {
        double x = LogAxis.position(step);
        double down = 1 / (1 + Math.exp(-(x - 1.75) * 5.5));
        double up = 1 / (1 + Math.exp(-(x - 2.95) * 6));
        return first - (first - low + 0.12) * down + (last - low + 0.55) * up + 0.02 * random.nextGaussian();
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
        double[][][] j = new double[4][m][PLAYERS];
        double[] share = {0.31, 0.25, 0.23, 0.21};
        double[] effect = new double[m];
        double[] c = new double[m];
        double[] low = new double[m];
        double[] high = new double[m];
        for (int t = 0; t < m; t++) {
            double mean = centre.applyAsDouble((double) steps[t]);
            double total = 0.08 + 60 / (1 + Math.exp(-(LogAxis.position(steps[t]) - 2.6) * 4));
            effect[t] = 0.06 + 13 / (1 + Math.exp(-(LogAxis.position(steps[t]) - 2.2) * 4));
            double sum = 0;
            double[] w = new double[PLAYERS];
            for (int k = 0; k < PLAYERS; k++) {
                w[k] = Math.exp(-Math.pow(k + 1 - mean, 2) / (2 * 1.9 * 1.9)) * (0.85 + 0.3 * random.nextDouble());
                sum += w[k];
            }
            double order = 0;
            double all = 0;
            for (int k = 0; k < PLAYERS; k++) {
                for (int s = 0; s < 4; s++) {
                    j[s][t][k] = total * w[k] / sum * share[s] * (0.8 + 0.4 * random.nextDouble());
                    order += (k + 1) * j[s][t][k];
                    all += j[s][t][k];
                }
            }
            c[t] = order / all;
            low[t] = c[t] - 0.15 - 0.08 * random.nextDouble();
            high[t] = c[t] + 0.15 + 0.08 * random.nextDouble();
        }
        double[] spindle = new double[PLAYERS];
        double sum = 0;
        double binomial = 1;
        for (int k = 1; k <= PLAYERS; k++) {
            binomial = binomial * (PLAYERS - k + 1) / k;
            spindle[k - 1] = binomial * Math.pow(2, k / 2.0);
            sum += spindle[k - 1];
        }
        for (int k = 0; k < PLAYERS; k++) {
            spindle[k] /= sum;
        }
        int turnAt = Math.min(m - 1, 13);
        return new OutputResult(
                id,
                words,
                linear,
                new Strengths(j[0], j[1], j[2], j[3]),
                effect,
                c,
                low,
                high,
                Optional.of(turn),
                Optional.of(fall),
                Optional.of(rise),
                List.of(
                        new SparseRange(turnAt, c[turnAt] - 0.21, c[turnAt] + 0.26),
                        new SparseRange(m - 1, c[m - 1] - 0.24, c[m - 1] + 0.2)),
                Optional.of(spindle));
    }

    private Losses losses() {
        int m = steps.length;
        double[][] v = new double[7][m];
        for (int t = 0; t < m; t++) {
            double x = LogAxis.position(steps[t]);
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
                Optional.of(new TestLosses(v[2], v[3], v[4], v[5], v[6], 932, 0.271)),
                List.of(
                        new Onset("10 % of the largest gap", 0.1, OptionalDouble.of(146)),
                        new Onset("2 % of the largest gap", 0.02, OptionalDouble.of(57.4)),
                        new Onset("5 % of the largest gap", 0.05, OptionalDouble.of(96.1)),
                        new Onset("20 % of the largest gap", 0.2, OptionalDouble.of(211)),
                        new Onset("10 %, run cut to a third", 0.084, OptionalDouble.of(129))),
                OptionalDouble.of(214),
                OptionalDouble.of(0.4));
    }

    private ControlPath control(String words, String output, double rise) {
        double[] c = new double[steps.length];
        for (int t = 0; t < c.length; t++) {
            c[t] = 1 + rise / (1 + Math.exp(-(LogAxis.position(steps[t]) - 2.5) * 3));
        }
        return new ControlPath(words, output, steps, c);
    }

    private static List<Criterion> criteria() {
        return List.of(
                new Criterion(
                        "Fall",
                        2.41,
                        0.5,
                        ">",
                        true,
                        "lower 2.5 % of the orders lost from the first checkpoint to the lowest"),
                new Criterion(
                        "Rise",
                        1.78,
                        0.5,
                        ">",
                        true,
                        "lower 2.5 % of the orders gained from the lowest checkpoint to the last"),
                new Criterion(
                        "Interior minimum",
                        12,
                        0,
                        ">",
                        true,
                        "index of the lowest checkpoint; it is neither the first nor the last"),
                new Criterion("Roughness", 1.08, 1.6, "<", true, "total variation over (fall + rise)"),
                new Criterion("Broken line against straight line", -61.3, 0, "<", true, "difference in BIC"),
                new Criterion(
                        "Loss gap exists",
                        0.112,
                        0.02,
                        ">",
                        true,
                        "lower 2.5 % of the gap\u2019s growth over the initial loss"),
                new Criterion("Onset near t*", 0.31, 0.5, "\u2264", true, "decades between gap onset and t*"),
                new Criterion("Generalised", 0.118, 0.7, "<", true, "lowest test loss over the initial one"));
    }

    private List<SparsityCurve> sparsity() {
        List<SparsityCurve> out = new ArrayList<>();
        double[] decay = {0.25, 0.62, 0.45};
        for (int i = 0; i < 3; i++) {
            double[] rank = new double[60];
            double[] magnitude = new double[60];
            double[] cumulative = new double[60];
            for (int k = 0; k < 60; k++) {
                rank[k] = Math.max(k + 1, Math.rint(Math.pow(98304, k / 59.0)));
                magnitude[k] = 2.2 * Math.pow(rank[k], -decay[i]) * Math.exp(-Math.pow(rank[k] / 2e3, 1.2) * (i + 0.5));
                cumulative[k] = Math.min(1, 1 - Math.exp(-Math.pow(rank[k] / (900 - 250 * i), 0.7)));
            }
            out.add(new SparsityCurve(
                    "LOG_ODDS",
                    steps[i == 0 ? 0 : i == 1 ? Math.min(13, steps.length - 1) : steps.length - 1],
                    rank,
                    magnitude,
                    cumulative,
                    0.031 - 0.008 * i,
                    41.3 - 9 * i,
                    0.03,
                    98304));
        }
        return out;
    }

    private List<SampleDrawing> samples() {
        double[] grey = new double[64];
        for (int p = 0; p < 64; p++) {
            grey[p] = (DIGIT.charAt(p) - '0') / 9.0;
        }
        int[] blocks = {1, 2, 3, 5, 6, 7, 10, 11, 13, 14};
        List<int[]> players = new ArrayList<>();
        for (int b : blocks) {
            int at = b / 4 * 16 + b % 4 * 2;
            players.add(new int[] {at, at + 1, at + 8, at + 9});
        }
        List<Interaction> top = List.of(
                new Interaction(true, 4.31, new int[] {1, 4}),
                new Interaction(false, -2.87, new int[] {0, 1, 3, 6}),
                new Interaction(true, 2.2, new int[] {8}),
                new Interaction(true, -1.94, new int[] {2, 4, 5, 7, 9}),
                new Interaction(false, 1.31, new int[] {3, 8}),
                new Interaction(true, 0.98, new int[] {0, 1, 2, 3, 4, 5, 6}));
        return List.of(
                new SampleDrawing.Image("training 4, digit 3", steps[steps.length - 1], 11.4, top, 8, 8, grey, players),
                new SampleDrawing.Image(
                        "test 17, digit 3", steps[steps.length - 1], 8.07, top.subList(1, 6), 8, 8, grey, players));
    }

    private Theory theory() {
        double[] s = new double[steps.length];
        double[][] tv = new double[4][steps.length];
        for (int t = 0; t < s.length; t++) {
            double x = LogAxis.position(steps[t]);
            s[t] = Math.pow(10, -2.8 - 5.2 / (1 + Math.exp(-(x - 2.9) * 5)));
            tv[0][t] = 0.08 + 0.09 * Math.exp(-Math.pow(x - 2.4, 2));
            tv[1][t] = 0.02 + 0.3 * Math.exp(-Math.pow(x - 2.3, 2) * 2);
            tv[2][t] = 0.02 + 0.2 * Math.exp(-Math.pow(x - 2.6, 2) * 3);
            tv[3][t] = 0.02 + 0.03 * Math.exp(-Math.pow(x - 2.4, 2));
        }
        return new Theory(
                s,
                tv[0],
                List.of(
                        new TheoryNull("final distribution held", tv[1]),
                        new TheoryNull("linear from t*", tv[2]),
                        new TheoryNull("tilted final distribution", tv[3])));
    }

    /** Renders a report to look at: the folder is the first argument. */
    public static void main(String[] args) {
        ReportWriter.write(typical(), java.nio.file.Path.of(args[0]));
    }
}
