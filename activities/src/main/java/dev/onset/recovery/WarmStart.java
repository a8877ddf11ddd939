package dev.onset.recovery;

import java.util.List;

/** Takes up terms that were recovered of a game much like this one, each with its coefficient measured anew. */
final class WarmStart {
    private static final int MOST_TERMS = 1024;

    private WarmStart() {}

    /**
     * Adds the terms, with coefficients measured anew or as they were, whichever explains more of the variance on the masks; none of
     * them where they explain no more than half of it.
     *
     * @param start the largest coefficient first; more than half of the passes left can measure are left out
     */
    static void into(Terms found, Draws draws, Passes passes, List<Interaction> start) {
        double variance = Draws.variance(draws.values);
        Terms before = affordable(start, passes.left() / 2);
        before.drop(Exploration.RESOLUTION * Math.sqrt(variance));
        if (before.size() == 0) {
            return;
        }
        Terms now = Dividends.measured(before, draws, passes);
        now.drop(Exploration.RESOLUTION * Math.sqrt(variance));
        Terms best = left(now, draws) <= left(before, draws) ? now : before;
        if (left(best, draws) < variance / 2) {
            found.become(best);
        }
    }

    private static Terms affordable(List<Interaction> start, int passes) {
        Terms terms = new Terms();
        int left = passes;
        for (Interaction term : start) {
            int cost = Dividends.cost(term.players().size());
            if (cost <= left && terms.size() < MOST_TERMS) {
                left -= cost;
                terms.add(
                        term.kind(),
                        term.players().stream().mapToInt(player -> player).toArray(),
                        term.coefficient());
            }
        }
        return terms;
    }

    private static double left(Terms terms, Draws draws) {
        return Draws.variance(draws.rest(terms));
    }
}
