package dev.onset.phases;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What can be said while a run goes on: whether its second phase has begun, as far as the checkpoints observed so far show. It
 * depends on nothing but those, in order: adding the same observations gives the same answers to the bit, however often a worker
 * was killed in between. Not thread-safe.
 *
 * <p>It never says that training should stop at t*: accuracy there is far below its end, and the best test loss comes later.
 */
public final class LiveVerdict {
    private final DetectorSpec spec;
    private final long seed;
    private final Optional<double[]> orders;
    private final List<Observed> prefix = new ArrayList<>();

    /**
     * What is known after a checkpoint.
     *
     * @param step the newest checkpoint's step
     * @param checkpoints observed so far
     * @param tStar the turn so far, in {@link Phase#SECOND} only
     * @param gapOpenSince the first checkpoint's step from which on test - training loss exceeds the bound up to now; empty where
     *     it does not, or where no test loss was given
     */
    public record State(
            long step,
            int checkpoints,
            Phase phase,
            Optional<Interval> tStar,
            OptionalDouble gapOpenSince,
            String words) {}

    private record Observed(long step, double[][] strengths, double train, OptionalDouble test) {}

    /**
     * Of strengths by orders from 1 up.
     *
     * @param seed of the bootstrap over samples
     */
    public LiveVerdict(DetectorSpec spec, long seed) {
        this(spec, seed, Optional.empty());
    }

    /** @param orders that strengths stand for; empty for 1 and up */
    public LiveVerdict(DetectorSpec spec, long seed, Optional<double[]> orders) {
        this.spec = spec;
        this.seed = seed;
        this.orders = orders;
    }

    /**
     * Adds the next checkpoint.
     *
     * @param strengths {@code [sample][order - 1]}, as in {@link PhaseSeries}
     * @param trainLoss mean training loss
     * @param testLoss mean test loss, empty without a test split
     * @throws dev.onset.contracts.OnsetException where the step does not follow the last one, or the shapes change; the state is
     *     then as before
     */
    public State observe(long step, double[][] strengths, double trainLoss, OptionalDouble testLoss) {
        Observed next = observed(step, strengths, trainLoss, testLoss);
        List<Observed> all = new ArrayList<>(prefix);
        all.add(next);
        CentroidTurn turn = CentroidTurn.measure(series(all), spec.resamples(), seed);
        prefix.add(next);
        Phase phase = phase(turn, spec);
        Optional<Interval> tStar = phase == Phase.SECOND ? turn.tStar() : Optional.empty();
        OptionalDouble open = gapOpenSince();
        return new State(step, prefix.size(), phase, tStar, open, words(phase, tStar, open));
    }

    /** Adds the next checkpoint without asking what it shows: that is known already. */
    public void recall(long step, double[][] strengths, double trainLoss, OptionalDouble testLoss) {
        prefix.add(observed(step, strengths, trainLoss, testLoss));
    }

    private static Observed observed(long step, double[][] strengths, double trainLoss, OptionalDouble testLoss) {
        Refuse.unless(Double.isFinite(trainLoss), "the training loss at step " + step + " is " + trainLoss);
        Refuse.unless(
                testLoss.isEmpty() || Double.isFinite(testLoss.getAsDouble()),
                "the test loss at step " + step + " is " + testLoss);
        return new Observed(step, strengths, trainLoss, testLoss);
    }

    private PhaseSeries series(List<Observed> all) {
        int points = all.size();
        long[] steps = new long[points];
        double[][][] strengths = new double[points][][];
        double[][] train = new double[points][1];
        for (int t = 0; t < points; t++) {
            steps[t] = all.get(t).step();
            strengths[t] = all.get(t).strengths();
            train[t][0] = all.get(t).train();
        }
        double[][] none = new double[0][];
        return orders.map(named -> new PhaseSeries(steps, strengths, train, none, named))
                .orElseGet(() -> new PhaseSeries(steps, strengths, train, none));
    }

    /** The phase a measured turn shows. */
    public static Phase phase(CentroidTurn turn, DetectorSpec spec) {
        boolean fell = turn.fall().map(Interval::low).orElse(0.0) > spec.minimumChange();
        boolean rose = turn.rise().map(Interval::low).orElse(0.0) > spec.minimumChange();
        return !fell || turn.lowest() == 0 ? Phase.BEFORE : rose && turn.interior() ? Phase.SECOND : Phase.FIRST;
    }

    private OptionalDouble gapOpenSince() {
        double bound = spec.gapExists() * prefix.get(0).train();
        int since = prefix.size();
        while (since > 0 && open(prefix.get(since - 1), bound)) {
            since--;
        }
        return since == prefix.size()
                ? OptionalDouble.empty()
                : OptionalDouble.of(prefix.get(since).step());
    }

    private static boolean open(Observed o, double bound) {
        return o.test().isPresent() && o.test().getAsDouble() - o.train() > bound;
    }

    private static String words(Phase phase, Optional<Interval> tStar, OptionalDouble open) {
        String gap = open.isPresent() ? "; the loss gap is open since step " + Math.round(open.getAsDouble()) : "";
        return switch (phase) {
            case BEFORE -> "the orders of interactions have not fallen yet" + gap;
            case FIRST -> "phase 1: the orders of interactions have fallen and do not rise yet" + gap;
            case SECOND ->
                "phase 2: over-fitted features are being learned"
                        + tStar.map(t -> " since about step " + Math.round(t.value()))
                                .orElse("") + gap;
        };
    }
}
