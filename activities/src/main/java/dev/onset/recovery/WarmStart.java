package dev.onset.recovery;

import java.util.List;

/** Takes up terms that were recovered of a game much like this one. */
final class WarmStart {
    /** Share of the passes left that tells whether measuring coefficients anew pays. */
    private static final int TRIAL = 16;

    /** More that is left than this many times as much is more: masks are few. */
    private static final double NO_LESS = 1.02;

    private WarmStart() {}

    /** What became of a start. */
    enum Taken {
        /** Nothing: it explains no more than half of the variance. */
        NOT,
        /** Its terms, with coefficients measured anew, or as they were where they leave nothing that counts. */
        MEASURED,
        /** The list as it was, but for one factor. */
        AS_IT_WAS
    }

    /**
     * Adds the terms. Effects grow while a network trains, so all coefficients are multiplied by the factor that explains most of the
     * variance on the masks. Where measuring the largest anew explains no less, as in a game that is a sum of few terms, all are
     * measured; those that half of the passes left do not suffice for, the smallest, are left out then.
     */
    static Taken into(Terms found, Draws draws, Passes passes, List<Interaction> start) {
        double variance = Draws.variance(draws.values);
        double resolution = Exploration.RESOLUTION * Math.sqrt(variance);
        Terms terms = largest(start);
        terms.scale(draws.slope(terms));
        double left = left(terms, draws);
        double nothing = Math.pow(Exploration.NOTHING_LEFT * resolution, 2);
        if (left <= nothing) {
            return taken(terms, found, draws, Taken.MEASURED);
        }
        double least = Math.max(NO_LESS * left, nothing);
        int tried = affordable(terms, passes.left() / TRIAL);
        if (tried > 0 && left(Dividends.measured(terms, term -> term < tried, 0, draws, passes), draws) <= least) {
            int measured = affordable(terms, passes.left() / 2);
            Terms now = Dividends.measured(terms.first(measured), term -> true, 0, draws, passes);
            now.drop(resolution);
            if (left(now, draws) <= least) {
                return taken(now, found, draws, Taken.MEASURED);
            }
        }
        return taken(terms, found, draws, Taken.AS_IT_WAS);
    }

    private static Taken taken(Terms terms, Terms found, Draws draws, Taken how) {
        if (left(terms, draws) >= Draws.variance(draws.values) / 2) {
            return Taken.NOT;
        }
        found.become(terms);
        return how;
    }

    private static Terms largest(List<Interaction> start) {
        Terms all = new Terms();
        start.forEach(term -> add(term, all));
        Terms terms = new Terms();
        all.list().stream().limit(Dividends.MOST_TERMS).forEach(term -> add(term, terms));
        return terms;
    }

    private static void add(Interaction term, Terms into) {
        int[] players = term.players().stream().mapToInt(player -> player).toArray();
        into.add(term.kind(), players, term.coefficient());
    }

    /** How many of the terms, the first ones, can be measured with some passes. */
    private static int affordable(Terms terms, int passes) {
        int cost = 0;
        int count = 0;
        while (count < terms.size() && cost + Dividends.cost(terms.members(count).length) <= passes) {
            cost += Dividends.cost(terms.members(count++).length);
        }
        return count;
    }

    private static double left(Terms terms, Draws draws) {
        return Draws.variance(draws.rest(terms));
    }
}
