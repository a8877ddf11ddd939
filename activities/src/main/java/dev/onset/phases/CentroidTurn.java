package dev.onset.phases;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The centroid of one output over training, and where it turns. Checkpoints without a salient interaction have no centroid;
 * they show as 0 in the arrays and are left out of everything else.
 *
 * @param centroid mean order weighted by strength, by checkpoint; 0 where no interaction is salient
 * @param low lower end of its 95 % interval over resampled samples
 * @param high upper end
 * @param lowest index of the lowest checkpoint, the earliest of equals; -1 where there is no centroid at all
 * @param interior whether the lowest checkpoint is neither the first nor the last that has a centroid
 * @param tStar step of the vertex of the parabola through the lowest checkpoint and its neighbours in log10(step), clamped to the
 *     neighbours; empty unless interior
 * @param fall orders from the first checkpoint down to the lowest; empty where there is no centroid
 * @param rise orders from the lowest checkpoint up to the last; empty where there is no centroid
 * @param roughness total variation over (fall + rise), at least 1; empty where that sum is 0
 * @param bicLine BIC of a straight line through the centroid against log10(step); empty below three centroids
 * @param bicOneBreak BIC of the best continuous line with one break, empty below five centroids
 * @param bicTwoBreaks BIC of the best continuous line with two breaks, empty below seven
 * @param breaks steps of the breaks of the better broken line, empty where there is none
 */
public record CentroidTurn(
        double[] centroid,
        double[] low,
        double[] high,
        int lowest,
        boolean interior,
        Optional<Interval> tStar,
        Optional<Interval> fall,
        Optional<Interval> rise,
        OptionalDouble roughness,
        OptionalDouble bicLine,
        OptionalDouble bicOneBreak,
        OptionalDouble bicTwoBreaks,
        long[] breaks) {

    private static final int LINE_NEEDS = 3;

    /** Measures the turn of a series, with intervals from resampled samples; the same seed gives the same bits. */
    public static CentroidTurn measure(PhaseSeries series, int resamples, long seed) {
        return of(series.steps(), CentroidPath.of(series, resamples, seed));
    }

    static CentroidTurn of(long[] steps, CentroidPath path) {
        int points = path.checkpoints();
        double[] centroid = new double[points];
        double[] low = new double[points];
        double[] high = new double[points];
        int[] defined = path.defined();
        for (int t : defined) {
            Interval band = band(path, t);
            centroid[t] = band.value();
            low[t] = band.low();
            high[t] = band.high();
        }
        if (defined.length == 0) {
            return new CentroidTurn(
                    centroid,
                    low,
                    high,
                    -1,
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    new long[0]);
        }
        CentroidPath seen = path.take(defined, CentroidPath.pick(path.x(), defined));
        Turn turn = new Turn(seen.x(), seen.point());
        int resamples = seen.resampled().length;
        double[] times = new double[resamples];
        double[] falls = new double[resamples];
        double[] rises = new double[resamples];
        for (int r = 0; r < resamples; r++) {
            Turn one = new Turn(seen.x(), seen.resampled()[r]);
            times[r] = LogTime.step(one.vertex());
            falls[r] = one.fall;
            rises[r] = one.rise;
        }
        LineFits fits = new BrokenLines(seen.x()).fit(seen.point());
        return new CentroidTurn(
                centroid,
                low,
                high,
                defined[turn.lowest],
                turn.interior(),
                turn.interior() ? Optional.of(Interval.of(LogTime.step(turn.vertex()), times)) : Optional.empty(),
                Optional.of(Interval.of(turn.fall, falls)),
                Optional.of(Interval.of(turn.rise, rises)),
                turn.roughness(),
                defined.length >= LINE_NEEDS ? OptionalDouble.of(fits.line()) : OptionalDouble.empty(),
                fits.oneBreak(),
                fits.twoBreaks(),
                fits.breaks(steps, defined));
    }

    /** The interval of one checkpoint's centroid; a resample without a salient interaction says nothing about it. */
    private static Interval band(CentroidPath path, int t) {
        double[] values = new double[path.resampled().length];
        int count = 0;
        for (double[] one : path.resampled()) {
            if (!Double.isNaN(one[t])) {
                values[count++] = one[t];
            }
        }
        return count == 0
                ? new Interval(path.point()[t], path.point()[t], path.point()[t])
                : Interval.of(path.point()[t], Arrays.copyOf(values, count));
    }

    /** The better broken line's BIC less the straight line's, negative where a broken line is better. */
    public OptionalDouble bicAdvantage() {
        if (bicLine.isEmpty() || bicOneBreak.isEmpty()) {
            return OptionalDouble.empty();
        }
        double best = Math.min(bicOneBreak.getAsDouble(), bicTwoBreaks.orElse(Double.POSITIVE_INFINITY));
        return OptionalDouble.of(best - bicLine.getAsDouble());
    }
}
