package dev.onset.springblock;

import dev.onset.contracts.StudySpec;
import dev.onset.grid.Observations;
import dev.onset.phases.RankCorrelation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the networks of a study showed: every sentence and figure of the report is said from here. */
final class SpringFindings {
    /** What the mapping of dropout is worth where an axis has no unit of its own. */
    private static final double STRONGEST = 0.3;

    final SpringBlock study;
    /** Ascending. */
    final List<Double> alphas;

    private final List<SpringCell> cells;
    private final Map<String, SpringPoint> points = new LinkedHashMap<>();
    /** Chains take seconds, and several sentences and figures ask for them. */
    private final Map<List<Object>, Double> agreements = new HashMap<>();

    private final Map<List<Object>, LoadCurve> chains = new HashMap<>();

    SpringFindings(StudySpec spec, Observations observations) {
        study = (SpringBlock) spec.experiment();
        alphas = study.grid().alpha().stream().sorted().toList();
        cells = SpringCell.of(spec);
        Map<String, List<SpringObservation>> last = new LinkedHashMap<>();
        for (SpringCell cell : cells) {
            List<SpringObservation> path = observations.of(cell.name(), SpringObservation.class);
            last.computeIfAbsent(key(cell), k -> new ArrayList<>()).add(path.get(path.size() - 1));
        }
        last.forEach((key, all) -> points.put(key, SpringPoint.of(all)));
    }

    private static String key(SpringCell cell) {
        return cell.settings().alpha()
                + cell.axis()
                        .map(axis -> " " + axis.id + " " + axis.of(cell.settings()))
                        .orElse("");
    }

    /** Hidden layers, which are the loads of a curve and one more than the blocks of its chain. */
    int hidden() {
        return study.network().depth() - 1;
    }

    /** Values of an axis in the order of growing noise, the one at rest among them. */
    List<Double> values(Axis axis) {
        List<Double> values = new ArrayList<>();
        values.add(rest(axis));
        axis.values(study.grid()).forEach(value -> values.add(value.doubleValue()));
        values.sort(axis::compare);
        return values;
    }

    /** Whether the study moves along an axis. */
    boolean has(Axis axis) {
        return values(axis).size() > 1 && (axis == Axis.DROPOUT || study.grid().otherSeeds() > 0);
    }

    private double rest(Axis axis) {
        return switch (axis) {
            case DROPOUT, DATA_NOISE -> 0;
            case LEARNING_RATE -> study.training().learningRate();
            case BATCH -> study.training().batch();
        };
    }

    /** A place of the grid; empty where the study has none. */
    Optional<SpringPoint> at(double alpha, Axis axis, double value) {
        String rest = Double.toString(alpha);
        String key = value == rest(axis) ? rest : rest + " " + axis.id + " " + value;
        return Optional.ofNullable(points.get(key));
    }

    /** c of the networks; NaN where there is no curve. */
    double convexity(double alpha, Axis axis, double value) {
        return at(alpha, axis, value).map(SpringPoint::convexity).orElse(Double.NaN);
    }

    List<SpringPoint> all() {
        return List.copyOf(points.values());
    }

    /** All places of one alpha. */
    List<SpringPoint> of(double alpha) {
        String own = Double.toString(alpha);
        return points.entrySet().stream()
                .filter(entry -> entry.getKey().equals(own) || entry.getKey().startsWith(own + " "))
                .map(Map.Entry::getValue)
                .toList();
    }

    int lost() {
        return points.values().stream().mapToInt(SpringPoint::lost).sum();
    }

    int networks() {
        return cells.size();
    }

    /**
     * What stands for dropout on another axis, for the frozen mapping: data noise as it is; of the others, which have units of
     * their own, the value's place among those of the axis, from 0 to .3.
     */
    double dropoutFor(Axis axis, double value) {
        if (axis == Axis.DROPOUT || axis == Axis.DATA_NOISE) {
            return value;
        }
        List<Double> values = values(axis);
        return values.size() < 2 ? 0 : STRONGEST * values.indexOf(value) / (values.size() - 1);
    }

    /** Rank correlation of the chain's c with that of the networks over alpha and an axis; NaN where it does not exist. */
    double agreement(Mapping mapping, Axis axis) {
        return agreements.computeIfAbsent(List.of(mapping, axis), key -> correlation(mapping, axis));
    }

    /** The chain that stands for a network of this alpha and dropout. */
    LoadCurve chain(Mapping mapping, double alpha, double dropout) {
        return chains.computeIfAbsent(
                List.of(mapping, alpha, dropout), key -> mapping.curve(alpha, dropout, hidden() - 1));
    }

    private double correlation(Mapping mapping, Axis axis) {
        if (!has(axis)) {
            return Double.NaN;
        }
        List<double[]> pairs = new ArrayList<>();
        for (double alpha : alphas) {
            for (double value : values(axis)) {
                double network = convexity(alpha, axis, value);
                if (Double.isFinite(network)) {
                    LoadCurve chain = chain(mapping, alpha, dropoutFor(axis, value));
                    pairs.add(new double[] {chain.convexity(), network});
                }
            }
        }
        return pairs.size() < 3
                ? Double.NaN
                : RankCorrelation.spearman(
                        pairs.stream().mapToDouble(p -> p[0]).toArray(),
                        pairs.stream().mapToDouble(p -> p[1]).toArray());
    }

    /** The agreements of all mappings over the dropout grid, ascending; those that exist. */
    double[] agreements() {
        return Mapping.all().stream()
                .mapToDouble(mapping -> agreement(mapping, Axis.DROPOUT))
                .filter(Double::isFinite)
                .sorted()
                .toArray();
    }

    /** Rank correlation of test accuracy with v over the networks of one alpha; NaN where it does not exist. */
    double accuracyAgainstUnevenness(double alpha) {
        List<SpringPoint.Network> networks =
                of(alpha).stream().flatMap(point -> point.networks().stream()).toList();
        double[] accuracy =
                networks.stream().mapToDouble(SpringPoint.Network::accuracy).toArray();
        double[] unevenness =
                networks.stream().mapToDouble(n -> n.curve().unevenness()).toArray();
        return networks.size() < 3 || Arrays.stream(accuracy).distinct().count() < 2
                ? Double.NaN
                : RankCorrelation.spearman(accuracy, unevenness);
    }
}
