package dev.onset.recovery;

import java.util.List;

/**
 * How much a recovery may ask of a game.
 *
 * @param passes evaluations of the game, those of the untouched masks among them
 * @param seed of the study
 * @param sample which of the study's samples; samples share no draw
 * @param start what was recovered of a game much like this one, such as the checkpoint before; the list depends on it
 */
public record RecoverySpec(int passes, long seed, long sample, List<Interaction> start) {
    /** With fewer neither the list nor its bound is worth the name. */
    public static final int LEAST_PASSES = 512;

    public static final int MOST_PASSES = 1 << 20;

    public static final int MOST_PLAYERS = 4096;

    /** Bits of masks and candidates, which with what is made of them fit into a heap of 1 GB. */
    private static final long MOST_BITS = 1L << 31;

    private static final long MIX = 0x9e37_79b9_7f4a_7c15L;

    private static final int LEAST_APART = 128;
    private static final int MOST_APART = 1024;
    private static final int SHARE = 8;

    /** Starts from nothing. */
    public RecoverySpec(int passes, long seed, long sample) {
        this(passes, seed, sample, List.of());
    }

    public RecoverySpec {
        start = List.copyOf(start);
        Checks.that(
                passes >= LEAST_PASSES && passes <= MOST_PASSES,
                passes + " passes are given; " + LEAST_PASSES + " to " + MOST_PASSES + " are taken");
    }

    /** Passes that a recovery of so many players has memory for. */
    public static int affordable(int players) {
        return (int) Math.min(MOST_PASSES, MOST_BITS / (2L * players + ScreenedFit.MOST_COLUMNS));
    }

    /**
     * Which masks are drawn: other ones than those that the start was fitted to, on which it would look better than it is, and which
     * would tell nothing new.
     */
    long stream() {
        long key = 0;
        for (Interaction term : start) {
            key = MIX * key + term.kind().ordinal();
            key = MIX * key + Double.doubleToLongBits(term.coefficient());
            for (int player : term.players()) {
                key = MIX * key + player;
            }
        }
        return sample ^ key;
    }

    /** Masks that are kept apart to measure the finished list. */
    int apart() {
        return Math.max(LEAST_APART, Math.min(MOST_APART, passes / SHARE));
    }

    /** Random masks that every recovery begins with. */
    int first() {
        return apart() & -Long.SIZE;
    }
}
