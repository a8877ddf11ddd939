package dev.onset.recovery;

import java.util.List;

/**
 * One interaction: it adds its coefficient to v where all its players are present (AND), or where one of them is (OR).
 *
 * @param kind of a single player always AND, which is the same function
 * @param players ascending, at least one
 * @param coefficient in units of v
 */
public record Interaction(Kind kind, List<Integer> players, double coefficient) {
    /** When an interaction acts. */
    public enum Kind {
        AND,
        OR
    }

    public Interaction {
        players = List.copyOf(players);
        Checks.that(!players.isEmpty(), "an interaction has no players");
        Checks.that(players.size() > 1 || kind == Kind.AND, "an OR of one player is written as an AND: " + players);
    }
}
