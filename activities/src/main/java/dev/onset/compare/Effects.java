package dev.onset.compare;

import dev.onset.kind.ComparedRun;
import dev.onset.kind.Factor;
import dev.onset.kind.Outcome.Measure;
import dev.onset.kind.Outcome.Quantity;
import dev.onset.phases.MeanInterval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which factor moves what: from pairs of runs that differ in one factor and nothing else. */
final class Effects {
    private static final int RESAMPLES = 2_000;

    private final List<ComparedRun> runs;
    private final long seed;
    private final Map<Place, ComparedRun> places = new HashMap<>();

    /** All that tells runs apart. */
    private record Place(SortedMap<String, String> levels, long seed) {}

    /** @param seed of the resamples */
    Effects(List<ComparedRun> runs, long seed) {
        this.runs = runs;
        this.seed = seed;
        runs.forEach(run -> places.put(new Place(run.levels(), run.seed()), run));
    }

    /** All effects, by factor, level and quantity in their order. */
    List<Effect> of(List<Factor> factors, List<Quantity> quantities) {
        List<Effect> effects = new ArrayList<>();
        for (Factor factor : factors) {
            if (!factor.name().equals(Factor.SEED)) {
                for (String level : levels(factor)) {
                    quantities.forEach(
                            quantity -> effect(factor, level, quantity).ifPresent(effects::add));
                }
            }
        }
        return effects;
    }

    /** The levels of a factor, in the order of runs, without its reference. */
    private Set<String> levels(Factor factor) {
        Set<String> levels = new LinkedHashSet<>();
        for (ComparedRun run : runs) {
            String level = run.levels().get(factor.name());
            if (level != null && !level.equals(factor.reference())) {
                levels.add(level);
            }
        }
        return levels;
    }

    private Optional<Effect> effect(Factor factor, String level, Quantity quantity) {
        List<Double> differences = new ArrayList<>();
        for (ComparedRun run : runs) {
            if (level.equals(run.levels().get(factor.name()))) {
                reference(run, factor)
                        .flatMap(other -> difference(other, run, quantity))
                        .ifPresent(differences::add);
            }
        }
        if (differences.isEmpty()) {
            return Optional.empty();
        }
        double[] values = differences.stream().mapToDouble(Double::doubleValue).toArray();
        double mean = Arrays.stream(values).average().orElseThrow();
        double agreeing = (double) Arrays.stream(values)
                        .filter(value -> Math.signum(value) == Math.signum(mean))
                        .count()
                / values.length;
        return Optional.of(new Effect(
                factor,
                level,
                quantity.name(),
                quantity.measure(),
                values.length,
                mean,
                MeanInterval.of(values, RESAMPLES, seed),
                agreeing,
                MeanInterval.differs(values)));
    }

    /** The run that differs from this one in the factor alone, and has its reference there. */
    private Optional<ComparedRun> reference(ComparedRun run, Factor factor) {
        SortedMap<String, String> levels = new TreeMap<>(run.levels());
        if (factor.reference().equals(Factor.AS_IT_STANDS)) {
            levels.remove(factor.name());
        } else {
            levels.put(factor.name(), factor.reference());
        }
        return Optional.ofNullable(places.get(new Place(levels, run.seed())));
    }

    private static Optional<Double> difference(ComparedRun from, ComparedRun to, Quantity quantity) {
        Optional<Double> before = from.outcome().value(quantity.name());
        Optional<Double> after = to.outcome().value(quantity.name());
        if (before.isEmpty() || after.isEmpty()) {
            return Optional.empty();
        }
        if (quantity.measure() == Measure.STEP) {
            return before.get() > 0 && after.get() > 0
                    ? Optional.of(Math.log(after.get() / before.get()))
                    : Optional.empty();
        }
        return Optional.of(after.get() - before.get());
    }
}
