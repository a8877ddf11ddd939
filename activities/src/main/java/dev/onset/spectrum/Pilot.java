package dev.onset.spectrum;

import dev.onset.spectrum.OrderSpectrum.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Tries every way to the mean order on a few draws and chooses the one that needs the fewest evaluations for an interval of the
 * width asked for.
 *
 * @param method the chosen one
 * @param options every one, in the order of {@link Method}
 * @param why the choice in words
 * @param passes evaluations the trial took
 */
public record Pilot(Method method, List<Option> options, String why, long passes) {
    private static final int DRAWS = 512;
    private static final double NORMAL = 1.96;
    /** What is only known about may be this share of an interval's half-width. */
    private static final double TOLERATED_BIAS = 0.25;

    /**
     * One way to the mean order.
     *
     * @param passes evaluations for the width asked for, about; 0 for a constant game
     * @param bias what it is low by at any number of draws, in orders, about, before that is made good
     * @param taken whether that is small enough
     */
    public record Option(Method method, long passes, double bias, boolean taken) {}

    public Pilot {
        options = List.copyOf(options);
    }

    /**
     * Tries a game.
     *
     * @param width half-width of the 95 % interval asked for, as a share of the mean order
     * @param output which of the game's outputs decides
     */
    public static Pilot of(MaskValues game, double p, long seed, long sample, double width, int output) {
        List<Option> options = new ArrayList<>();
        long passes = 0;
        for (Method method : List.of(Method.FLIP_ONE, Method.FLIP_ALL, Method.REDRAW)) {
            SampledValues sampled = SampledValues.of(game, new SamplingSpec(p, DRAWS, method, seed, sample));
            MeanOrderEstimator estimator = new MeanOrderEstimator(sampled);
            MeanOrderEstimator.Found found =
                    estimator.estimate(output, CrossFit.of(HalfMasks.of(sampled), sampled.base[output]));
            passes += sampled.passes();
            double asked = width * found.order();
            double times = asked > 0 ? Math.pow(NORMAL * found.error() / asked, 2) : 0;
            options.add(new Option(
                    method,
                    Math.round(Math.ceil(times * sampled.passes())),
                    found.bias(),
                    found.bias() <= TOLERATED_BIAS * asked));
        }
        Option best = options.stream()
                .filter(Option::taken)
                .min(Comparator.comparingLong(Option::passes))
                .orElse(options.get(0));
        return new Pilot(best.method(), options, why(best, options, width), passes);
    }

    private static String why(Option best, List<Option> options, double width) {
        if (best.passes() == 0) {
            return "the trial saw no variance";
        }
        String others = options.stream()
                .filter(option -> option.method() != best.method())
                .map(option -> name(option.method()) + " needs about " + option.passes()
                        + (option.taken() ? "" : " and would be low by about " + decimals(option.bias()) + " orders"))
                .collect(Collectors.joining(", "));
        return name(best.method()) + ": about " + best.passes() + " passes for +-" + decimals(100 * width) + " %; "
                + others;
    }

    /** A way to the mean order in words. */
    public static String name(Method method) {
        return switch (method) {
            case EXACT -> "every coalition";
            case FLIP_ONE -> "one player flipped a mask";
            case FLIP_ALL -> "every player flipped";
            case REDRAW -> "players drawn anew";
        };
    }

    private static String decimals(double value) {
        return String.format(Locale.ROOT, "%.3g", value);
    }
}
