package dev.onset.twophase;

import dev.onset.contracts.OnsetException;
import dev.onset.interactions.OrderStrengths;
import dev.onset.interactions.Transforms;
import dev.onset.report.TheoryParts.RatioCurves;
import dev.onset.report.TheoryParts.Theory;
import dev.onset.report.TheoryParts.TheoryNull;
import dev.onset.stages.StageProgress;
import dev.onset.theory.Denoiser;
import dev.onset.theory.DenoisingTheory;
import dev.onset.theory.FinalEffects;
import dev.onset.theory.TheoryFit;
import dev.onset.twophase.CheckpointReader.ObservedSample;
import dev.onset.twophase.RunReading.OutputReading;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** The denoising theory against what a run showed on the study's first output. */
final class TheoryPart {
    private static final int[] RATIO_PLAYERS = {6, 8, 10, 12};
    private static final double LEAST_EXPONENT = -8;
    private static final double EXPONENT_STEP = 0.25;
    private static final int EXPONENTS = 37;
    private static final double FALLS = -0.5;

    private TheoryPart() {}

    /** Fits the extracted AND-OR interactions, and the AND interactions alone, as the theory's authors write it. */
    static List<Theory> of(CheckpointReader reader, RunReading run, int turn, StageProgress progress)
            throws IOException {
        OutputReading output = run.outputs().get(0);
        int points = run.steps().length;
        double[][] extracted = new double[points][];
        double[][] andOnly = new double[points][];
        List<FinalEffects> finals = new ArrayList<>();
        List<FinalEffects> finalAnds = new ArrayList<>();
        for (int t = 0; t < points; t++) {
            progress.alive("theory: checkpoint " + (t + 1) + " of " + points);
            extracted[t] = output.mean(t).total();
            double tau = output.threshold()[t];
            List<ObservedSample> samples = reader.samples(t);
            andOnly[t] = andStrengths(samples, tau);
            if (t == points - 1) {
                for (ObservedSample sample : samples) {
                    finals.add(FinalEffects.salient(sample.and(0), sample.or(0), tau));
                    finalAnds.add(FinalEffects.andOnly(harsanyi(sample), tau));
                }
            }
        }
        List<Theory> fits = new ArrayList<>();
        fit("AND-OR interactions", finals, extracted, turn).ifPresent(fits::add);
        fit("AND interactions alone", finalAnds, andOnly, turn).ifPresent(fits::add);
        return fits;
    }

    private static double[] harsanyi(ObservedSample sample) {
        double[] v = sample.values(0);
        double empty = v[0];
        for (int s = 0; s < v.length; s++) {
            v[s] -= empty;
        }
        return Transforms.and(v);
    }

    private static double[] andStrengths(List<ObservedSample> samples, double tau) {
        double[] none = new double[1 << samples.get(0).players()];
        OrderStrengths sum = OrderStrengths.none(samples.get(0).players());
        for (ObservedSample sample : samples) {
            sum = sum.plus(OrderStrengths.of(harsanyi(sample), none, tau));
        }
        return sum.total();
    }

    /** Absent where the network shows no salient interaction at some checkpoint, so that there is no distribution to fit. */
    private static Optional<Theory> fit(String name, List<FinalEffects> finals, double[][] strengths, int turn) {
        TheoryFit fit;
        try {
            fit = DenoisingTheory.fit(finals, strengths, turn);
        } catch (OnsetException nothingToFit) {
            return Optional.empty();
        }
        List<TheoryNull> nulls =
                fit.nulls().stream().map(n -> new TheoryNull(n.name(), n.tv())).toList();
        OptionalDouble trend = Double.isNaN(fit.trend()) ? OptionalDouble.empty() : OptionalDouble.of(fit.trend());
        return Optional.of(new Theory(name, fit.sigma2(), fit.tv(), nulls, turn, trend, words(fit)));
    }

    private static String words(TheoryFit fit) {
        String closest = fit.closest();
        double least = fit.nulls().stream()
                .filter(n -> n.name().equals(closest))
                .mapToDouble(fit::meanTv)
                .findFirst()
                .orElse(fit.meanTv());
        String explains = closest.equals("theory")
                ? "From the turn on the theory is the closest of all paths: mean total variation "
                        + number(fit.meanTv()) + "."
                : "From the turn on the " + closest + " explains more than the theory: mean total variation "
                        + number(least) + " against " + number(fit.meanTv()) + ".";
        if (Double.isNaN(fit.trend())) {
            return explains + " Too few checkpoints follow to say how the fitted noise moves.";
        }
        return explains
                + (fit.trend() <= FALLS
                        ? " The fitted noise falls, as the theory says"
                        : " The fitted noise does not fall as the theory says")
                + " (rank correlation with time " + number(fit.trend()) + ").";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value).replace('-', '\u2212');
    }

    /** What the theory predicts of neighbouring orders: no network enters. */
    static List<RatioCurves> ratios() {
        double[] sigma2 = new double[EXPONENTS];
        for (int i = 0; i < EXPONENTS; i++) {
            sigma2[i] = Math.pow(10, LEAST_EXPONENT + i * EXPONENT_STEP);
        }
        List<RatioCurves> all = new ArrayList<>();
        for (int players : RATIO_PLAYERS) {
            double[][] curves = Denoiser.ratioCurves(players, sigma2);
            double[][] byOrder = new double[players - 1][EXPONENTS];
            for (int k = 1; k < players; k++) {
                for (int i = 0; i < EXPONENTS; i++) {
                    byOrder[k - 1][i] = curves[i][k];
                }
            }
            all.add(new RatioCurves(players, sigma2, byOrder));
        }
        return all;
    }
}
