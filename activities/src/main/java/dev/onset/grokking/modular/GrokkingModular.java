package dev.onset.grokking.modular;

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
 * Two-layer networks learning addition modulo a prime, full batch, with the Fourier concentration of their neurons as order
 * parameter (arXiv 2310.03789, section 4, whose theory it stands beside). Every seed is a run of its own.
 */
@JsonTypeName(GrokkingModular.KIND)
public record GrokkingModular(
        Problem problem, Training training, Grid grid, List<Control> controls, CheckpointSpec checkpoints)
        implements Experiment {
    public static final String KIND = "grokking-modular";

    /** Training fraction of {@link Control#LITTLE_DATA}. */
    public static final double LITTLE = 0.3;

    /** A training that must not generalise. */
    public enum Control {
        /** No weight decay. */
        NO_DECAY,
        /** Three tenths of the table for training. */
        LITTLE_DATA
    }

    /**
     * The task and the network.
     *
     * @param prime P, an odd prime
     * @param width N, hidden neurons
     * @param trainFraction share of the P^2 pairs used for training
     */
    public record Problem(int prime, int width, double trainFraction) {
        public Problem {
            ModularSettings.requirePrime(prime);
            Require.within("width", width, 1, 4_096);
            fraction("trainFraction", trainFraction);
        }
    }

    /**
     * Full-batch AdamW.
     *
     * @param learningRate step size
     * @param weightDecay decoupled decay per step, times the learning rate
     * @param steps steps in all; not part of a checkpoint's identity, so extending retrains nothing
     * @param segmentSeconds a training activity ends at the first commit or resume point after this long
     * @param commitSeconds between two resume points, so much training is lost at most; 0, which no stored study writes, spaces
     *     them by what they cost. No part of a checkpoint's identity
     */
    public record Training(
            double learningRate,
            double weightDecay,
            long steps,
            int segmentSeconds,

            @JsonInclude(JsonInclude.Include.NON_DEFAULT) @JsonSetter(nulls = Nulls.AS_EMPTY)
            int commitSeconds) {
        public Training {
            Require.positive("learningRate", learningRate);
            Require.within("weightDecay", weightDecay, 0.0, 99.0);
            Require.within("steps", steps, 1, 1_000_000_000L);
            Require.within("segmentSeconds", segmentSeconds, 1, 7 * 24 * 3600);
            Require.within("commitSeconds", commitSeconds, 0, 7 * 24 * 3600);
        }
    }

    /**
     * The runs.
     *
     * @param seed each is added to the study's seed, which so moves the whole grid
     * @param fractions further shares of training pairs, each run once with the first seed
     * @param maximumHours time on one core above which the study is refused before anything runs
     */
    public record Grid(List<Integer> seed, List<Double> fractions, double maximumHours) {
        public Grid {
            seed = Grids.axis("seed", seed, 1);
            fractions = Grids.axis("fractions", fractions, 0);
            seed.forEach(value -> Require.within("seed", value, 0, 1_000_000));
            fractions.forEach(value -> fraction("fractions", value));
            Require.positive("maximumHours", maximumHours);
        }
    }

    public GrokkingModular {
        Require.present("problem", problem);
        Require.present("training", training);
        Require.present("grid", grid);
        Require.present("checkpoints", checkpoints);
        controls = Grids.axis("controls", controls, 0);
        Grids.bound((long) grid.seed.size() + grid.fractions.size() + controls.size());
        // what a single bound cannot say, such as a fraction that leaves no pair, is refused here too
        ModularSettings settings = ModularSettings.of(problem, training);
        grid.fractions.forEach(settings::withTrainFraction);
        if (controls.contains(Control.LITTLE_DATA)) {
            settings.withTrainFraction(LITTLE);
        }
        once(problem.trainFraction, training.weightDecay, grid.fractions, controls);
        Grids.schedule(checkpoints, training.steps());
    }

    /** Every run is another training: two of one kind would share their checkpoints. */
    private static void once(double share, double decay, List<Double> fractions, List<Control> controls) {
        if (fractions.contains(share)) {
            throw new FieldException(
                    "fractions",
                    "names " + share + ", which is problem.trainFraction and run by every seed; leave it out");
        }
        if (controls.contains(Control.LITTLE_DATA) && (share == LITTLE || fractions.contains(LITTLE))) {
            throw new FieldException(
                    "controls",
                    "names little-data, the training fraction " + LITTLE
                            + ", which the study runs already; leave out one of the two");
        }
        if (controls.contains(Control.NO_DECAY) && decay == 0) {
            throw new FieldException(
                    "controls", "names no-decay, but training.weightDecay is 0 in every run; leave out one of the two");
        }
    }

    private static void fraction(String field, double value) {
        if (!(value >= 0.01 && value <= 0.99)) {
            throw new FieldException(field, "is " + value + "; a share of training pairs must lie in 0.01..0.99");
        }
    }

    @Override
    public String kind() {
        return KIND;
    }
}
