package dev.onset.grokking.modular;

import dev.onset.contracts.StudySpec;
import dev.onset.grid.Cell;
import dev.onset.grid.CellInputs;
import dev.onset.grid.PointNames;
import dev.onset.grid.VectorTraining;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * A training of modular addition.
 *
 * @param control the bound that a control must keep; empty for other runs
 * @param fraction whether the run belongs to the axis of further training fractions
 */
record ModularCell(
        String name, ModularSettings settings, long seed, Optional<ModularChecks.Control> control, boolean fraction)
        implements Cell {
    /** Multiply-add and its share of memory traffic on one core, about. */
    private static final double SECONDS_PER_PRODUCT = 7e-10;

    /** Seeds first, in order, then further fractions, then controls. */
    static List<ModularCell> of(StudySpec spec) {
        GrokkingModular study = (GrokkingModular) spec.experiment();
        ModularSettings standard = ModularSettings.of(study.problem(), study.training());
        List<ModularCell> cells = new ArrayList<>();
        for (int offset : study.grid().seed()) {
            long seed = spec.seed() + offset;
            cells.add(new ModularCell("seed-" + seed, standard, seed, Optional.empty(), false));
        }
        long first = spec.seed() + study.grid().seed().get(0);
        for (double share : study.grid().fractions()) {
            cells.add(new ModularCell(
                    "fraction-" + PointNames.number(share),
                    standard.withTrainFraction(share),
                    first,
                    Optional.empty(),
                    true));
        }
        for (GrokkingModular.Control control : study.controls()) {
            String name = control.name().toLowerCase(Locale.ROOT).replace('_', '-');
            cells.add(
                    switch (control) {
                        case NO_DECAY ->
                            new ModularCell(
                                    name,
                                    standard.withWeightDecay(0),
                                    first,
                                    Optional.of(ModularChecks.Control.NO_DECAY),
                                    false);
                        case LITTLE_DATA ->
                            new ModularCell(
                                    name,
                                    standard.withTrainFraction(GrokkingModular.LITTLE),
                                    first,
                                    Optional.of(ModularChecks.Control.LITTLE_DATA),
                                    false);
                    });
        }
        return cells;
    }

    @Override
    public Object identity() {
        return Map.of("settings", settings, "seed", seed);
    }

    @Override
    public VectorTraining open(CellInputs inputs) {
        return new Training(new ModularTraining(settings, seed));
    }

    @Override
    public double secondsPerStep() {
        return 3.0 * settings.trainedPairs() * settings.prime() * settings.width() * SECONDS_PER_PRODUCT;
    }

    @Override
    public double secondsPerObservation() {
        return (double) settings.pairs() * settings.prime() * settings.width() * SECONDS_PER_PRODUCT;
    }

    @Override
    public long stateLength() {
        return 9L * settings.prime() * settings.width();
    }

    /** Hidden values, their sums and what flows back; outputs; parameters, moments, gradients and two copies. */
    @Override
    public long workLength() {
        long trained = settings.trainedPairs();
        long block = (long) settings.prime() * settings.width();
        return 3 * trained * settings.width() + trained * settings.prime() + 14 * block;
    }

    /** Parameters, then both moments, each u, v, a row by row. */
    private record Training(ModularTraining inner) implements VectorTraining {
        @Override
        public long step() {
            return inner.step();
        }

        @Override
        public void advance(long step, LongConsumer each) {
            inner.advance(step, each);
        }

        @Override
        public double[] state() {
            ModularState state = inner.state();
            int n = state.parameters().length;
            double[] all = Arrays.copyOf(state.parameters(), 3 * n);
            System.arraycopy(state.mean(), 0, all, n, n);
            System.arraycopy(state.square(), 0, all, 2 * n, n);
            return all;
        }

        @Override
        public void restore(long step, double[] state) {
            int n = state.length / 3;
            inner.restore(new ModularState(
                    step,
                    Arrays.copyOfRange(state, 0, n),
                    Arrays.copyOfRange(state, n, 2 * n),
                    Arrays.copyOfRange(state, 2 * n, state.length)));
        }

        @Override
        public ModularObservation observe() {
            return inner.observe();
        }
    }
}
