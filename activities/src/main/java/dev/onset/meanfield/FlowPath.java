package dev.onset.meanfield;

import dev.onset.phases.DetectorSpec;
import dev.onset.phases.PhaseDetector;
import dev.onset.phases.PhaseSeries;
import dev.onset.phases.PhaseVerdict;
import dev.onset.random.CounterRandom;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * One flow as its checkpoints show it: errors, energies by order, and the strengths of the dividends at some vertices, read by
 * the two-phase detector of the deep studies.
 */
final class FlowPath {
    /** Vertices whose games are read. */
    static final int VERTICES = 24;

    private static final long DRAWN = 205;
    /** |I| counts from this share of the mean |v(N) - v(empty)| on, as in the deep studies. */
    private static final double SALIENCE = 0.03;
    /** Below this f is rounding: a flow begins at 0. */
    private static final double NOTHING = 1e-9;

    final FlowCell cell;
    final long[] steps;
    final double[] times;
    /** Mean squared error on the training points, against their labels. */
    final double[] trainErrors;
    /** Against the teacher itself, on the points held out. */
    final double[] cleanErrors;
    /** {@code [checkpoint][order]}, order 0..n. */
    final double[][] energies;
    /** {@code [checkpoint][term]}: fhat_S / c_S. */
    final double[][] learned;

    final PhaseVerdict verdict;
    private final long[] halves;

    /**
     * A path with the losses of its points, which are many: whoever pools them over seeds lets go of them then.
     *
     * @param train {@code [checkpoint][point]}: squared errors on the training points
     * @param test likewise on the points held out; no rows for a population flow
     */
    record WithLosses(FlowPath path, double[][] train, double[][] test) {}

    static WithLosses read(FlowCell cell, List<FlowObservation> observations) {
        Labels labels = Labels.of(cell.settings(), cell.seed());
        double[][] train =
                observations.stream().map(o -> labels.trainLosses(o.values())).toArray(double[][]::new);
        double[][] test = cell.settings().population()
                ? new double[0][]
                : observations.stream().map(o -> labels.testLosses(o.values())).toArray(double[][]::new);
        return new WithLosses(new FlowPath(cell, observations, labels, train, test), train, test);
    }

    private FlowPath(
            FlowCell cell, List<FlowObservation> observations, Labels labels, double[][] train, double[][] test) {
        this.cell = cell;
        FlowSettings settings = cell.settings();
        int[] vertices = vertices(settings, cell.seed());
        int points = observations.size();
        steps = observations.stream().mapToLong(FlowObservation::step).toArray();
        times = Arrays.stream(steps).mapToDouble(s -> s * settings.timeStep()).toArray();
        trainErrors = new double[points];
        cleanErrors = new double[points];
        energies = new double[points][];
        learned = new double[points][settings.teacher().size()];
        double[][][] strengths = new double[points][][];
        for (int t = 0; t < points; t++) {
            double[] f = observations.get(t).values();
            trainErrors[t] = Arrays.stream(train[t]).average().orElse(0);
            cleanErrors[t] = labels.cleanError(f);
            energies[t] = Cube.energies(f);
            for (int k = 0; k < learned[t].length; k++) {
                Term term = settings.teacher().get(k);
                learned[t][k] = Cube.coefficient(f, term.mask()) / term.coefficient();
            }
            strengths[t] = strengths(f, labels.clean(), vertices);
        }
        halves = observations.get(points - 1).halves();
        verdict = PhaseDetector.detect(
                new PhaseSeries(steps, strengths, train, test), DetectorSpec.reference(), 0, cell.seed());
    }

    private static int[] vertices(FlowSettings settings, long seed) {
        int[] order = new CounterRandom(seed, DRAWN).permutation(settings.vertices());
        return Arrays.copyOf(order, Math.min(VERTICES, order.length));
    }

