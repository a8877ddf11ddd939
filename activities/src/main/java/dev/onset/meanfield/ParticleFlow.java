package dev.onset.meanfield;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.grid.VectorTraining;
import dev.onset.random.CounterRandom;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Particles under a' = -E[(f-y) t], w' = -a E[(f-y)(1-t^2) x], beta' = -a E[(f-y)(1-t^2)], t = tanh(w.x + beta), each less
 * lambda times itself; E over the training points. Euler's method. Confined to one thread; deterministic to the bit from
 * (settings, seed), whatever restores lie between. A step allocates nothing.
 *
 * <p>Why no tanh is called: exp(2(w.x + beta)) at all vertices is a product that doubles input by input, one multiplication a
 * vertex, and t = 1 - 2/(1 + exp). The expectations of all inputs come from folding one array, instead of n sums over it.
 */
final class ParticleFlow implements VectorTraining {
    private static final long WEIGHTS = 203;
    private static final long BIASES = 204;

    private final FlowSettings settings;
    private final int inputs;
    private final int vertices;
    private final int neurons;
    private final Labels labels;
    private final List<Term> teacher;

    /** a, then beta, then w neuron by neuron. */
    private final double[] particles;

    private final long[] halves;
    private final double[] weight;
    private final double[] f;
    private final double[] residual;
    private final double[] exp;
    private final double[] first;
    private final double[] second;
    private final double[] slopes;
    private long step;

    ParticleFlow(FlowSettings settings, long seed) {
        this.settings = settings;
        inputs = settings.inputs();
        vertices = settings.vertices();
        neurons = settings.neurons();
        teacher = settings.teacher();
        labels = Labels.of(settings, seed);
        particles = start(settings, seed);
        halves = new long[teacher.size()];
        Arrays.fill(halves, -1);
        weight = new double[vertices];
        for (int x : labels.trained()) {
            weight[x] = 1.0 / labels.trained().length;
        }
        f = new double[vertices];
        residual = new double[vertices];
        exp = new double[vertices];
        first = new double[vertices];
        second = new double[vertices];
        slopes = new double[inputs];
    }

    private static double[] start(FlowSettings settings, long seed) {
        int n = settings.inputs();
        int neurons = settings.neurons();
        CounterRandom w = new CounterRandom(seed, WEIGHTS);
        CounterRandom beta = new CounterRandom(seed, BIASES);
        double[] particles = new double[neurons * (n + 2)];
        for (int i = 0; i < neurons; i++) {
            int pair = i / 2;
            particles[i] = i % 2 == 0 ? 1 : -1;
            particles[neurons + i] = settings.initialScale() * beta.gaussian(pair);
            for (int j = 0; j < n; j++) {
                particles[2 * neurons + i * n + j] =
                        settings.initialScale() * w.gaussian((long) pair * n + j) / Math.sqrt(n);
            }
        }
        return particles;
    }

    Labels labels() {
        return labels;
    }

    @Override
    public long step() {
        return step;
    }

    /** @throws OnsetException TRAINING_DIVERGED when f is not finite; the state then is that before the step */
    @Override
    public void advance(long toStep, LongConsumer each) {
        while (step < toStep) {
            forward();
            note(halves);
            descend();
            step++;
            each.accept(step);
        }
    }

    private void forward() {
        Arrays.fill(f, 0);
        double sum = 0;
        for (int i = 0; i < neurons; i++) {
            double a = particles[i];
            exponentials(i);
            sum += a;
            for (int x = 0; x < vertices; x++) {
                f[x] += a / (1 + exp[x]);
            }
        }
        double total = 0;
        for (int x = 0; x < vertices; x++) {
            f[x] = (sum - 2 * f[x]) / neurons;
            total += f[x];
        }
        if (!Double.isFinite(total)) {
            throw new OnsetException(
                    ErrorCode.TRAINING_DIVERGED,
                    "particle flow: f at step " + step + " is not finite; lower timeStep (now " + settings.timeStep()
                            + "); checkpoints before this step stay usable");
        }
    }

    /** exp(2(w.x + beta)) at all vertices of a particle. */
    private void exponentials(int i) {
        int w = 2 * neurons + i * inputs;
        double z = particles[neurons + i];
        for (int j = 0; j < inputs; j++) {
            z -= particles[w + j];
        }
        exp[0] = Math.exp(2 * z);
        for (int j = 0; j < inputs; j++) {
            double up = Math.exp(4 * particles[w + j]);
            int half = 1 << j;
            for (int x = 0; x < half; x++) {
                exp[half + x] = exp[x] * up;
            }
        }
    }

    private void note(long[] reached) {
        for (int k = 0; k < reached.length; k++) {
            if (reached[k] < 0) {
                Term term = teacher.get(k);
                if (Cube.coefficient(f, term.mask()) >= term.coefficient() / 2) {
                    reached[k] = step;
                }
            }
        }
    }

    private void descend() {
        double sum = 0;
        for (int x = 0; x < vertices; x++) {
            residual[x] = weight[x] * (f[x] - labels.labels()[x]);
            sum += residual[x];
        }
        double dt = settings.timeStep();
        double keep = 1 - dt * settings.weightDecay();
        for (int i = 0; i < neurons; i++) {
            exponentials(i);
            for (int x = 0; x < vertices; x++) {
                double q = 1 / (1 + exp[x]);
                double r = residual[x] * q;
                first[x] = r;
                second[x] = r * (1 - q);
            }
            double rt = sum - 2 * sum(first, vertices);
            double slope = 4 * foldInputs();
            double a = particles[i];
            particles[i] = keep * a - dt * rt;
            particles[neurons + i] = keep * particles[neurons + i] - dt * a * slope;
            int w = 2 * neurons + i * inputs;
            for (int j = 0; j < inputs; j++) {
                particles[w + j] = keep * particles[w + j] - dt * a * 4 * slopes[j];
            }
        }
    }

    /** Sum of {@link #second}, and its sums times x_j in {@link #slopes}. */
    private double foldInputs() {
        for (int j = inputs - 1; j >= 0; j--) {
            int half = 1 << j;
            for (int x = 0; x < half; x++) {
                double low = second[x];
                double high = second[half + x];
                second[x] = low + high;
                first[x] = high - low;
            }
            slopes[j] = sum(first, half);
        }
        return second[0];
    }

    /** Sum of an array's beginning, by halves; the array is used up. */
    private static double sum(double[] of, int length) {
        for (int half = length >> 1; half > 0; half >>= 1) {
            for (int x = 0; x < half; x++) {
                of[x] += of[half + x];
            }
        }
        return of[0];
    }

    /** Particles, then the steps of the half-learning times. */
    @Override
    public double[] state() {
        double[] all = Arrays.copyOf(particles, particles.length + halves.length);
        for (int k = 0; k < halves.length; k++) {
            all[particles.length + k] = halves[k];
        }
        return all;
    }

    @Override
    public void restore(long atStep, double[] state) {
        if (state.length != particles.length + halves.length || atStep < 0) {
            throw new OnsetException(
                    ErrorCode.STORE_CORRUPT,
                    "particle flow: the state has " + state.length + " numbers at step " + atStep + ", this flow "
                            + (particles.length + halves.length) + "; it was not taken up");
        }
        System.arraycopy(state, 0, particles, 0, particles.length);
        for (int k = 0; k < halves.length; k++) {
            halves[k] = (long) state[particles.length + k];
        }
        step = atStep;
    }

    @Override
    public FlowObservation observe() {
        forward();
        long[] reached = halves.clone();
        note(reached);
        return new FlowObservation(step, f.clone(), reached);
    }
}
