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
                found.verdict(),
                found.explained(),
                found.bound(),
                found.untouched(),
                found.passes(),
                found.way().words(),
                found.constant(),
                found.interactions().stream()
                        .map(term -> new Named(
                                term.kind() == Interaction.Kind.AND ? "and" : "or", term.players(), term.coefficient()))
                        .toList());
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
