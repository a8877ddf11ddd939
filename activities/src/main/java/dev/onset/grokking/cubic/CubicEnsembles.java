package dev.onset.grokking.cubic;

import dev.onset.contracts.StudySpec;
import dev.onset.grid.Observations;
import dev.onset.grokking.cubic.LangevinSettings.Start;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the runs of a cubic study showed, pooled over seeds at each noise. */
final class CubicEnsembles {
    private final List<CubicCell> cells;
    private final List<List<CubicCell.Observation>> paths = new ArrayList<>();
    private final CubicSettings sizes;
    private final int seeds;

    CubicEnsembles(StudySpec spec, Observations observations) {
        GrokkingCubic study = (GrokkingCubic) spec.experiment();
        sizes = CubicSettings.of(study.problem(), study.grid().noise().get(0));
        seeds = study.grid().seed().size();
        cells = CubicCell.of(spec);
        cells.forEach(cell -> paths.add(observations.of(cell.name(), CubicCell.Observation.class)));
    }

    /** The trained sizes; their noise means nothing. */
    CubicSettings sizes() {
        return sizes;
    }

    int seeds() {
        return seeds;
    }

    /** By noise, at the last checkpoint. */
    SortedMap<Double, EnsembleSummary> from(Start start) {
        SortedMap<Double, List<MemberObservation>> members = new TreeMap<>();
        for (int i = 0; i < cells.size(); i++) {
            if (cells.get(i).settings().start() == start) {
                List<CubicCell.Observation> path = paths.get(i);
                members.computeIfAbsent(cells.get(i).noise(), noise -> new ArrayList<>())
                        .addAll(path.get(path.size() - 1).members());
            }
        }
        SortedMap<Double, EnsembleSummary> summaries = new TreeMap<>();
        members.forEach((noise, all) -> summaries.put(noise, EnsembleSummary.of(all)));
        return summaries;
    }

    /** Mean b over networks at each checkpoint: {steps, b}. */
    double[][] path(double noise, Start start) {
        SortedMap<Long, List<Double>> byStep = new TreeMap<>();
        for (int i = 0; i < cells.size(); i++) {
            if (cells.get(i).settings().start() == start && cells.get(i).noise() == noise) {
                for (CubicCell.Observation o : paths.get(i)) {
                    o.members()
                            .forEach(m -> byStep.computeIfAbsent(o.step(), step -> new ArrayList<>())
                                    .add(m.b()));
                }
            }
        }
        double[] steps = byStep.keySet().stream().mapToDouble(step -> step).toArray();
        double[] b = byStep.values().stream()
                .mapToDouble(all -> all.stream().mapToDouble(v -> v).average().orElse(0))
                .toArray();
        return new double[][] {steps, b};
    }
}
