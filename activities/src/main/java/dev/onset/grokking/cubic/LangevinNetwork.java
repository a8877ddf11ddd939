package dev.onset.grokking.cubic;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.numeric.Rows;
import dev.onset.random.CounterRandom;
import java.util.SplittableRandom;

/**
 * One erf network on its own data under Langevin dynamics (arXiv 2310.03789, section 3 and appendix).
 *
 * <p>In whitened parameters a = s_a a', w = s_w w' with unit priors, a step is a' -= dt (a' + s_a Phi^T (f-y)/sigma^2) +
 * sqrt(2 dt) N(0,1), and the same for w'. The noise is sqrt(2) sigma in the paper's units, not the printed 2 sigma: only
 * that has the posterior exp(-|y-f|^2/(2 sigma^2)) as its equilibrium. The teacher's direction is the first axis, so q is
 * the first input weight. Inner loops allocate nothing.
 */
final class LangevinNetwork {
    /** Variance of the dynamics' noise per unit of time, in units of sigma^2; the print has 4. */
    static final double NOISE_VARIANCE = 2;

    private static final double ALIGNED_OVERLAP = 0.9;

    // what a stream of random numbers is for
    private static final int DATA = 1;
    private static final int TEST_DATA = 2;
    private static final int START = 3;
    private static final int STEP = 4;
    private static final int ALIGNED_STEP = 6;

    private final LangevinSettings settings;
    private final long seed;
    private final int member;
    private final int stepNoise;
    private final int n;
    private final int width;
    private final int d;
    private final double kick;
    private final double outputScale;
    private final double inputScale;
    private final double[] x;
    private final double[] y;
    private final double[] testX;
    private final double[] testY;

    private final double[] output;
    private final double[] input;
    private final double[] z;
    private final double[] phi;
    private final double[] slope;
    private final double[] outputGradient;
    private final double[] inputGradient;
    private final double[] testZ;
    private final double[] testPhi;
    private final double[] testSlope;

    private long samples;
    private double sumB;
    private double sumC;
    private final long[] histogram = new long[OverlapHistogram.BINS];
    private final double[] testSum;

    LangevinNetwork(LangevinSettings settings, long seed, int member, double noiseVariance) {
        this.settings = settings;
        kick = Math.sqrt(noiseVariance * settings.timeStep());
        this.seed = seed;
        this.member = member;
        // a start has its own noise: shared noise would make two starts agree by coupling, not by equilibrium
        stepNoise = settings.start() == LangevinSettings.Start.PRIOR ? STEP : ALIGNED_STEP;
        n = settings.samples();
        width = settings.width();
        d = settings.dimension();
        outputScale = Math.sqrt(settings.problem().outputVariance() / width);
        inputScale = Math.sqrt(settings.problem().inputVariance() / d);
        int tests = settings.testPoints();
        x = gaussians(CounterRandom.ofStep(seed, DATA, member, 0).splittable(), n * d);
        y = teacher(x, n);
        testX = gaussians(CounterRandom.ofStep(seed, TEST_DATA, member, 0).splittable(), tests * d);
        testY = teacher(testX, tests);
        SplittableRandom start = CounterRandom.ofStep(seed, START, member, 0).splittable();
        output = gaussians(start, width);
        input = gaussians(start, d * width);
        if (settings.start() == LangevinSettings.Start.ALIGNED) {
            for (int i = 0; i < width; i++) {
                input[i] = (i % 2 == 0 ? ALIGNED_OVERLAP : -ALIGNED_OVERLAP) / inputScale;
            }
        }
        z = new double[n * width];
        phi = new double[n * width];
        slope = new double[n * width];
        outputGradient = new double[width];
        inputGradient = new double[d * width];
        testZ = new double[tests * width];
        testPhi = new double[tests * width];
        testSlope = new double[tests * width];
        testSum = new double[tests];
    }

