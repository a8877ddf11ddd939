package dev.onset.recovery;

import dev.onset.random.CounterRandom;

/**
 * Names terms by halving for as long as that pays: as long as eighths of the passes lessen what the terms leave of the
 * variance on random masks, which a game that is no sum of few terms does not let them do.
 */
final class Exploration implements TermSearch.Watch {
    /** How an exploration ended. */
    enum End {
        /** The terms leave nothing that counts. */
        COMPLETE,
        /** They leave something, and explain more than half of the variance. */
        PARTIAL,
        /** They explain too little to build on. */
        ABANDONED
    }

    /** Differences up to this share of the standard deviation of v are none. */
    static final double RESOLUTION = 0.03;

    /** What is left is none from this share of the tolerance on. */
    static final double NOTHING_LEFT = 0.25;

    /** Uncertainty of a coefficient that halving measured, as a share of the tolerance. */
    private static final double UNCERTAINTY = 0.1;

    /** A coefficient stays where measuring it anew differs by no more, in tolerances: 2^k evaluations bear more noise than two. */
    private static final double AGREES = 0.5;

    /** The random masks have a say once no more than this is left, in tolerances: what is not named yet would mislead them. */
    private static final double MOST_LEFT = 4;

    private static final int SLICES = 8;
    private static final double LEAST_GAIN = 0.05;

    /** What decides where the first eighth did not: a search from one end names what is rare first, which hardly shows in the variance. */
    private static final int SECOND_LOOK = 4;

    /** What the first eighth may add to the variance on some hundred masks and still be undecided. */
    private static final double NO_MORE = 1.1;

    /** Of the variance: where less is left, one eighth without gain after one with is forgiven. */
    private static final double MUCH_LEFT = 2.0 / 3;

    private static final double LESS = 0.9;
    private static final int BETWEEN_FITS = 8;
    private static final long STREAM = 0x7265_636f_7665_72L;

    private final Passes passes;
    private final Draws draws;
    private final Terms found;
    private final TermSearch search;
    private final CounterRandom random;
    private final double variance;
    private final double tolerance;
    private final int slice;

    /** A term costs an evaluation; where all are known already, as in a small game, it costs none, and this ends the search. */
    private final int mostAsked;

    private int fitted;
    /** Passes used from which on the search is judged next. */
    private int verdict;

    private double sliceVariance;
    private boolean pays = true;
    private int asked;
    private boolean gained;
    private boolean judged;

    Exploration(Passes passes, Draws draws, Terms found, RecoverySpec spec) {
        this.passes = passes;
        this.draws = draws;
        this.found = found;
        this.variance = Draws.variance(draws.values);
        this.tolerance = RESOLUTION * Math.sqrt(variance);
        this.search = new TermSearch(passes, found, tolerance);
        this.random = new CounterRandom(spec.seed(), STREAM).stream(spec.sample());
        this.mostAsked = spec.passes();
        this.slice = spec.passes() / SLICES;
        this.verdict = passes.used() + slice;
        this.sliceVariance = Draws.variance(draws.rest(found));
    }

    End run() {
        int turn = 0;
        boolean more = true;
        while (more) {
            int before = search.named();
            search.search(false, order(turn++), this);
            fit();
            if (goesOn()) {
                search.search(true, order(turn++), this);
                fit();
            }
            shorten();
            purify();
            more = goesOn() && left() > NOTHING_LEFT * tolerance && (search.named() > before || untangled(turn++));
        }
        shorten();
        found.drop(tolerance);
        fit();
        turnPairs();
        double left = left();
        if (left <= NOTHING_LEFT * tolerance) {
            return End.COMPLETE;
        }
        return explains(left) ? End.PARTIAL : End.ABANDONED;
    }

    /** Whether the terms can be built on: of a game that they explain less of than half they mean nothing by themselves. */
    private boolean explains(double left) {
        return left * left < variance / 2;
    }

    /**
     * A search in a sum of few terms that has used half of the passes goes on among its own errors: terms that are none, and coefficients that bear what
     * others lack. Measured by themselves the ones vanish and the others are right.
     */
    private void purify() {
        boolean early = passes.left() >= mostAsked / 2;
        boolean tooMany = found.size() > Dividends.MOST_TERMS || Dividends.cost(found) > passes.left();
        double left = left();
        if (early || tooMany || left <= NOTHING_LEFT * tolerance || !explains(left)) {
            return;
        }
        Terms pure = Dividends.measured(found, term -> true, AGREES * tolerance, draws, passes);
        pure.drop(tolerance);
        if (!passes.refused() && left(pure) < left) {
            found.become(pure);
        }
    }

    /** Writes what was named in fewer terms, where these leave hardly more. */
    private void shorten() {
        Terms fewer = ShortForm.of(found, tolerance);
        if (fewer.size() < found.size() && left(fewer) <= left() + NOTHING_LEFT * tolerance) {
            found.become(fewer);
            fit();
        }
    }

    /** Writes pairs in their other form where as many terms then leave less: the one that was named may need a small term more. */
    private void turnPairs() {
        for (int term = 0; term < found.size() && left() > NOTHING_LEFT * tolerance; term++) {
            if (found.members(term).length == 2) {
                Terms other = found.copy();
                other.turn(term);
                other.drop(tolerance);
                LeastSquares.correct(other, draws, UNCERTAINTY * tolerance);
                if (other.size() <= found.size() && left(other) < LESS * left()) {
                    found.become(other);
                }
            }
        }
    }

    /** Where searches from both ends name nothing more: what the players left waiting at the full end belong to, then the others. */
    private boolean untangled(int turn) {
        int before = search.named();
        search.untangle(order(turn), this);
        if (search.named() > before) {
            return true;
        }
        search.search(false, order(turn), this);
        search.untangle(order(turn), this);
        return search.named() > before || search.takeOne();
    }

    private int[] order(int turn) {
        return random.stream(turn).permutation(draws.players);
    }

    @Override
    public boolean goesOn() {
        if (search.named() - fitted >= BETWEEN_FITS) {
            fit();
        }
        if (passes.used() >= verdict) {
            double now = Draws.variance(draws.rest(found));
            boolean gains = now < (1 - LEAST_GAIN) * sliceVariance;
            boolean undecided = !judged && !gains && now <= NO_MORE * variance;
            pays &= gains || gained && now < MUCH_LEFT * variance || undecided;
            gained = gains;
            judged = true;
            verdict = passes.used() + (undecided ? slice / SECOND_LOOK : slice);
            sliceVariance = now;
        }
        return pays && asked++ < mostAsked && passes.left() > 0 && !passes.refused();
    }

    /** Standard deviation of what is left on the random masks. */
    private double left() {
        return left(found);
    }

    private double left(Terms terms) {
        return Math.sqrt(Draws.variance(draws.rest(terms)));
    }

    /** Weighs what halving measured against the random masks: exact terms leave little there, and then the masks decide. */
    private void fit() {
        fitted = search.named();
        found.asMeasured();
        if (left() <= MOST_LEFT * tolerance) {
            LeastSquares.correct(found, draws, UNCERTAINTY * tolerance);
        }
    }
}
