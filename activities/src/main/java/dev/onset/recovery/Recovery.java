package dev.onset.recovery;

import java.util.List;
import java.util.Locale;

/**
 * A list of interactions with what it explains of the game when every player is present with probability 1/2.
 *
 * @param players number of players n
 * @param constant value that the list starts from: the list says v(S) = constant + the coefficients of those that act on S
 * @param interactions the largest coefficient first
 * @param explained R^2 on the untouched masks: 1 less the list's mean squared error over the variance of v
 * @param bound what R^2 is at least, with a confidence of about 95 %; what acts on none of the untouched masks, as an AND of more players
 *     than log2 of their number may, is not seen by it
 * @param untouched masks on which both were measured; drawn independently of the fit
 * @param passes evaluations of the game, those masks among them
 * @param way how the list was found
 */
public record Recovery(
        int players,
        double constant,
        List<Interaction> interactions,
        double explained,
        double bound,
        int untouched,
        int passes,
        Way way) {
    /** From this bound on a list is called an explanation. */
    public static final double EXPLANATION = 0.9;

    /** How a list was found. */
    public enum Way {
        /** The game changes on no mask that was drawn, the empty and the full one included: nothing is to be explained. */
        CONSTANT,
        /** It changes between the empty mask and the full one, and on none that was drawn at random: nothing is known of how. */
        UNSEEN,
        /** Halving named every term that matters. */
        NAMED,
        /** The list that it started from, but for one factor; a sparse fit to random masks found what that leaves. */
        CONTINUED,
        /** Halving named some terms, a sparse fit to random masks found the rest of the list. */
        NAMED_AND_FITTED,
        /** Halving named nothing that lasts; a sparse fit to random masks found the list. */
        FITTED;

        /** The same in words. */
        public String words() {
            return switch (this) {
                case CONSTANT, UNSEEN -> "the game does not change on the first random masks";
                case CONTINUED -> "the list that it started from, and a sparse fit of what that leaves to random masks";
                case NAMED -> "every term was named by halving";
                case NAMED_AND_FITTED -> "terms were named by halving, and a sparse fit to random masks found the rest";
                case FITTED -> "a sparse fit to random masks: halving named nothing that lasts";
            };
        }
    }

    public Recovery {
        interactions = List.copyOf(interactions);
    }

    /** Whether the list is an explanation of the game. */
    public boolean isExplanation() {
        return way != Way.UNSEEN && bound >= EXPLANATION;
    }

    /** The same in words, with what the list explains. */
    public String verdict() {
        if (way == Way.CONSTANT && isExplanation()) {
            return "the game changes on no mask that was drawn: there is nothing to explain on masks drawn at random";
        }
        if (way == Way.UNSEEN) {
            return "the list is no explanation: the game changes between no player and all, but on no mask that was drawn;"
                    + " give more passes, or fewer players";
        }
        return isExplanation()
                ? "the list is an explanation: it explains " + percent() + " or more"
                : String.format(
                        Locale.ROOT,
                        "the list is no explanation: that it explains %.0f %% is not shown (%s)",
                        100 * EXPLANATION,
                        bound > 0 ? percent() + " or more" : "no share is");
    }

    private String percent() {
        return String.format(Locale.ROOT, "%.2f %%", 100 * bound);
    }
}
