package dev.onset.twophase.report;

import dev.onset.report.Scale;
import dev.onset.twophase.report.ReportParts.*;
import dev.onset.twophase.report.SampleDrawing.Interaction;
import dev.onset.twophase.report.TheoryParts.*;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** The parts of a {@link Fixture} that stand for themselves. */
final class FixtureParts {
    /** A hand-drawn 3, 8x8, ink 0..9. */
    private static final String DIGIT =
            "00378510" + "02960890" + "00000790" + "00059930" + "00013890" + "00000490" + "01820690" + "00489720";

    private final Random random = new Random(6);
    private final long[] steps;
    private final int players;
    private final String title;
    private final boolean risen;

    FixtureParts(long[] steps, int players, String title, boolean risen) {
        this.steps = steps;
        this.players = players;
        this.title = title;
        this.risen = risen;
    }

    List<Criterion> criteria() {
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
                        risen ? 1.78 : 0.12,
                        0.5,
                        ">",
                        risen,
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

    List<SparsityCurve> sparsity() {
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
                    steps[i == 0 ? 0 : i == 1 ? steps.length * 13 / 23 : steps.length - 1],
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

    List<SampleDrawing> samples(boolean coloured) {
        List<SampleDrawing> samples = new ArrayList<>(players == 10 ? images() : List.of(features()));
        if (coloured) {
            samples.add(coloured());
        }
        return samples;
    }

    /** Two pixels: red, and a light blue. */
    static SampleDrawing.Image coloured() {
        return new SampleDrawing.Image(
                "test 5, frog",
                10,
                1.5,
                List.of(new Interaction(true, 1.5, new int[] {0, 1})),
                1,
                2,
                new double[] {0.35, 0.55},
                List.of(new int[] {0}, new int[] {1}),
                List.of(new double[] {1, 0.25}, new double[] {0, 0.5}, new double[] {0, 0.875}));
    }

    private SampleDrawing features() {
        List<String> names = new ArrayList<>();
        double[] values = new double[players];
        List<Interaction> top = new ArrayList<>();
        for (int p = 0; p < players; p++) {
            names.add("feature number " + (p + 1));
            values[p] = random.nextGaussian();
            if (p >= 6) {
                continue;
            }
            top.add(new Interaction(
                    p % 2 == 0,
                    (p % 3 == 0 ? -4.0 : 4.0) / (p + 1),
                    IntStream.rangeClosed(0, p == 5 ? players - 1 : p).toArray()));
        }
        return new SampleDrawing.Features("test 3, malignant", steps[steps.length - 1], 5.2, top, names, values);
    }

    private List<SampleDrawing> images() {
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
                new SampleDrawing.Image(title, steps[steps.length - 1], 11.4, top, 8, 8, grey, players, List.of()),
                new SampleDrawing.Image(
                        "test 17, digit 3",
                        steps[steps.length - 1],
                        8.07,
                        top.subList(1, 6),
                        8,
                        8,
                        grey,
                        players,
                        List.of()));
    }

    RatioCurves ratios() {
        double[][] ratio = new double[5][12];
        double[] sigma2 = new double[12];
        for (int i = 0; i < 12; i++) {
            sigma2[i] = Math.pow(10, -8 + i * 0.8);
            for (int k = 0; k < 5; k++) {
                ratio[k][i] = 1 + (0.8 + 0.3 * k) / (1 + Math.exp(3.5 - 0.7 * i));
            }
        }
        return new RatioCurves(6, sigma2, ratio);
    }

    List<GeneralisationParts.Similarity> generalisation() {
        double[] similarity = new double[players];
        double[] chance = new double[players];
        double[] high = new double[players];
        for (int k = 0; k < players; k++) {
            similarity[k] = 0.6 * Math.exp(-0.5 * k);
            chance[k] = 0.2 * Math.exp(-0.7 * k);
            high[k] = 1.3 * chance[k];
        }
        return List.of(
                new GeneralisationParts.Similarity(
                        "networks of disjoint halves, on the same samples",
                        steps[steps.length / 2],
                        48,
                        similarity,
                        chance,
                        high),
                new GeneralisationParts.Similarity(
                        "networks of disjoint halves, on the same samples",
                        steps[steps.length - 1],
                        48,
                        chance,
                        similarity,
                        high));
    }

    List<GeneralisationParts.LabelGroup> labelGroups() {
        double[] clean = new double[players];
        double[] wrong = new double[players];
        for (int k = 0; k < players; k++) {
            clean[k] = 0.9 * Math.exp(-0.6 * k);
            wrong[k] = 0.5 * Math.exp(-0.15 * k);
        }
        long last = steps[steps.length - 1];
        return List.of(
                new GeneralisationParts.LabelGroup(false, 21, last, clean),
                new GeneralisationParts.LabelGroup(true, 3, last, wrong));
    }

    Theory theory() {
        double[] s = new double[steps.length];
        double[][] tv = new double[4][steps.length];
        for (int t = 0; t < s.length; t++) {
            double x = Scale.position(steps[t]);
            s[t] = Math.pow(10, -2.8 - 5.2 / (1 + Math.exp(-(x - 2.9) * 5)));
            tv[0][t] = 0.08 + 0.09 * Math.exp(-Math.pow(x - 2.4, 2));
            tv[1][t] = 0.02 + 0.3 * Math.exp(-Math.pow(x - 2.3, 2) * 2);
            tv[2][t] = 0.02 + 0.2 * Math.exp(-Math.pow(x - 2.6, 2) * 3);
            tv[3][t] = 0.02 + 0.03 * Math.exp(-Math.pow(x - 2.4, 2));
        }
        return new Theory(
                "AND-OR interactions",
                s,
                tv[0],
                List.of(
                        new TheoryNull("final distribution held", tv[1]),
                        new TheoryNull("linear from t*", tv[2]),
                        new TheoryNull("tilted final distribution", tv[3])),
                steps.length / 2,
                java.util.OptionalDouble.of(-0.9),
                "From the turn on the tilted final distribution explains more than the theory.");
    }
}
