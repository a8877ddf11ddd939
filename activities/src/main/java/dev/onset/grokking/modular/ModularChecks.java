package dev.onset.grokking.modular;

import dev.onset.report.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/** What the theory and the trainings of modular addition must show. */
public final class ModularChecks {
    private static final double LEARNED = 0.99;
    private static final int LAST_STEP_OF_MEMORY = 200;
    /** The table's bound holds for a majority, not for each seed. */
    private static final double SHARE_IN_TIME = 0.8;

    private static final int EARLIEST_INSIGHT = 600;
    private static final int LATEST_INSIGHT = 1300;

    private static final int LEAST_SEEDS = 5;
    private static final List<Control> CONTROLS = List.of(Control.NO_DECAY, Control.LITTLE_DATA);

    private ModularChecks() {}

    /** Checks of the solver at the paper's sizes. */
    public static List<Check> theory() {
        ModularTheorySettings figure = ModularTheorySettings.figure(0.2);
        double specialised = ModularTheory.specialisedNoise(figure);
        return List.of(
                Check.within("equal-depth sigma2", 0.2360, 0.0005, ModularTheory.equalDepthNoise(figure)),
                Check.within("specialised (GMFL-II) sigma2", 0.175, 0.005, specialised),
                Check.within(
                        "|a| where specialised",
                        0.74,
                        0.02,
                        -ModularTheory.solve(figure.withNoise(specialised)).a()));
    }

    /** The first observation at which training accuracy reached .99. */
    public static Optional<ModularObservation> memorised(List<ModularObservation> path) {
        return path.stream().filter(o -> o.trainAccuracy() >= LEARNED).findFirst();
    }

    /** The first observation at which test accuracy reached .99. */
    public static Optional<ModularObservation> generalised(List<ModularObservation> path) {
        return path.stream().filter(o -> o.testAccuracy() >= LEARNED).findFirst();
    }

    /**
     * Checks of trainings.
     *
     * @param bySeed standard trainings: observations in order of steps; a moment is that of the first observation that shows
     *     it, so that it is known to within the distance of two
     * @param controls paths that must not generalise; one that is missing fails as unmeasured
     */
    public static List<Check> trainings(
            SortedMap<Long, List<ModularObservation>> bySeed, Map<Control, List<ModularObservation>> controls) {
        List<Check> checks = new ArrayList<>();
        int inTime = 0;
        for (var entry : bySeed.entrySet()) {
            List<ModularObservation> path = entry.getValue();
            String of = ", seed " + entry.getKey();
            Optional<ModularObservation> memory = memorised(path);
            Optional<ModularObservation> insight = generalised(path);
            ModularObservation last = path.get(path.size() - 1);
            double testEarly = path.stream()
                    .filter(o -> o.step() <= LAST_STEP_OF_MEMORY)
                    .reduce((x, y) -> y)
                    .map(ModularObservation::testAccuracy)
                    .orElse(Double.NaN);
            checks.add(Check.atMost("step of training accuracy .99" + of, 60, stepOf(memory)));
            checks.add(Check.atMost("test accuracy at step 200" + of, 0.15, testEarly));
            checks.add(Check.atMost("concentration when memorised" + of, 0.20, concentrationOf(memory)));
            checks.add(Check.atLeast("concentration when generalised" + of, 0.40, concentrationOf(insight)));
            checks.add(Check.atLeast("concentration at the end" + of, 0.60, last.concentration()));
            inTime += surelyInTime(path, insight) ? 1 : 0;
        }
        checks.add(Check.atLeast(
                "share of seeds with test accuracy .99 at step 600..1300, whole gap between observations",
                SHARE_IN_TIME,
                (double) inTime / Math.max(1, bySeed.size())));
        CONTROLS.forEach(control -> checks.add(Check.atMost(
                "test accuracy after memorising, " + control.name(),
                control.bound(),
                afterMemory(controls.getOrDefault(control, List.of()))
                        .mapToDouble(ModularObservation::testAccuracy)
                        .max()
                        .orElse(Double.NaN))));
        checks.add(Check.atLeast("evidence: seeds", LEAST_SEEDS, bySeed.size()));
        checks.add(Check.atLeast("evidence: controls", CONTROLS.size(), controls.size()));
        return List.copyOf(checks);
    }

    /** Whether the moment lies in time wherever between two observations it was. */
    private static boolean surelyInTime(List<ModularObservation> path, Optional<ModularObservation> insight) {
        double latest = stepOf(insight);
        double earliest = path.stream()
                .mapToDouble(o -> o.step() + 1.0)
                .filter(step -> step <= latest)
                .max()
                .orElse(0);
        return earliest >= EARLIEST_INSIGHT && latest <= LATEST_INSIGHT;
    }

    /** From the first observation with training accuracy .99 on: before it, accuracy is that of guessing, about 1/P. */
    private static Stream<ModularObservation> afterMemory(List<ModularObservation> path) {
        return path.stream().dropWhile(o -> o.trainAccuracy() < LEARNED);
    }

    private static double stepOf(Optional<ModularObservation> o) {
        return o.map(x -> (double) x.step()).orElse(Double.NaN);
    }

    private static double concentrationOf(Optional<ModularObservation> o) {
        return o.map(ModularObservation::concentration).orElse(Double.NaN);
    }

    /**
     * A training that must not generalise.
     *
     * @param bound largest test accuracy once the training pairs are memorised
     */
    public record Control(String name, double bound) {
        public static final Control NO_DECAY = new Control("weight decay 0", 0.05);
        public static final Control LITTLE_DATA = new Control("training fraction .3", 0.1);
    }
}
