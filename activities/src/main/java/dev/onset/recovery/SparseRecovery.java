package dev.onset.recovery;

import dev.onset.contracts.OnsetException;
import dev.onset.recovery.Recovery.Way;
import dev.onset.spectrum.MaskValues;
import dev.onset.spectrum.RandomMasks;

/**
 * Finds the AND and OR interactions of a game of hundreds of players.
 *
 * <p>An eighth of the passes, 128 to 1,024 of them, is spent on random masks, then terms are named by halving ({@link TermSearch}) for as long as that
 * lessens the variance left on them. Where something is left, the remaining passes are random masks too, and a sparse fit
 * ({@link ScreenedFit}) says what it can. The finished list is then held against as many masks
 * that are drawn independently. Every mask is a function of (seed, sample, start) and of earlier values: the same game and the same start
 * give the same list to the last bit.
 *
 * <p>The variance is that of v when every player is present with probability 1/2. An AND of k players acts on one mask in 2^k, so
 * what a list lacks of orders of ten and more hardly shows in R^2, and what acts on no drawn mask does not show at all.
 */
public final class SparseRecovery {
    /** Another one, another list: whoever keeps lists has to know. */
    public static final String VERSION = "4";

    private SparseRecovery() {}

    /**
     * Recovers the interactions of a game's first output.
     *
     * @throws OnsetException DATA_INVALID for too many players, more passes than there is memory for, or a value that is not finite
     */
    public static Recovery of(MaskValues game, RecoverySpec spec) {
        int players = game.players();
        Checks.that(
                players >= 1 && players <= RecoverySpec.MOST_PLAYERS,
                players + " players are given; 1 to " + RecoverySpec.MOST_PLAYERS + " are taken");
        Checks.that(
                spec.passes() <= RecoverySpec.affordable(players),
                spec.passes() + " passes for " + players + " players would not fit into memory; "
                        + RecoverySpec.affordable(players) + " do");
        for (Interaction term : spec.start()) {
            Checks.that(
                    term.players().stream().allMatch(player -> player >= 0 && player < players),
                    "the start has an interaction of " + term.players() + " among " + players + " players");
        }
        RandomMasks random = new RandomMasks(players, 0.5, spec.seed(), spec.stream());
        Passes passes = new Passes(game, spec.passes() - spec.apart());
        Draws draws = new Draws(players, random, Draws.Stream.FITTED);
        draws.extend(spec.first(), passes);
        Terms found = new Terms();
        Way way = find(passes, draws, found, spec);
        Terms list = switch (way) {
            case CONSTANT, UNSEEN, NAMED -> found;
            case CONTINUED, NAMED_AND_FITTED, FITTED -> {
                draws.extend(draws.count + passes.left(), passes);
                yield ScreenedFit.of(found, way != Way.FITTED, draws);
            }
        };
        return measured(game, spec, random, list, passes.used(), way);
    }

    private static Way find(Passes passes, Draws draws, Terms found, RecoverySpec spec) {
        if (Draws.areEqual(draws.values)) {
            found.constant(draws.values[0]);
            long[] nobody = new long[draws.words];
            boolean still = passes.at(nobody) == draws.values[0] && passes.at(draws.everybody()) == draws.values[0];
            return still ? Way.CONSTANT : Way.UNSEEN;
        }
        if (WarmStart.into(found, draws, passes, spec.start()) == WarmStart.Taken.AS_IT_WAS) {
            return Way.CONTINUED; // where jumps at the ends tell less than the list did, halving is lost on the game
        }
        Way way = switch (new Exploration(passes, draws, found, spec).run()) {
            case COMPLETE -> Way.NAMED;
            case PARTIAL -> Way.NAMED_AND_FITTED;
            case ABANDONED -> Way.FITTED;
        };
        found.constant(Draws.mean(draws.rest(found)));
        return way;
    }

    /** The list is finished: only now are the untouched masks drawn. */
    private static Recovery measured(
            MaskValues game, RecoverySpec spec, RandomMasks random, Terms list, int used, Way way) {
        Draws apart = new Draws(game.players(), random, Draws.Stream.UNTOUCHED);
        apart.extend(spec.apart(), new Passes(game, spec.apart()));
        Fidelity fidelity = Fidelity.of(apart.values, apart.said(list));
        return new Recovery(
                game.players(),
                list.constant(),
                list.list(),
                fidelity.explained(),
                way == Way.UNSEEN ? 0 : fidelity.bound(),
                apart.count,
                used + apart.count,
                way);
    }
}