    private static double[] gaussians(SplittableRandom random, int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextGaussian();
        }
        return values;
    }

    private double[] teacher(double[] inputs, int rows) {
        double[] targets = new double[rows];
        for (int i = 0; i < rows; i++) {
            double t = inputs[i * d];
            targets[i] = t + settings.problem().eps() * (t * t * t - 3 * t);
        }
        return targets;
    }

    /** The step from number step to step + 1. */
    void step(long step) {
        double dt = settings.timeStep();
        gradients();
        SplittableRandom noise =
                CounterRandom.ofStep(seed, stepNoise, member, step).splittable();
        for (int i = 0; i < width; i++) {
            output[i] += kick * noise.nextGaussian() - dt * (output[i] + outputScale * outputGradient[i]);
        }
        for (int i = 0; i < input.length; i++) {
            input[i] += kick * noise.nextGaussian() - dt * (input[i] + inputScale * inputGradient[i]);
        }
        if (step + 1 > settings.burnIn() && (step + 1 - settings.burnIn()) % settings.thin() == 0) {
            measure(step + 1);
        }
    }

    /** Gradients of |y-f|^2 / (2 sigma^2) by a and w, the latter d x N. */
    private void gradients() {
        Rows.multiply(x, input, z, n, d, width);
        scale(z, inputScale);
        ErrorFunction.apply(z, phi, slope);
        java.util.Arrays.fill(outputGradient, 0);
        double inverse = 1 / settings.problem().noise();
        for (int i = 0; i < n; i++) {
            double residual = outputScale * Rows.dot(phi, i * width, output, 0, width) - y[i];
            double weight = residual * inverse;
            Rows.axpy(weight, phi, i * width, outputGradient, 0, width);
            double back = weight * outputScale;
            int row = i * width;
            for (int j = 0; j < width; j++) {
                slope[row + j] *= back * output[j];
            }
        }
        Rows.multiplyTransposed(x, slope, inputGradient, n, d, width);
    }

    private static void scale(double[] values, double factor) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
    }

    /** Adds the present discrepancies, overlaps and test predictions to the sums. */
    private void measure(long step) {
        double[] now = discrepancy();
        if (!Double.isFinite(now[0] + now[1])) {
            throw new OnsetException(
                    ErrorCode.TRAINING_DIVERGED,
                    "langevin network " + member + " of seed " + seed + ": discrepancy at step " + step
                            + " is not finite; lower timeStep (now " + settings.timeStep()
                            + "); checkpoints before this step stay usable");
        }
        samples++;
        sumB += now[0];
        sumC += now[1];
        for (int i = 0; i < width; i++) {
            histogram[OverlapHistogram.bin(inputScale * input[i])]++;
        }
        Rows.multiply(testX, input, testZ, testSum.length, d, width);
        scale(testZ, inputScale);
        ErrorFunction.apply(testZ, testPhi, testSlope);
        for (int i = 0; i < testSum.length; i++) {
            testSum[i] += outputScale * Rows.dot(testPhi, i * width, output, 0, width);
        }
    }

    /**
     * (b, c) of the present parameters, exact over the inputs: f's weight along H1 is sum a_i 2 q_i / sqrt(pi A_i), along
     * H3 it is - sum a_i 4 q_i^3 / (6 sqrt(pi A_i^3)), with A_i = 1 + 2 |w_i|^2.
     */
    private double[] discrepancy() {
        double[] square = new double[width];
        for (int k = 0; k < d; k++) {
            for (int i = 0; i < width; i++) {
                square[i] += input[k * width + i] * input[k * width + i];
            }
        }
        double linear = 0;
        double cubic = 0;
        for (int i = 0; i < width; i++) {
            double q = inputScale * input[i];
            double a = 1 + 2 * inputScale * inputScale * square[i];
            double out = outputScale * output[i] / Math.sqrt(Math.PI * a);
            linear += out * 2 * q;
            cubic -= out * 4 * q * q * q / (6 * a);
        }
        return new double[] {1 - linear, settings.problem().eps() - cubic};
    }

    /** What was measured so far. */
    MemberObservation observe() {
        double count = Math.max(1, samples);
        double error = 0;
        for (int i = 0; i < testSum.length; i++) {
            double miss = testSum[i] / count - testY[i];
            error += miss * miss;
        }
        double[] now = discrepancy();
        return new MemberObservation(
                samples,
                samples == 0 ? now[0] : sumB / count,
                samples == 0 ? now[1] : sumC / count,
                error / testSum.length,
                new OverlapHistogram(histogram));
    }

    LangevinState.Member state() {
        return new LangevinState.Member(
                output.clone(), input.clone(), samples, sumB, sumC, histogram.clone(), testSum.clone());
    }

    void restore(LangevinState.Member state) {
        if (state.output().length != output.length
                || state.input().length != input.length
                || state.histogram().length != histogram.length
                || state.testSum().length != testSum.length) {
            throw new OnsetException(
                    ErrorCode.STORE_CORRUPT,
                    "langevin network " + member + ": the state's arrays have other lengths than this training's "
                            + "(d x N = " + d + " x " + width + "); it belongs to other settings and was not taken up");
        }
        System.arraycopy(state.output(), 0, output, 0, output.length);
        System.arraycopy(state.input(), 0, input, 0, input.length);
        System.arraycopy(state.histogram(), 0, histogram, 0, histogram.length);
        System.arraycopy(state.testSum(), 0, testSum, 0, testSum.length);
        samples = state.samples();
        sumB = state.sumB();
        sumC = state.sumC();
    }
}
