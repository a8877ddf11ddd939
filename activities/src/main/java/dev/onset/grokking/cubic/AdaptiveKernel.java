package dev.onset.grokking.cubic;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.hipparchus.exception.MathIllegalArgumentException;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.linear.RealVector;

/**
 * The adaptive-kernel equations of the cubic teacher (arXiv 2310.03789, section 3), solved for the mean discrepancy (b, c).
 *
 * <p>With h1 = 2q/sqrt(pi A), h3 = -4q^3/sqrt(6 pi A^3) and Qt_jk = sigma_a^2 &lt;h_j h_k&gt; over exp(-S)/Z, the fixed
 * point is (b, sqrt6 c) = (sigma^2/n) [Qt + (sigma^2/n) I]^-1 (1, sqrt6 eps). The branch that begins at large noise, where
 * nothing is learned and b = 1, c = eps, is followed downwards: a step in log sigma^2 is predicted by the secant and
 * corrected by Newton's method with line search on the exact Jacobian; a step whose correction fails or is large is halved.
 * Damped iteration oscillates in the mixed phase.
 *
 * <p>Corrections to the print of arXiv 2310.03789: Qt_11 holds 4 q^2/(pi A), not 2 q^2/(pi A), and the closure carries the
 * factor sigma^2/n. With the printed 2 the transition at eps = -.3 falls at sigma^2 = .206, u = 23.0; with 4 at .179, u =
 * 30.7, where the paper's own figure has it.
 *
 * <p>Immutable, safe for several threads; a path takes tens of milliseconds.
 */
public final class AdaptiveKernel {
    /** Overlaps are integrated over [-LIMIT, LIMIT]. */
    public static final double LIMIT = 2.5;

    /** Where a path begins at the latest: here u bends the action, and the kernel the discrepancy, by a few percent. */
    private static final double START_INTERACTION = 0.01;

    private static final double START_KERNEL = 0.05;
    private static final double LARGEST_STEP = 0.1;
    private static final double SMALLEST_STEP = 1e-9;
    private static final double GROWTH = 1.5;
    /** Newton steps within which a continuation step counts as easy. */
    private static final int EASY = 4;
    /** Largest correction of a prediction, relative to 1 + |eps|; a larger one may land on another branch. */
    private static final double LARGEST_CORRECTION = 0.02;

    private static final int MAX_STEPS = 20_000;
    private static final int MAX_NEWTON = 30;
    private static final double GOAL = 1e-11;
    /** What rounding leaves where n Qt / sigma^2 is large. */
    private static final double GOOD = 1e-9;

    private static final double SMALLEST_DAMPING = 1e-4;
    private static final double DESCENT = 1e-4;

    private final KernelEquations equations;

    /** The corrected equations. */
    public AdaptiveKernel() {
        this(4);
    }

    private AdaptiveKernel(double firstCoefficient) {
        equations = new KernelEquations(firstCoefficient);
    }

    /** The equations with another coefficient in Qt_11, 2 being the printed one. */
    static AdaptiveKernel withFirstCoefficient(double coefficient) {
        return new AdaptiveKernel(coefficient);
    }

    /**
     * The solution on the branch that comes down from large noise.
     *
     * @throws OnsetException INTERNAL when the branch cannot be followed so far, with the place where it was lost
     */
    public CubicSolution solve(CubicSettings settings) {
        return path(settings, List.of(settings.noise())).get(0);
    }

    /**
     * Solutions at several noises, from the highest to the lowest.
     *
     * @throws OnsetException INTERNAL when the branch cannot be followed so far, with the place where it was lost
     */
    public List<CubicSolution> path(CubicSettings settings, List<Double> noises) {
        Path path = follow(settings, noises);
        if (path.lost().isPresent()) {
            throw new OnsetException(
                    ErrorCode.INTERNAL,
                    "adaptive-kernel equations at eps = " + settings.eps() + ": no root found below sigma2 = "
                            + path.lost().getAsDouble()
                            + "; no theory was written; runs are not touched, ask for larger noises");
        }
        return path.solutions();
    }

    /** Solutions at several noises, from the highest to the lowest, as far as the branch can be followed. */
    public Path follow(CubicSettings settings, List<Double> noises) {
        List<Double> falling = noises.stream().sorted(Comparator.reverseOrder()).toList();
        Branch branch = new Branch(settings, Math.max(start(settings), falling.get(0)));
        List<CubicSolution> solutions = new ArrayList<>();
        for (double noise : falling) {
            if (!branch.reach(noise)) {
                return new Path(solutions, OptionalDouble.of(branch.noise()));
            }
            solutions.add(
                    KernelEquations.describe(settings.withNoise(noise), branch.at.getEntry(0), branch.at.getEntry(1)));
        }
        return new Path(solutions, OptionalDouble.empty());
    }

