package dev.onset.twophase.report;

import dev.onset.report.Numbers;
import java.util.List;

/**
 * The lists of one sample through training, each started from the one before.
 *
 * @param title of the sample
 * @param steps at which it was looked at, ascending
 * @param interactions how many each list has
 * @param explained R^2 of each on masks that it has not seen
 * @param bound what that is at least, with a confidence of 95 %
 * @param followed the interactions that are the largest in any of the lists
 */
public record CloserPath(
        String title, long[] steps, int[] interactions, double[] explained, double[] bound, List<Followed> followed) {
    /**
     * An interaction through training.
     *
     * @param players as the sample numbers them
     * @param names what they are called
     * @param effects by step; 0 where the list does not have it
     */
    public record Followed(boolean and, int[] players, List<String> names, double[] effects) {
        public Followed {
            names = List.copyOf(names);
            Numbers.that(players.length > 0, "an interaction has no members");
            Numbers.length("names of members", names.size(), players.length);
            Numbers.finite("interaction effects", effects);
        }

        String words() {
            return players.length == 1 ? names.get(0) : (and ? "AND " : "OR ") + String.join(", ", names);
        }
    }

    public CloserPath {
        followed = List.copyOf(followed);
        Numbers.length("lists of " + title, interactions.length, steps.length);
        Numbers.length("R^2 of " + title, explained.length, steps.length);
        Numbers.length("bounds of " + title, bound.length, steps.length);
        Numbers.finite("R^2 of " + title, explained);
        Numbers.finite("bounds of " + title, bound);
        for (Followed one : followed) {
            Numbers.length("effects in " + title, one.effects().length, steps.length);
        }
    }
}