    /** {@code [vertex][order - 1]}: sums of |I| of the salient dividends; none where f is rounding. */
    static double[][] strengths(double[] f, double[] clean, int[] vertices) {
        int n = Integer.numberOfTrailingZeros(f.length);
        double[][] games = new double[vertices.length][];
        double tau = 0;
        for (int i = 0; i < vertices.length; i++) {
            // the label's sign, so that v grows as the vertex is learned
            double label = Math.signum(clean[vertices[i]]);
            games[i] = Cube.dividends(f, vertices[i], label == 0 ? 1 : label);
            double span = f[vertices[i]] - f[vertices[i] ^ (f.length - 1)];
            tau += SALIENCE * Math.abs(span) / vertices.length;
        }
        double[][] strengths = new double[vertices.length][n];
        if (Arrays.stream(f).allMatch(v -> Math.abs(v) < NOTHING)) {
            return strengths;
        }
        for (int i = 0; i < vertices.length; i++) {
            for (int s = 1; s < games[i].length; s++) {
                double size = Math.abs(games[i][s]);
                if (size > NOTHING && size >= tau) {
                    strengths[i][Integer.bitCount(s) - 1] += size;
                }
            }
        }
        return strengths;
    }

    int checkpoints() {
        return steps.length;
    }

    /** When a term was half learned; empty where it was not. */
    OptionalDouble half(int term) {
        return halves[term] < 0 ? OptionalDouble.empty() : OptionalDouble.of(time(halves[term]));
    }

    /** Whether each term was half learned after those before it. */
    boolean ordered() {
        for (int k = 0; k < halves.length; k++) {
            if (halves[k] < 0 || k > 0 && halves[k] <= halves[k - 1]) {
                return false;
            }
        }
        return true;
    }

    /** Index of the checkpoint with the lowest error against the teacher. */
    int best() {
        int best = 0;
        for (int t = 1; t < cleanErrors.length; t++) {
            best = cleanErrors[t] < cleanErrors[best] ? t : best;
        }
        return best;
    }

    /** When the gap between test and training loss opens, by the detector's rule; empty where it does not. */
    OptionalDouble onset() {
        OptionalDouble step = verdict.onset();
        return step.isPresent() ? OptionalDouble.of(time(step.getAsDouble())) : OptionalDouble.empty();
    }

    /** Whether a gap exists, by the detector's rule. */
    boolean gapExists() {
        return verdict.gap().isPresent() && verdict.gap().get().exists();
    }

    /** Test less training loss at the end, both with noise. */
    double lastGap() {
        return verdict.gap().map(g -> g.gap()[g.gap().length - 1]).orElse(0.0);
    }

    /** Mean of k weighted by E_k at the end, k from 1. */
    double lastMeanOrder() {
        double sum = 0;
        double weighted = 0;
        double[] last = energies[energies.length - 1];
        for (int k = 1; k < last.length; k++) {
            sum += last[k];
            weighted += k * last[k];
        }
        return sum > 0 ? weighted / sum : 0;
    }

    /** Energy outside the teacher's terms at one checkpoint, by order. */
    double[] strayEnergies(int checkpoint) {
        double[] stray = energies[checkpoint].clone();
        List<Term> teacher = cell.settings().teacher();
        for (int k = 0; k < teacher.size(); k++) {
            Term term = teacher.get(k);
            double hat = learned[checkpoint][k] * term.coefficient();
            stray[term.order()] = Math.max(0, stray[term.order()] - hat * hat);
        }
        return stray;
    }

    /** Share of the energy outside the teacher's terms at the end that lies at these orders; 0 where there is none. */
    double lastStrayShare(int from, int to) {
        double[] stray = strayEnergies(checkpoints() - 1);
        double all = Arrays.stream(stray).sum();
        double here = 0;
        for (int k = from; k <= to && k < stray.length; k++) {
            here += stray[k];
        }
        return all > 0 ? here / all : 0;
    }

    private double time(double step) {
        return step * cell.settings().timeStep();
    }
}
