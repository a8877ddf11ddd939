package dev.onset.meanfield;

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
 * Two-layer networks in the mean-field limit, learning a teacher on {-1, 1}^n order by order: population flows of several
 * widths, and flows on a training set with label noise, one factor varied at a time.
 */
@JsonTypeName(MeanField.KIND)
public record MeanField(Problem problem, Training training, Sample sample, Grid grid, CheckpointSpec checkpoints)
        implements Experiment {
    public static final String KIND = "mean-field";

    /**
     * The population flows: E over the whole cube.
     *
     * @param inputs n
     * @param teacher its terms
     * @param neurons widths N, each run with every seed
     */
    public record Problem(int inputs, List<Term> teacher, List<Integer> neurons) {
        public Problem {
            teacher = teacher == null ? List.of() : List.copyOf(teacher);
            neurons = Grids.axis("neurons", neurons, 1);
            neurons.forEach(width -> new FlowSettings(inputs, terms(inputs), width, 0.1, 0, 1, 0, 0));
            new FlowSettings(inputs, teacher, neurons.get(0), 0.1, 0, 1, 0, 0);
        }

        /** Something to learn, so that a bad width is not blamed on the teacher. */
        private static List<Term> terms(int inputs) {
            Require.within("inputs", inputs, 1, FlowSettings.MAX_INPUTS);
            return List.of(new Term(List.of(1), 1));
        }
    }

    /**
     * Euler's method.
     *
     * @param timeStep dt; time is learning rate x N x steps
     * @param steps steps in all; not part of a checkpoint's identity
     * @param segmentSeconds a training activity ends at the first commit or resume point after this long
     * @param commitSeconds between two resume points; 0 spaces them by what they cost. No part of a checkpoint's identity
     */
    public record Training(
            double timeStep,
            long steps,
            int segmentSeconds,

            @JsonInclude(JsonInclude.Include.NON_DEFAULT) @JsonSetter(nulls = Nulls.AS_EMPTY)
            int commitSeconds) {
        public Training {
            Require.that(timeStep > 0 && timeStep <= 1, "timeStep", timeStep, "must lie in (0, 1]");
            Require.within("steps", steps, 1, 1_000_000_000L);
            Require.within("segmentSeconds", segmentSeconds, 1, 7 * 24 * 3600);
            Require.within("commitSeconds", commitSeconds, 0, 7 * 24 * 3600);
        }
    }

    /**
     * The flows on a training set, before a factor is varied.
     *
     * @param maximumOrder the teacher is that of the problem up to this order
     * @param points training points of the 2^n
     * @param noise standard deviation of the noise on labels
     * @param neurons N
     * @param weightDecay lambda
     * @param initialScale of weights and biases
     */
    public record Sample(
            int maximumOrder, int points, double noise, int neurons, double weightDecay, double initialScale) {
        public Sample {
            Require.within("maximumOrder", maximumOrder, 1, FlowSettings.MAX_INPUTS);
            Require.within("points", points, 1, (1 << FlowSettings.MAX_INPUTS) - 1);
            Require.within("noise", noise, 0.0, 100.0);
            Require.within("neurons", neurons, 2, FlowSettings.MAX_NEURONS);
            Require.within("weightDecay", weightDecay, 0.0, 1.0);
            Require.that(initialScale > 0 && initialScale <= 10, "initialScale", initialScale, "must lie in (0, 10]");
        }
    }

    /**
     * The runs. Every factor lists further values, each run alone beside the sample's own, with every seed.
     *
     * @param seed each is added to the study's seed, which so moves the whole grid
     * @param maximumHours time on one core above which the study is refused before anything runs
     */
    public record Grid(
            List<Integer> seed,
            List<Double> noise,
            List<Integer> points,
            List<Integer> neurons,
            List<Double> weightDecay,
            List<Double> initialScale,
            double maximumHours) {
        public Grid {
            seed = Grids.axis("seed", seed, 1);
            seed.forEach(value -> Require.within("seed", value, 0, 1_000_000));
            noise = Grids.axis("noise", noise, 0);
            points = Grids.axis("points", points, 0);
            neurons = Grids.axis("neurons", neurons, 0);
            weightDecay = Grids.axis("weightDecay", weightDecay, 0);
            initialScale = Grids.axis("initialScale", initialScale, 0);
            Require.positive("maximumHours", maximumHours);
        }

        private int levels() {
            return noise.size() + points.size() + neurons.size() + weightDecay.size() + initialScale.size();
        }
    }

    public MeanField {
        Require.present("problem", problem);
        Require.present("training", training);
        Require.present("sample", sample);
        Require.present("grid", grid);
        Require.present("checkpoints", checkpoints);
        Grids.bound((long) grid.seed.size() * (problem.neurons.size() + 1 + grid.levels()));
        once("noise", grid.noise, sample.noise);
        once("points", grid.points, sample.points);
        once("neurons", grid.neurons, sample.neurons);
        once("weightDecay", grid.weightDecay, sample.weightDecay);
        once("initialScale", grid.initialScale, sample.initialScale);
        Grids.schedule(checkpoints, training.steps());
        // what a single bound cannot say, such as more points than the cube has, is refused here too
        FlowCell.of(problem, training, sample, grid, 0);
    }

    /** Every run is another training: two of one kind would share their checkpoints. */
    private static <T> void once(String factor, List<T> values, T own) {
        if (values.contains(own)) {
            throw new FieldException(
                    factor, "names " + own + ", which is sample." + factor + " and run by every seed; leave it out");
        }
    }

    @Override
    public String kind() {
        return KIND;
    }
}