    /**
     * A branch as far as it was followed.
     *
     * @param solutions at the noises asked for, from the highest to the lowest
     * @param lost the lowest noise with a root, where a noise below it was asked for and not reached
     */
    public record Path(List<CubicSolution> solutions, OptionalDouble lost) {
        public Path {
            solutions = List.copyOf(solutions);
        }
    }

    /** A noise at which u is small, and so is the kernel of neurons at their prior beside sigma^2/n. */
    private static double start(CubicSettings s) {
        double byInteraction = s.noiseAt(START_INTERACTION);
        double kernel = 4 * s.outputVariance() * s.inputVariance() / (s.dimension() * Math.PI * s.baseA());
        return Math.max(byInteraction, s.samples() * kernel / START_KERNEL);
    }

    /** The root near a guess and the number of Newton steps to it. */
    private record Root(RealVector at, int steps) {}

    private Optional<Root> newton(CubicSettings settings, RealVector guess) {
        Iterate now = iterate(settings, guess);
        int steps = 0;
        while (!(now.size() <= GOAL) && steps < MAX_NEWTON) {
            Optional<Iterate> next = descend(settings, now);
            if (next.isEmpty()) {
                break;
            }
            now = next.get();
            steps++;
        }
        return now.size() < GOOD ? Optional.of(new Root(now.at(), steps)) : Optional.empty();
    }

    /** The first of the halved Newton steps that lowers the residual enough. */
    private Optional<Iterate> descend(CubicSettings settings, Iterate now) {
        RealVector direction;
        try {
            direction = new LUDecomposition(now.residual().jacobian())
                    .getSolver()
                    .solve(now.residual().value());
        } catch (MathIllegalArgumentException noDirection) {
            return Optional.empty();
        }
        for (double damping = 1; damping >= SMALLEST_DAMPING; damping /= 2) {
            Iterate next = iterate(settings, now.at().subtract(direction.mapMultiply(damping)));
            if (next.size() < (1 - DESCENT * damping) * now.size()) {
                return Optional.of(next);
            }
        }
        return Optional.empty();
    }

    private record Iterate(RealVector at, KernelEquations.Residual residual, double size) {}

    private Iterate iterate(CubicSettings settings, RealVector at) {
        KernelEquations.Residual residual = equations.at(settings, at.getEntry(0), at.getEntry(1));
        return new Iterate(at, residual, residual.value().getNorm());
    }

    /** A point that moves down the branch, with the one before it for the secant. Coordinate: log sigma^2. */
    private final class Branch {
        private final CubicSettings settings;
        private final double largest;
        private final boolean begun;
        private double log;
        private RealVector at;
        private double logBefore = Double.NaN;
        private RealVector before;
        private double step = LARGEST_STEP;
        private int taken;

        Branch(CubicSettings settings, double noise) {
            this.settings = settings;
            largest = LARGEST_CORRECTION * (1 + Math.abs(settings.eps()));
            log = Math.log(noise);
            RealVector unlearned = new ArrayRealVector(new double[] {1, settings.eps()});
            Optional<Root> root = newton(settings.withNoise(noise), unlearned);
            begun = root.isPresent();
            at = root.map(Root::at).orElse(unlearned);
            before = at;
        }

        double noise() {
            return Math.exp(log);
        }

        /** Goes down to a noise; false where that fails, with the point left where it still was a root. */
        boolean reach(double noise) {
            double target = Math.log(noise);
            while (begun && log > target) {
                if (step < SMALLEST_STEP || taken++ > MAX_STEPS) {
                    return false;
                }
                // the last step ends at the noise itself, not at a rounding of it
                double to = Math.max(target, log - step);
                CubicSettings there = settings.withNoise(to == target ? noise : Math.exp(to));
                RealVector guess = secant(to);
                Optional<Root> root =
                        newton(there, guess).filter(found -> found.at().getDistance(guess) <= largest);
                if (root.isEmpty()) {
                    step = (log - to) / 2;
                    continue;
                }
                before = at;
                logBefore = log;
                at = root.get().at();
                log = to;
                if (root.get().steps() <= EASY) {
                    step = Math.min(LARGEST_STEP, step * GROWTH);
                }
            }
            return begun;
        }

        private RealVector secant(double to) {
            if (Double.isNaN(logBefore)) {
                return at;
            }
            return at.add(at.subtract(before).mapMultiply((to - log) / (log - logBefore)));
        }
    }
}
