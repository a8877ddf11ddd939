package dev.onset.meanfield;

import dev.onset.contracts.StudySpec;
import dev.onset.grid.Cell;
import dev.onset.grid.CellInputs;
import dev.onset.grid.PointNames;
import dev.onset.grid.VectorTraining;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A flow of the study.
 *
 * @param group name of the runs that differ from it in their seed alone
 * @param factor what is varied; empty for population flows and for the sample as it is
 */
record FlowCell(String group, FlowSettings settings, long seed, Optional<Factor> factor) implements Cell {
    /** A vertex of a particle, forward and back, on one core. */
    private static final double SECONDS_PER_VERTEX = 3.1e-9;

    /** Group of the flows on a training set in which nothing is varied. */
    static final String SAMPLE = "sample";

    /** Population flows by width, then the sample, then its factors; each with all seeds. */
    static List<FlowCell> of(StudySpec spec) {
        MeanField study = (MeanField) spec.experiment();
        return of(study.problem(), study.training(), study.sample(), study.grid(), spec.seed());
    }

    /** @throws dev.onset.contracts.FieldException for a value that only the whole shows to be wrong */
    static List<FlowCell> of(
            MeanField.Problem problem,
            MeanField.Training training,
            MeanField.Sample sample,
            MeanField.Grid grid,
            long seed) {
        List<FlowCell> cells = new ArrayList<>();
        for (int neurons : problem.neurons()) {
            FlowSettings settings =
                    new FlowSettings(problem.inputs(), problem.teacher(), neurons, training.timeStep(), 0, 1, 0, 0);
            add(cells, "population-neurons-" + neurons, settings, grid, seed, Optional.empty());
        }
        add(cells, SAMPLE, settings(problem, training, sample), grid, seed, Optional.empty());
        for (Factor factor : Factor.values()) {
            for (Number value : factor.values(grid)) {
                String group = SAMPLE + "-" + factor.id + "-" + PointNames.number(value.doubleValue());
                FlowSettings settings = settings(problem, training, factor.vary(sample, value));
                add(cells, group, settings, grid, seed, Optional.of(factor));
            }
        }
        return cells;
    }

    private static FlowSettings settings(
            MeanField.Problem problem, MeanField.Training training, MeanField.Sample sample) {
        List<Term> teacher = problem.teacher().stream()
                .filter(term -> term.order() <= sample.maximumOrder())
                .toList();
        return new FlowSettings(
                problem.inputs(),
                teacher,
                sample.neurons(),
                training.timeStep(),
                sample.weightDecay(),
                sample.initialScale(),
                sample.points(),
                sample.noise());
    }

    private static void add(
            List<FlowCell> cells,
            String group,
            FlowSettings settings,
            MeanField.Grid grid,
            long seed,
            Optional<Factor> factor) {
        for (int offset : grid.seed()) {
            cells.add(new FlowCell(group, settings, seed + offset, factor));
        }
    }

    @Override
    public String name() {
        return group + "-seed-" + seed;
    }

    @Override
    public Object identity() {
        return Map.of("settings", settings, "seed", seed);
    }

    @Override
    public VectorTraining open(CellInputs inputs) {
        return new ParticleFlow(settings, seed);
    }

    @Override
    public double secondsPerStep() {
        return SECONDS_PER_VERTEX * settings.neurons() * settings.vertices();
    }

    @Override
    public double secondsPerObservation() {
        return secondsPerStep();
    }

    /** f on the cube, a number some 19 characters long. */
    @Override
    public long observationBytes() {
        return 200 + 20L * settings.vertices();
    }

    @Override
    public long stateLength() {
        return (long) settings.neurons() * (settings.inputs() + 2)
                + settings.teacher().size();
    }

    /** Particles, and eight arrays over the cube. */
    @Override
    public long workLength() {
        return stateLength() + 8L * settings.vertices();
    }
}
