package dev.onset.grokking.cubic;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.Nulls;
import dev.onset.contracts.CheckpointSpec;
import dev.onset.contracts.Experiment;
import dev.onset.contracts.FieldException;
import dev.onset.contracts.Require;
import dev.onset.grid.Grids;
import java.util.List;

/**
 * Two-layer erf networks learning a cubic teacher y = z + eps (z^3 - 3z) under Langevin dynamics, over a grid of noises
 * (arXiv 2310.03789, section 3). Every pair of noise and seed is a run of its own.
 */
@JsonTypeName(GrokkingCubic.KIND)
public record GrokkingCubic(Problem problem, Training training, Grid grid, CheckpointSpec checkpoints)
        implements Experiment {
    public static final String KIND = "grokking-cubic";

    /**
     * Teacher and sizes.
     *
     * @param eps weight of the teacher's cubic part; a first-order transition needs it negative
     * @param samples n, training inputs of each network
     * @param width N, hidden neurons
     * @param dimension d, inputs
     * @param outputVariance sigma_a^2; output weights have prior variance sigma_a^2 / N
     * @param inputVariance sigma_w^2; input weights have prior variance sigma_w^2 / d
     */
    public record Problem(
            double eps, int samples, int width, int dimension, double outputVariance, double inputVariance) {
        public Problem {
            Require.that(
                    eps < 0 && eps >= -10,
                    "eps",
                    eps,
                    "must lie in [-10, 0): only a cubic part of the opposite sign takes |eps|/b past the tricritical 1/2, to a"
                            + " first-order transition");
            Require.within("samples", samples, 1, 100_000);
            Require.within("width", width, 1, 100_000);
            Require.within("dimension", dimension, 2, 100_000);
            Require.positive("outputVariance", outputVariance);
            Require.positive("inputVariance", inputVariance);
        }
    }

    /**
     * The dynamics.
     *
     * @param timeStep dt in whitened parameters
     * @param burnIn steps before the first measurement
     * @param thin steps between measurements
     * @param networks networks of a run, each with its own data
     * @param testPoints fresh inputs on which the posterior mean is measured
     * @param steps steps in all; not part of a checkpoint's identity, so extending retrains nothing
     * @param segmentSeconds a training activity ends at the first commit or resume point after this long
     * @param commitSeconds between two resume points, so much training is lost at most; 0, which no stored study writes, spaces
     *     them by what they cost. No part of a checkpoint's identity
     */
    public record Training(
            double timeStep,
            long burnIn,
            int thin,
            int networks,
            int testPoints,
            long steps,
            int segmentSeconds,

            @JsonInclude(JsonInclude.Include.NON_DEFAULT) @JsonSetter(nulls = Nulls.AS_EMPTY)
            int commitSeconds) {
        public Training {
            Require.that(timeStep > 0 && timeStep <= 0.1, "timeStep", timeStep, "must lie in (0, 0.1]");
            Require.within("steps", steps, 1, 1_000_000_000L);
            Require.within("burnIn", burnIn, 0, steps - 1);
            Require.within("thin", thin, 1, 1_000_000);
            Require.within("networks", networks, 1, 1_000);
            Require.within("testPoints", testPoints, 1, 100_000);
            Require.within("segmentSeconds", segmentSeconds, 1, 7 * 24 * 3600);
            Require.within("commitSeconds", commitSeconds, 0, 7 * 24 * 3600);
        }
    }

    /**
     * The runs: every noise with every seed.
     *
     * @param noise sigma^2 of the posterior
     * @param seed each is added to the study's seed, which so moves the whole grid
     * @param aligned noises at which every seed is run a second time from an aligned start, to test equilibrium
     * @param maximumHours time on one core above which the study is refused before anything runs
     */
    public record Grid(List<Double> noise, List<Integer> seed, List<Double> aligned, double maximumHours) {
        public Grid {
            noise = Grids.axis("noise", noise, 1);
            seed = Grids.axis("seed", seed, 1);
            aligned = Grids.axis("aligned", aligned, 0);
            noise.forEach(value -> Require.positive("noise", value));
            seed.forEach(value -> Require.within("seed", value, 0, 1_000_000));
            for (double value : aligned) {
                if (!noise.contains(value)) {
                    throw new FieldException("aligned", "names " + value + ", which is not among grid.noise");
                }
            }
            Grids.bound((long) seed.size() * (noise.size() + aligned.size()));
            Require.positive("maximumHours", maximumHours);
        }
    }

    public GrokkingCubic {
        Require.present("problem", problem);
        Require.present("training", training);
        Require.present("grid", grid);
        Require.present("checkpoints", checkpoints);
        // what a single bound cannot say, such as the size of arrays, is refused here too
        grid.noise.forEach(noise -> LangevinSettings.of(problem, training, noise, LangevinSettings.Start.PRIOR));
        Grids.schedule(checkpoints, training.steps());
        if (checkpoints.lastStep() <= training.burnIn()) {
            throw new FieldException(
                    "checkpoints",
                    "end at step " + checkpoints.lastStep() + ", within the burn-in of " + training.burnIn()
                            + " steps: nothing would be measured");
        }
    }

    @Override
    public String kind() {
        return KIND;
    }
}
