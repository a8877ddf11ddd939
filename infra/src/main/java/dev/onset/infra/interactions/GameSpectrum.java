package dev.onset.infra.interactions;

import dev.onset.spectrum.Estimate;
import dev.onset.spectrum.ExactSpectrum;
import dev.onset.spectrum.OrderSpectrum;
import dev.onset.spectrum.Pilot;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The order spectrum of one game as it is printed; an interval is [low, high], both the value itself where it is exact.
 *
 * @param p with which a player is present
 * @param meanOrder null for a constant game
 * @param shares of the orders from 1 up that are known
 * @param intervals of each share
 * @param higher share of the orders above those
 * @param variance of v
 * @param influences total influences over the variance, by player; empty where they were not measured
 * @param firstOrder first-order components over the variance, by player
 * @param passes evaluations of the game
 * @param why this method
 */
public record GameSpectrum(
        double p,
        boolean exact,
        @Nullable Double meanOrder,
        double[] interval,
        double[] shares,
        double[][] intervals,
        double @Nullable [] higher,
        double variance,
        double[] influences,
        double[][] influenceIntervals,
        double[] firstOrder,
        List<PairShare> pairs,
        long passes,
        String method,
        String why) {

    /** Two players' second-order component over the variance. */
    public record PairShare(int first, int second, double share, double[] interval) {}

    /** Of every coalition's value. */
    public static GameSpectrum exact(double[] values, double p) {
        return of(ExactSpectrum.of(values, p).spectrum(), "every coalition was evaluated", 0);
    }

    /** @param before evaluations of the trial that chose the method */
    static GameSpectrum of(OrderSpectrum found, String why, long before) {
        Estimate order = found.meanOrder().orElse(null);
        return new GameSpectrum(
                found.p(),
                found.exact(),
                order == null ? null : order.value(),
                order == null ? new double[0] : interval(order),
                values(found.shares()),
                intervals(found.shares()),
                found.higher().map(GameSpectrum::interval).orElse(null),
                found.variance(),
                values(found.influences()),
                intervals(found.influences()),
                values(found.firstOrder()),
                found.pairs().stream()
                        .map(pair -> new PairShare(
                                pair.first(), pair.second(), pair.share().value(), interval(pair.share())))
                        .toList(),
                found.passes() + before,
                Pilot.name(found.method()),
                order == null ? "constant game: it has no mean order" : why);
    }

    /** One line for a person. */
    public String words() {
        if (meanOrder == null) {
            return "spectrum: the game is constant, so it has no mean order";
        }
        return exact
                ? String.format(Locale.ROOT, "spectrum: mean order %.4g, exact, %d passes", meanOrder, passes)
                : String.format(
                        Locale.ROOT,
                        "spectrum: mean order %.4g (%.4g to %.4g), %d passes; %s",
                        meanOrder,
                        interval[0],
                        interval[1],
                        passes,
                        why);
    }

    private static double[] interval(Estimate estimate) {
        return new double[] {estimate.low(), estimate.high()};
    }

    private static double[] values(List<Estimate> estimates) {
        return estimates.stream().mapToDouble(Estimate::value).toArray();
    }

    private static double[][] intervals(List<Estimate> estimates) {
        return estimates.stream().map(GameSpectrum::interval).toArray(double[][]::new);
    }
}
