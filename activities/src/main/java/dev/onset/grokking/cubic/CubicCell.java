package dev.onset.grokking.cubic;

import dev.onset.contracts.StudySpec;
import dev.onset.grid.Cell;
import dev.onset.grid.CellInputs;
import dev.onset.grid.PointNames;
import dev.onset.grid.VectorTraining;
import dev.onset.grokking.cubic.LangevinSettings.Start;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongConsumer;

/** A Langevin ensemble at one noise, with one seed, from one start. */
record CubicCell(String name, LangevinSettings settings, long seed) implements Cell {
    /** Measured at n = 375, N = 88, d = 53: two products over inputs, and an error function a sample and neuron. */
    private static final double SECONDS_PER_PRODUCT = 4e-10;

    private static final double SECONDS_PER_UNIT = 2.2e-8;
    private static final double SECONDS_PER_GAUSSIAN = 3e-8;

    /** All noises from their priors, seeds innermost; then the aligned starts. */
    static List<CubicCell> of(StudySpec spec) {
        GrokkingCubic study = (GrokkingCubic) spec.experiment();
        List<CubicCell> cells = new ArrayList<>();
        for (double noise : study.grid().noise()) {
            add(cells, spec, noise, Start.PRIOR);
        }
        for (double noise : study.grid().aligned()) {
            add(cells, spec, noise, Start.ALIGNED);
        }
        return cells;
    }

    private static void add(List<CubicCell> cells, StudySpec spec, double noise, Start start) {
        GrokkingCubic study = (GrokkingCubic) spec.experiment();
        LangevinSettings settings = LangevinSettings.of(study.problem(), study.training(), noise, start);
        for (int offset : study.grid().seed()) {
            long seed = spec.seed() + offset;
            String prefix = start == Start.PRIOR ? "" : start.name().toLowerCase(Locale.ROOT) + "-";
            cells.add(new CubicCell(prefix + "noise-" + PointNames.number(noise) + "-seed-" + seed, settings, seed));
        }
    }

    double noise() {
        return settings.problem().noise();
    }

    @Override
    public Object identity() {
        return Map.of("settings", settings, "seed", seed);
    }

    @Override
    public VectorTraining open(CellInputs inputs) {
        return new Training(settings, new LangevinTraining(settings, seed));
    }

    /** A step over the samples, and every thin steps one over the test points. */
    @Override
    public double secondsPerStep() {
        double rows = settings.samples() + (double) settings.testPoints() / settings.thin();
        return settings.members()
                * rows
                * settings.width()
                * (SECONDS_PER_UNIT + settings.dimension() * SECONDS_PER_PRODUCT);
    }

    /** Opening draws the data anew. */
    @Override
    public double secondsPerObservation() {
        return settings.members() * (double) inputs() * SECONDS_PER_GAUSSIAN;
    }

    private long inputs() {
        return ((long) settings.samples() + settings.testPoints()) * settings.dimension();
    }

    @Override
    public long stateLength() {
        return settings.members() * (long) Layout.of(settings).length();
    }

    /** Of each network: inputs and targets; three arrays over rows and neurons; weights and gradients. */
    @Override
    public long workLength() {
        long rows = (long) settings.samples() + settings.testPoints();
        long weights = (settings.dimension() + 1L) * settings.width();
        return settings.members() * (inputs() + 2 * rows + 3 * rows * settings.width() + 2 * weights);
    }

    /** What the ensemble's networks showed. */
    record Observation(long step, List<MemberObservation> members) {
        Observation {
            members = List.copyOf(members);
        }
    }

    /**
     * Numbers of one network, in this order: a', w' (d x N), measurements, sum of b, sum of c, histogram, sum of f on the test
     * points.
     */
    private record Layout(int width, int dimension, int tests) {
        static Layout of(LangevinSettings s) {
            return new Layout(s.width(), s.dimension(), s.testPoints());
        }

        int length() {
            return width + width * dimension + 3 + OverlapHistogram.BINS + tests;
        }

        void write(LangevinState.Member m, double[] all, int from) {
            int at = put(m.output(), all, from);
            at = put(m.input(), all, at);
            all[at++] = m.samples();
            all[at++] = m.sumB();
            all[at++] = m.sumC();
            at = put(Arrays.stream(m.histogram()).asDoubleStream().toArray(), all, at);
            put(m.testSum(), all, at);
        }

        LangevinState.Member read(double[] all, int from) {
            int input = from + width;
            int sums = input + width * dimension;
            int histogram = sums + 3;
            int test = histogram + OverlapHistogram.BINS;
            return new LangevinState.Member(
                    Arrays.copyOfRange(all, from, input),
                    Arrays.copyOfRange(all, input, sums),
                    (long) all[sums],
                    all[sums + 1],
                    all[sums + 2],
                    Arrays.stream(all, histogram, test).mapToLong(v -> (long) v).toArray(),
                    Arrays.copyOfRange(all, test, test + tests));
        }

        private static int put(double[] values, double[] all, int at) {
            System.arraycopy(values, 0, all, at, values.length);
            return at + values.length;
        }
    }

    private record Training(LangevinSettings settings, LangevinTraining inner) implements VectorTraining {
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
            Layout layout = Layout.of(settings);
            List<LangevinState.Member> members = inner.state().members();
            double[] all = new double[members.size() * layout.length()];
            for (int i = 0; i < members.size(); i++) {
                layout.write(members.get(i), all, i * layout.length());
            }
            return all;
        }

        @Override
        public void restore(long step, double[] state) {
            Layout layout = Layout.of(settings);
            List<LangevinState.Member> members = new ArrayList<>();
            for (int from = 0; from + layout.length() <= state.length; from += layout.length()) {
                members.add(layout.read(state, from));
            }
            inner.restore(new LangevinState(step, members));
        }

        @Override
        public Observation observe() {
            return new Observation(inner.step(), inner.observe());
        }
    }
}
