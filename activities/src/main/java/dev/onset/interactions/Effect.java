package dev.onset.interactions;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One interaction by name.
 *
 * @param and true for AND, which acts where all its players are present; false for OR, which acts where any is
 * @param value what it adds to v where it acts
 * @param players ascending, counted from 0
 */
public record Effect(boolean and, double value, int[] players) {
    /**
     * The strongest of all effects, by magnitude; equal ones by coalition, AND first.
     *
     * @param and by coalition
     * @param or likewise
     * @param most how many; effects of 0 are none
     */
    public static List<Effect> strongest(double[] and, double[] or, int most) {
        List<Effect> all = new ArrayList<>();
        for (int coalition = 1; coalition < and.length; coalition++) {
            add(all, true, and[coalition], coalition);
            add(all, false, or[coalition], coalition);
        }
        return all.stream()
                .sorted(Comparator.comparingDouble((Effect effect) -> -Math.abs(effect.value())))
                .limit(most)
                .toList();
    }

    /** The same in a larger game, of which the players here are some. */
    public Effect among(int[] larger) {
        return new Effect(
                and, value, IntStream.of(players).map(player -> larger[player]).toArray());
    }

    private static void add(List<Effect> all, boolean and, double value, int coalition) {
        if (value != 0) {
            int[] members = IntStream.range(0, Integer.SIZE)
                    .filter(player -> (coalition >>> player & 1) == 1)
                    .toArray();
            all.add(new Effect(and, value, members));
        }
    }
}
