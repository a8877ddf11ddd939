package dev.onset.twophase;

import dev.onset.kind.StageProgress;
import dev.onset.theory.Denoiser;
import dev.onset.theory.DenoisingTheory;
import dev.onset.theory.FinalEffects;
import dev.onset.theory.TheoryFit;
import dev.onset.twophase.CheckpointReader.ObservedSample;
import dev.onset.twophase.RunReading.OutputReading;
import dev.onset.twophase.report.TheoryParts.RatioCurves;
import dev.onset.twophase.report.TheoryParts.Theory;
import dev.onset.twophase.report.TheoryParts.TheoryNull;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** The denoising theory against what a run showed on the study's first output. */
final class TheoryPart {
    private static final int[] RATIO_PLAYERS = {6, 8, 10, 12};
    private static final double LEAST_EXPONENT = -8;
    private static final double EXPONENT_STEP = 0.25;
    private static final int EXPONENTS = 37;
    private static final double FALLS = -0.5;

    private TheoryPart() {}

    /**
     * What was fitted, and what could not be.
     *
     * @param remarks why a fit is missing, in words
     */
    record Fitted(List<Theory> theory, List<String> remarks) {}

    /** Fits the extracted AND-OR interactions, and the AND interactions alone, as the theory's authors write it. */
    static Fitted of(CheckpointReader reader, RunReading run, int turn, StageProgress progress) throws IOException {
        OutputReading output = run.outputs().get(0);
        int last = run.steps().length - 1;
        double[][] extracted = new double[last + 1][];
        for (int t = 0; t <= last; t++) {
            extracted[t] = output.mean(t).total();
        }
        double tau = output.threshold()[last];
        List<FinalEffects> finals = new ArrayList<>();
        List<FinalEffects> finalAnds = new ArrayList<>();
        for (ObservedSample sample : reader.samples(last)) {
            finals.add(FinalEffects.salient(sample.and(0), sample.or(0), tau));
            finalAnds.add(FinalEffects.andOnly(CheckpointReader.harsanyi(sample, 0), tau));
        }
        Fitted fitted = new Fitted(new ArrayList<>(), new ArrayList<>());
        progress.alive("theory");
        fit("AND-OR interactions", run.steps(), finals, extracted, turn, fitted);
        fit("AND interactions alone", run.steps(), finalAnds, output.andOnly(), turn, fitted);
        return fitted;
    }

    /** A checkpoint without a salient interaction has no distribution over orders that could be fitted. */
    private static void fit(
            String name, long[] steps, List<FinalEffects> finals, double[][] strengths, int turn, Fitted fitted) {
        for (int t = 0; t < strengths.length; t++) {
            if (Arrays.stream(strengths[t]).skip(1).sum() == 0) {
                fitted.remarks()
                        .add("The denoising theory was not fitted to the " + name + ": none is salient at step "
                                + steps[t] + ".");
                return;
            }
        }
        TheoryFit fit = DenoisingTheory.fit(finals, strengths, turn);
        List<TheoryNull> nulls =
                fit.nulls().stream().map(n -> new TheoryNull(n.name(), n.tv())).toList();
        OptionalDouble trend = Double.isNaN(fit.trend()) ? OptionalDouble.empty() : OptionalDouble.of(fit.trend());
        fitted.theory().add(new Theory(name, fit.sigma2(), fit.tv(), nulls, turn, trend, words(fit)));
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
