package dev.onset.spectrum;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The few players of a large game whose interactions are worth extracting, and how much of the game they are. */
public final class StrongestPlayers {
    private StrongestPlayers() {}

    /**
     * The players that matter most.
     *
     * @param influences total influences by player; empty where they were not measured
     * @param firstOrder first-order components by player, which count instead then
     * @return their indices, ascending: {@code count}, or all where there are fewer; none for a constant game
     */
    public static int[] of(double[] influences, double[] firstOrder, int count) {
        double[] by = influences.length > 0 ? influences : firstOrder;
        return IntStream.range(0, by.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -by[i]).thenComparingInt(i -> i))
                .limit(count)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
    }

    /** The players that matter most to a game whose spectrum is known. */
    public static int[] of(OrderSpectrum spectrum, int count) {
        return of(values(spectrum.influences()), values(spectrum.firstOrder()), count);
    }

    /**
     * The share of the variance that players explain alone, from 2 R evaluations.
     *
     * @param spec as {@link ClosedIndex#of} takes it; its sample is to be none that the players were chosen by
     */
    public static Estimate explained(MaskValues game, SamplingSpec spec, int[] players) {
        long[] packed = new long[RandomMasks.words(game.players())];
        for (int player : players) {
            packed[player >>> 6] |= 1L << player;
        }
        return ClosedIndex.of(game, spec, packed);
    }

    private static double[] values(List<Estimate> estimates) {
        return estimates.stream().mapToDouble(Estimate::value).toArray();
    }
}
