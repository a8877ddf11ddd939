package dev.onset.grokking.cubic;

import dev.onset.report.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** What the cubic teacher's theory and ensembles must show (arXiv 2310.03789, with the corrections named in this package). */
public final class CubicChecks {
    /** sigma^2 at which the runs must be judged. */
    private static final List<Double> NOISES = List.of(0.30, 0.20, 0.15, 0.10, 0.05);

    /**
     * The height over the trough that parts a side peak of the pooled density from none. It is a statement about the pooled
     * density only: how far it holds when networks are resampled is {@link EnsembleSummary#sidePeakLow()}.
     */
    public static final double UNIMODAL = 1.05;

    /** How far b may differ between two starts at one equilibrium. */
    public static final double SAME_B = 0.03;

    private static final double EPS = -0.3;
    private static final int LEAST_NETWORKS = 16;

    /**
     * Networks for which the quantile of resampled networks is meant: 64 of them pass at sigma^2 = .10, the first 16 of these do
     * not. With fewer the line says so, and stays.
     */
    private static final int QUANTILE_NETWORKS = 64;

    private static final String RESAMPLED =
            ", 5 % quantile of resampled networks (meant for " + QUANTILE_NETWORKS + ")";

    private static final int LEAST_SEEDS = 4;

    private static final Map<Double, double[]> BASE_TABLE = Map.of(
            0.30, new double[] {0.473, -0.2962},
            0.25, new double[] {0.396, -0.2948},
            0.20, new double[] {0.314, -0.2924},
            0.18, new double[] {0.280, -0.2902},
            0.15, new double[] {0.224, -0.2814},
            0.10, new double[] {0.126, -0.2471});

    private CubicChecks() {}

    /** Checks of closed form and solver, at the paper's base size and its limit of large beta. */
    public static List<Check> theory() {
        return theory(new AdaptiveKernel());
    }

    static List<Check> theory(AdaptiveKernel kernel) {
        List<Check> checks = new ArrayList<>();
        CubicSettings base = CubicSettings.base(EPS, 1);
        CubicTransition closed = CubicTransition.of(base);
        checks.add(Check.within("closed form: sigma2_c at eps = -.3", 0.1787, 0.0005, closed.noise()));
        checks.add(Check.within("closed form: u_c at eps = -.3", 30.67, 0.1, closed.u()));
        SolvedTransition solved = SolvedTransition.of(kernel, base, 0.18);
        String at = " at eps = -.3, beta = " + SolvedTransition.BETA;
        checks.add(Check.within("solver: sigma2_c" + at, 0.1787, 0.0005, solved.noise()));
        checks.add(Check.within("solver: u_c" + at, 30.67, 0.1, solved.u()));
        for (CubicSolution s : kernel.path(base, List.copyOf(BASE_TABLE.keySet()))) {
            double noise = s.settings().noise();
            double[] golden = BASE_TABLE.getOrDefault(noise, new double[2]);
            checks.add(Check.within("solver: b at sigma2 = " + noise, golden[0], 0.002, s.b()));
            checks.add(Check.within("solver: c at sigma2 = " + noise, golden[1], 0.002, s.c()));
        }
        return List.copyOf(checks);
    }

    /** Whether bounds for runs exist at these sizes: eps = -.3 at an eighth of the paper's size. The noise is not used. */
    public static boolean judges(CubicSettings sizes) {
        return sizes.equals(CubicSettings.eighth(EPS, sizes.noise()));
    }

    /**
     * Checks of ensembles against the theory of their own size; none where {@link #judges} has no bounds.
     *
     * @param sizes sizes of the trained networks; the noise is not used
     * @param ensembles by sigma^2, started from the prior
     */
    public static List<Check> ensembles(CubicSettings sizes, SortedMap<Double, EnsembleSummary> ensembles) {
        List<Check> checks = new ArrayList<>();
        if (!judges(sizes)) {
            return checks;
        }
        AdaptiveKernel kernel = new AdaptiveKernel();
        ensembles.forEach((noise, run) -> {
            CubicSolution theory = kernel.solve(sizes.withNoise(noise));
            String at = " at sigma2 = " + noise;
            checks.add(Check.within("runs: b" + at, theory.b(), 0.05, run.b()));
            checks.add(Check.within("runs: c" + at, theory.c(), noise <= 0.05 ? 0.045 : 0.03, run.c()));
            checks.add(Check.within("runs: P(|q| > .4)" + at, theory.far(), 0.03, run.far()));
            checks.addAll(peaks(at, noise, run));
        });
        return List.copyOf(checks);
    }

    private static List<Check> peaks(String at, double noise, EnsembleSummary run) {
        String pooled = "runs: side peak over trough" + at;
        double ratio = run.sidePeak().ratio();
        if (noise >= 0.20) {
            return List.of(Check.atMost(pooled, UNIMODAL, ratio));
        }
        if (noise <= 0.05) {
            return List.of(Check.atLeast(pooled, 4, ratio));
        }
        if (noise <= 0.10) {
            return List.of(
                    Check.atLeast(pooled, UNIMODAL, ratio),
                    Check.atLeast(pooled + RESAMPLED, UNIMODAL, run.sidePeakLow())
                            .worded(quantileWords(run.members())));
        }
        return List.of();
    }

    private static String quantileWords(int networks) {
        return networks >= QUANTILE_NETWORKS
                ? "of " + networks + " networks"
                : "only " + networks
                        + " networks here: a failure says that they are too few to show that another draw has the peak";
    }

    /** b from an aligned start less b from the prior, at each noise that has both. */
    public static List<Check> starts(
            SortedMap<Double, EnsembleSummary> prior, SortedMap<Double, EnsembleSummary> aligned) {
        List<Check> checks = new ArrayList<>();
        prior.forEach((noise, run) -> {
            EnsembleSummary other = aligned.get(noise);
            if (other != null) {
                checks.add(Check.within(
                        "starts: b aligned less b prior at sigma2 = " + noise, 0, SAME_B, other.b() - run.b()));
            }
        });
        return List.copyOf(checks);
    }

    /** Whether there is enough to judge: the table's noises, seeds, networks at each noise and of both starts. */
    public static List<Check> evidence(
            int seeds, SortedMap<Double, EnsembleSummary> prior, SortedMap<Double, EnsembleSummary> aligned) {
        List<Check> checks = new ArrayList<>();
        checks.add(Check.atLeast(
                "evidence: noises of .30, .20, .15, .10, .05 that were run",
                NOISES.size(),
                NOISES.stream().filter(prior::containsKey).count()));
        checks.add(Check.atLeast("evidence: seeds", LEAST_SEEDS, seeds));
        checks.add(Check.atLeast(
                "evidence: networks from the prior at each noise, fewest", LEAST_NETWORKS, fewest(prior)));
        checks.add(Check.atLeast(
                "evidence: networks from an aligned start at each noise, fewest", LEAST_NETWORKS, fewest(aligned)));
        return List.copyOf(checks);
    }

    private static double fewest(SortedMap<Double, EnsembleSummary> runs) {
        return runs.values().stream().mapToInt(EnsembleSummary::members).min().orElse(0);
    }
}
