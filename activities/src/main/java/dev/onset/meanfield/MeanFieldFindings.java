package dev.onset.meanfield;

import dev.onset.contracts.StudySpec;
import dev.onset.grid.Observations;
import dev.onset.meanfield.FlowPath.WithLosses;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What the flows of a study did: every sentence and figure of the report is said from here. */
final class MeanFieldFindings {
    final MeanField study;
    final long seed;
    /** By width, the widest first. */
    final List<FlowGroup> populations;
    /** The flows on a training set in which nothing is varied. */
    final FlowGroup sample;
    /** Levels of each factor in ascending order, the sample's own among them; factors without further values are absent. */
    final Map<Factor, List<FlowGroup>> factors = new LinkedHashMap<>();

    MeanFieldFindings(StudySpec spec, Observations observations) {
        study = (MeanField) spec.experiment();
        seed = spec.seed();
        Map<String, List<FlowCell>> cells = new LinkedHashMap<>();
        FlowCell.of(spec)
                .forEach(cell -> cells.computeIfAbsent(cell.group(), g -> new ArrayList<>())
                        .add(cell));
        Map<String, FlowGroup> groups = new LinkedHashMap<>();
        cells.forEach((name, members) -> groups.put(name, group(members, observations)));
        populations = groups.values().stream()
                .filter(group -> group.settings().population())
                .sorted(Comparator.comparingInt(group -> -group.settings().neurons()))
                .toList();
        sample = Objects.requireNonNull(groups.get(FlowCell.SAMPLE));
        for (Factor factor : Factor.values()) {
            List<FlowGroup> levels = new ArrayList<>(groups.values().stream()
                    .filter(group -> group.paths().get(0).cell.factor().equals(Optional.of(factor)))
                    .toList());
            if (!levels.isEmpty()) {
                levels.add(sample);
                levels.sort(Comparator.comparingDouble(group -> factor.of(group.settings())));
                factors.put(factor, List.copyOf(levels));
            }
        }
    }

    private FlowGroup group(List<FlowCell> members, Observations observations) {
        List<WithLosses> runs = members.stream()
                .map(cell -> FlowPath.read(cell, observations.of(cell.name(), FlowObservation.class)))
                .toList();
        return FlowGroup.of(runs, seed);
    }

    /** The flows without label noise, where the study has them. */
    Optional<FlowGroup> noiseless() {
        return factors.getOrDefault(Factor.NOISE, List.of()).stream()
                .filter(group -> group.settings().noise() == 0)
                .findFirst();
    }

    /** Every group once: populations, sample, then the levels of each factor that are not the sample. */
    List<FlowGroup> all() {
        List<FlowGroup> all = new ArrayList<>(populations);
        all.add(sample);
        factors.values()
                .forEach(levels -> levels.stream()
                        .filter(group -> !group.name().equals(FlowCell.SAMPLE))
                        .forEach(all::add));
        return all;
    }

    Optional<FlowGroup> population(int neurons) {
        return populations.stream()
                .filter(group -> group.settings().neurons() == neurons)
                .findFirst();
    }
}
