package dev.onset.springblock;

import dev.onset.contracts.StudySpec;
import dev.onset.grid.Cell;
import dev.onset.grid.CellInputs;
import dev.onset.grid.PointNames;
import dev.onset.grid.VectorTraining;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network of the grid.
 *
 * @param axis the axis along which it is away from rest; empty at rest
 */
record SpringCell(String name, SpringSettings settings, long seed, Optional<Axis> axis) implements Cell {
    /** A product forward and its two back, on one core. */
    private static final double SECONDS_PER_PRODUCT = 1.1e-9;

    /** Short inner loops: few channels at a time. */
    private static final double CONVOLUTION = 3;

    /** Alpha by alpha: at rest, then along each axis; each with its seeds. */
    static List<SpringCell> of(StudySpec spec) {
        SpringBlock study = (SpringBlock) spec.experiment();
        SpringBlock.Grid grid = study.grid();
        NetworkShape shape = SpringBlock.shape(study.data(), study.network());
        List<SpringCell> cells = new ArrayList<>();
        for (double alpha : grid.alpha()) {
            SpringSettings rest = new SpringSettings(
                    study.data(),
                    shape,
                    alpha,
                    0,
                    0,
                    study.training().learningRate(),
                    study.training().batch());
            String prefix = "alpha-" + PointNames.number(alpha);
            add(cells, prefix, rest, grid.seed(), spec.seed(), Optional.empty());
            for (Axis axis : Axis.values()) {
                List<Integer> seeds =
                        axis == Axis.DROPOUT ? grid.seed() : grid.seed().subList(0, grid.otherSeeds());
                for (Number value : axis.values(grid)) {
                    String name = prefix + "-" + axis.id + "-" + PointNames.number(value.doubleValue());
                    add(cells, name, axis.move(rest, value), seeds, spec.seed(), Optional.of(axis));
                }
            }
        }
        return cells;
    }

    private static void add(
            List<SpringCell> cells,
            String name,
            SpringSettings settings,
            List<Integer> seeds,
            long seed,
            Optional<Axis> axis) {
        for (int offset : seeds) {
            long own = seed + offset;
            cells.add(new SpringCell(name + "-seed-" + own, settings, own, axis));
        }
    }

    /** Not where the data lie: their digests count. */
    @Override
    public Object identity() {
        return Map.of(
                "data", settings.data().bothParts(),
                "shape", settings.shape(),
                "alpha", settings.alpha(),
                "dropout", settings.dropout(),
                "dataNoise", settings.dataNoise(),
                "learningRate", settings.learningRate(),
                "batch", settings.batch(),
                "seed", seed);
    }

    @Override
    public VectorTraining open(CellInputs inputs) throws IOException {
        return new SpringTraining(settings, inputs.split(settings.data()), seed);
    }

    @Override
    public double secondsPerStep() {
        double factor = settings.shape().kind() == NetworkShape.Kind.CNN ? CONVOLUTION : 1;
        return factor
                * SECONDS_PER_PRODUCT
                * settings.data().train()
                * settings.shape().products();
    }

    @Override
    public double secondsPerObservation() {
        return secondsPerStep();
    }

    @Override
    public long stateLength() {
        return 3L * settings.shape().parameters() + settings.shape().statistics();
    }

    /** The network with a batch, moments, data, and two layers of all examples at inference. */
    @Override
    public long workLength() {
        NetworkShape shape = settings.shape();
        long examples = Math.max(settings.data().train(), settings.data().test());
        long layer = examples * Math.max(shape.features(), (long) shape.positions() * shape.fanIn(2));
        return LayeredNetwork.length(shape, settings.examples())
                + 2L * shape.parameters()
                + 2 * examples * shape.positions() * shape.channels()
                + 2 * layer;
    }
}
