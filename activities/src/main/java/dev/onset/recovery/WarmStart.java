package dev.onset.recovery;

import java.util.List;

/** Takes up terms that were recovered of a game much like this one, each with its coefficient measured anew. */
final class WarmStart {
    private WarmStart() {}

    /**
     * Adds the terms, with coefficients measured anew or as they were, whichever explains more of the variance on the masks; none of
     * them where they explain no more than half of it.
     *
     * @param start of more than half of the passes left can measure the largest are taken
     */
    static void into(Terms found, Draws draws, Passes passes, List<Interaction> start) {
        double variance = Draws.variance(draws.values);
        double resolution = Exploration.RESOLUTION * Math.sqrt(variance);
        Terms before = affordable(start, resolution, passes.left() / 2);
        if (before.size() == 0) {
            return;
        }
        Terms now = Dividends.measured(before, draws, passes);
        now.drop(resolution);
        Terms best = left(now, draws) <= left(before, draws) ? now : before;
        if (left(best, draws) < variance / 2) {
            found.become(best);
        }
    }

    private static Terms affordable(List<Interaction> start, double resolution, int passes) {
        Terms all = new Terms();
        start.forEach(term -> all.add(
                term.kind(), term.players().stream().mapToInt(player -> player).toArray(), term.coefficient()));
        all.drop(resolution);
        Terms terms = new Terms();
        int left = passes;
        for (Interaction term : all.list()) {
            int cost = Dividends.cost(term.players().size());
            if (cost <= left && terms.size() < Dividends.MOST_TERMS) {
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
