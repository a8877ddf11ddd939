package dev.onset.infra.interactions;

import dev.onset.spectrum.Estimate;
import dev.onset.spectrum.MaskValues;
import dev.onset.spectrum.OrderSpectrum;
import dev.onset.spectrum.Pilot;
import dev.onset.spectrum.SampledSpectrum;
import dev.onset.spectrum.SamplingSpec;
import dev.onset.spectrum.StrongestPlayers;

/** A game sampled for its spectrum: a trial chooses the way to the mean order, then the draws asked for are made. */
public record SpectrumRun(double p, int draws) {
    /** Draws where none are asked for. */
    public static final int DEFAULT_DRAWS = 4096;

    private static final double WIDTH = 0.05;
    private static final long SEED = 0;

    /** Samples a game. */
    public GameSpectrum sample(MaskValues game) {
        Pilot pilot = Pilot.of(game, p, SEED, 0, WIDTH, 0);
        OrderSpectrum found = SampledSpectrum.of(game, new SamplingSpec(p, draws, pilot.method(), SEED, 0))
                .get(0);
        return GameSpectrum.of(found, pilot.why(), pilot.passes());
    }

    /** The players that matter most, ascending. */
    public static int[] strongest(GameSpectrum spectrum, int count) {
        return StrongestPlayers.of(spectrum.influences(), spectrum.firstOrder(), count);
    }

    /** Share of the variance that a group of players explains alone. */
    public Estimate explained(MaskValues game, int[] group) {
        return StrongestPlayers.explained(
                game, new SamplingSpec(p, draws, OrderSpectrum.Method.FLIP_ONE, SEED, 1), group);
    }

    /** A table of values as a game that is asked for masks. */
    public static MaskValues table(double[] values) {
        return new Table(values);
    }

    private record Table(double[] values) implements MaskValues {
        @Override
        public int players() {
            return Integer.numberOfTrailingZeros(values.length);
        }

        @Override
        public int outputs() {
            return 1;
        }

        @Override
        public void evaluate(long[] masks, int count, double[][] out) {
            for (int i = 0; i < count; i++) {
                out[0][i] = values[(int) masks[i]];
            }
        }
    }

    /**
     * What the extraction on the strongest players shows.
     *
     * @param players their indices in the sample, ascending: bit i of a coalition is the i-th of them
     * @param explained closed Sobol index of the group: the share of the variance that they explain alone
     * @param interactions with all other players as they are in the sample
     */
    public record Zoom(int[] players, double explained, double[] interval, GameInteractions interactions) {}

    /** The zoom's facts. */
    public static Zoom zoom(int[] players, Estimate explained, GameInteractions interactions) {
        return new Zoom(players, explained.value(), new double[] {explained.low(), explained.high()}, interactions);
    }
}
