package dev.onset.springblock;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * One place of the grid: the networks of all its seeds at the last epoch.
 *
 * @param networks those whose separations exist in every layer
 * @param lost networks of this place in which they do not, because a layer no longer tells classes apart
 * @param accuracy mean test accuracy of all
 */
record SpringPoint(List<Network> networks, int lost, double accuracy) {
    /** A network that has a load curve. */
    record Network(LoadCurve curve, double accuracy) {}

    SpringPoint {
        networks = List.copyOf(networks);
    }

    static SpringPoint of(List<SpringObservation> last) {
        List<Network> found = last.stream()
                .filter(o -> o.separation().length > 0)
                .map(o -> new Network(LoadCurve.of(o.separation()), o.testAccuracy()))
                .toList();
        double accuracy = last.stream()
                .mapToDouble(SpringObservation::testAccuracy)
                .average()
                .orElse(0);
        return new SpringPoint(found, last.size() - found.size(), accuracy);
    }

    /** The mean curve over seeds; its loads and its c are the means of theirs. Empty where no network has one. */
    Optional<LoadCurve> curve() {
        if (networks.isEmpty()) {
            return Optional.empty();
        }
        double[] mean = new double[networks.get(0).curve().separation().length];
        for (Network network : networks) {
            for (int l = 0; l < mean.length; l++) {
                mean[l] += network.curve().separation()[l] / networks.size();
            }
        }
        return Optional.of(LoadCurve.of(mean));
    }

    /** c of the mean curve; NaN where there is none. */
    double convexity() {
        return curve().map(LoadCurve::convexity).orElse(Double.NaN);
    }

    /** Standard deviation over seeds; 0 for one. */
    double deviation(ToDoubleFunction<LoadCurve> value) {
        double[] all = networks.stream()
                .mapToDouble(network -> value.applyAsDouble(network.curve()))
                .toArray();
        double mean = Arrays.stream(all).average().orElse(0);
        double squares = Arrays.stream(all).map(v -> (v - mean) * (v - mean)).sum();
        return all.length < 2 ? 0 : Math.sqrt(squares / (all.length - 1));
    }
}
