package dev.onset.infra.interactions;

import dev.onset.recovery.Interaction;
import dev.onset.recovery.Recovery;
import dev.onset.recovery.RecoverySpec;
import dev.onset.recovery.SparseRecovery;
import dev.onset.spectrum.MaskValues;
import java.util.List;
import java.util.Locale;

/**
 * The interactions of one game of many players as they are printed, with what they explain.
 *
 * @param explanation whether the list is one: whether its bound reaches {@value Recovery#EXPLANATION}
 * @param verdict the same in words
 * @param explained R^2 on masks that the list has not seen, every player present with probability 1/2
 * @param bound what R^2 is at least, with a confidence of 95 %
 * @param untouched masks that these were measured on, among the passes
 * @param passes evaluations of the game
 * @param way how the list was found
 * @param constant v of a mask on which no interaction acts
 * @param interactions the largest coefficient first
 */
public record GameRecovery(
        boolean explanation,
        String verdict,
        double explained,
        double bound,
        int untouched,
        int passes,
        String way,
        double constant,
        List<Named> interactions) {
    private static final long SEED = 0;

    /** One interaction: {@code and} or {@code or} of players as the sample numbers them. */
    public record Named(String kind, List<Integer> players, double coefficient) {}

    /**
     * Recovers the interactions of a game with so many passes.
     *
     * @param start what was recovered of a game much like it; empty for nothing
     */
    public static GameRecovery of(MaskValues game, int passes, List<Interaction> start) {
        return of(SparseRecovery.of(game, new RecoverySpec(passes, SEED, 0, start)));
    }

    private static GameRecovery of(Recovery found) {
        return new GameRecovery(
                found.isExplanation(),
                verdict(found),
                found.explained(),
                found.bound(),
                found.untouched(),
                found.passes(),
                way(found.way()),
                found.constant(),
                found.interactions().stream()
                        .map(term -> new Named(
                                term.kind() == Interaction.Kind.AND ? "and" : "or", term.players(), term.coefficient()))
                        .toList());
    }

    private static String verdict(Recovery found) {
        if (found.way() == Recovery.Way.CONSTANT && found.isExplanation()) {
            return "the game changes on no mask that was drawn: there is nothing to explain on masks drawn at random";
        }
        if (found.way() == Recovery.Way.UNSEEN) {
            return "the list is no explanation: the game changes between no player and all, but on no mask that was drawn;"
                    + " give more passes, or fewer players";
        }
        double percent = 100 * Recovery.EXPLANATION;
        return found.isExplanation()
                ? String.format(
                        Locale.ROOT, "the list is an explanation: it explains %.2f %% or more", 100 * found.bound())
                : String.format(
                        Locale.ROOT,
                        "the list is no explanation: that it explains %.0f %% is not shown (%s)",
                        percent,
                        found.bound() > 0
                                ? String.format(Locale.ROOT, "%.2f %% or more", 100 * found.bound())
                                : "no share is");
    }

    private static String way(Recovery.Way way) {
        return switch (way) {
            case CONSTANT, UNSEEN -> "the game does not change on the first random masks";
            case NAMED -> "every term was named by halving";
            case NAMED_AND_FITTED -> "terms were named by halving, and a sparse fit to random masks found the rest";
            case FITTED -> "a sparse fit to random masks: halving named nothing that lasts";
        };
    }

    /** One line for a person. */
    public String words() {
        return String.format(
                Locale.ROOT,
                "%d interactions from %d passes: R^2 %.4f, at least %.4f on %d untouched masks; %s",
                interactions.size(),
                passes,
                explained,
                bound,
                untouched,
                verdict);
    }
}
