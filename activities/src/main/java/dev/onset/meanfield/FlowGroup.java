package dev.onset.meanfield;

import dev.onset.meanfield.FlowPath.WithLosses;
import dev.onset.phases.CentroidTurn;
import dev.onset.phases.DetectorSpec;
import dev.onset.phases.PhaseDetector;
import dev.onset.phases.PhaseSeries;
import dev.onset.phases.PhaseVerdict;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Flows that differ in their seed alone. On the full cube the spectrum is the same at every vertex, so the order spectrum has
 * intervals over seeds: they are the samples of the detector here.
 *
 * @param paths one a seed
 * @param spectrum the detector's verdict on the energies by order
 */
record FlowGroup(List<FlowPath> paths, PhaseVerdict spectrum) {
    FlowGroup {
        paths = List.copyOf(paths);
    }

    static FlowGroup of(List<WithLosses> runs, long seed) {
        List<FlowPath> paths = runs.stream().map(WithLosses::path).toList();
        return new FlowGroup(paths, PhaseDetector.detect(series(runs), DetectorSpec.reference(), 0, seed));
    }

    private static PhaseSeries series(List<WithLosses> runs) {
        long[] steps = runs.get(0).path().steps;
        double[][][] strengths = new double[steps.length][runs.size()][];
        for (int t = 0; t < steps.length; t++) {
            for (int i = 0; i < runs.size(); i++) {
                double[] energies = runs.get(i).path().energies[t];
                strengths[t][i] = Arrays.copyOfRange(energies, 1, energies.length);
                if (steps[t] == 0) {
                    // a flow begins at f = 0, where energies are rounding
                    Arrays.fill(strengths[t][i], 0);
                }
            }
        }
        return new PhaseSeries(steps, strengths, joined(runs, WithLosses::train), joined(runs, WithLosses::test));
    }

    /** The points of all seeds at each checkpoint. */
    private static double[][] joined(List<WithLosses> runs, Function<WithLosses, double[][]> losses) {
        double[][] all = new double[losses.apply(runs.get(0)).length][];
        for (int t = 0; t < all.length; t++) {
            int at = t;
            all[t] = runs.stream()
                    .flatMapToDouble(run -> Arrays.stream(losses.apply(run)[at]))
                    .toArray();
        }
        return all;
    }

    FlowSettings settings() {
        return paths.get(0).cell.settings();
    }

    String name() {
        return paths.get(0).cell.group();
    }

    double[] times() {
        return paths.get(0).times;
    }

    /** The mean order of the spectrum by checkpoint, with its interval over seeds. */
    CentroidTurn turn() {
        return spectrum.turn();
    }

    /** Median over seeds of the half-learning time of a term; empty unless every seed learned it. */
    OptionalDouble half(int term) {
        return median(path -> path.half(term));
    }

    OptionalDouble onset() {
        return median(FlowPath::onset);
    }

    double mean(ToDoubleFunction<FlowPath> value) {
        return paths.stream().mapToDouble(value).average().orElse(0);
    }

    /** Standard deviation over seeds; 0 for one. */
    double deviation(ToDoubleFunction<FlowPath> value) {
        double mean = mean(value);
        double squares = paths.stream()
                .mapToDouble(path -> Math.pow(value.applyAsDouble(path) - mean, 2))
                .sum();
        return paths.size() < 2 ? 0 : Math.sqrt(squares / (paths.size() - 1));
    }

    /** Median of a moment; empty unless every seed has it. */
    OptionalDouble median(Function<FlowPath, OptionalDouble> moment) {
        double[] found = paths.stream()
                .map(moment)
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .sorted()
                .toArray();
        if (found.length < paths.size()) {
            return OptionalDouble.empty();
        }
        int middle = found.length / 2;
        return OptionalDouble.of(found.length % 2 == 1 ? found[middle] : (found[middle - 1] + found[middle]) / 2);
    }
}
