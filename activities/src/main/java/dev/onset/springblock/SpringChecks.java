package dev.onset.springblock;

import dev.onset.report.Check;
import dev.onset.report.Check.Relation;
import dev.onset.report.Fmt;
import dev.onset.springblock.Profiles.Regime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What chains and networks must show, against an independent prototype's numbers. */
final class SpringChecks {
    private static final double PROFILE = 0.01;
    private static final double LAW = 0.005;
    private static final double NEUTRAL = 0.03;
    private static final double RATIO = 0.75;
    private static final double[] FRICTIONS = {0.02, 0.05, 0.08, 0.12};
    private static final double[] STRONG_NOISES = {0.15, 0.2, 0.3, 0.5};
    private static final double SYMMETRIC_FROM = 0.2;
    private static final int SIGN_STEPS = 10_000;
    private static final int SIGN_SEEDS = 6;

    private static final double LAZY = -0.15;
    private static final double NONLINEAR = 0.8;
    private static final double LOW = -0.35;
    private static final double HIGH = 0.2;
    private static final double ACTIVE = 0.15;
    private static final double STRONGLY_NONLINEAR = 0.4;
    private static final double STRAIGHT = 0.98;
    private static final double AGREES = 0.8;
    private static final int LEAST_SEEDS = 3;

    private SpringChecks() {}

    /** The chains alone. */
    static List<Check> chains() {
        List<Check> checks = new ArrayList<>();
        for (Regime regime : Profiles.regimes()) {
            LoadCurve measured = regime.measure();
            checks.add(Check.atMost(
                    "chain, " + regime.name() + ": largest deviation of D_l from the profile, l = 0..8",
                    PROFILE,
                    regime.deviation(measured)));
            checks.add(Check.within(
                    "chain, " + regime.name() + ": c", regime.convexity(), regime.tolerance(), measured.convexity()));
            if (regime.chain().noise() > 0) {
                checks.add(Check.atMost(
                        "chain, " + regime.name() + ": largest deviation from the stationary law",
                        LAW,
                        law(regime, measured)));
            }
        }
        signs(checks);
        return checks;
    }

    private static double law(Regime regime, LoadCurve measured) {
        double[] law = regime.chain().stationary(FirstOrderChain.STIFFNESS);
        double largest = 0;
        for (int l = 0; l < law.length; l++) {
            largest = Math.max(largest, Math.abs(law[l] - measured.separation()[l]));
        }
        return largest;
    }

    private static void signs(List<Check> checks) {
        double still = Double.NEGATIVE_INFINITY;
        double noisy = Double.POSITIVE_INFINITY;
        double symmetric = 0;
        for (double mu : FRICTIONS) {
            for (double ratio : new double[] {RATIO, 1}) {
                still = Math.max(still, stationary(new ChainSettings(Profiles.BLOCKS, ratio * mu, mu, 0)));
            }
            for (double noise : STRONG_NOISES) {
                noisy = Math.min(noisy, stationary(new ChainSettings(Profiles.BLOCKS, RATIO * mu, mu, noise)));
                if (noise >= SYMMETRIC_FROM) {
                    double c = stationary(new ChainSettings(Profiles.BLOCKS, mu, mu, noise));
                    symmetric = Math.max(symmetric, Math.abs(c));
                }
            }
        }
        checks.add(signed("chain: largest c without noise, friction .02 to .12", Relation.BELOW, still, still < 0));
        checks.add(signed(
                "chain: smallest c at eps .15 to .5, muRight/muLeft .75, muLeft .02 to .12",
                Relation.ABOVE,
                noisy,
                noisy > 0));
        checks.add(Check.atMost("chain: largest |c| at eps .2 to .5, symmetric friction", NEUTRAL, symmetric));
    }

    private static Check signed(String name, Relation relation, double measured, boolean pass) {
        return new Check(name, "", 0, 0, relation, Optional.of(measured), pass);
    }

    private static double stationary(ChainSettings chain) {
        int seeds = chain.noise() == 0 ? 1 : SIGN_SEEDS;
        double[][] all = new double[seeds][];
        for (int seed = 0; seed < seeds; seed++) {
            all[seed] = FirstOrderChain.mean(chain, SIGN_STEPS / 2, SIGN_STEPS, seed);
        }
        return LoadCurve.of(Profiles.mean(all)).convexity();
    }

    /**
     * The networks: bounds that belong to the prototype's task, and what any grid must show.
     *
     * @param judged whether the networks are those that the bounds belong to
     */
    static List<Check> networks(SpringFindings findings, boolean judged) {
        List<Check> checks = new ArrayList<>();
        if (judged) {
            convexities(findings, checks);
        }
        checks.add(Check.atLeast(
                "rank correlation of c, chain against networks, dropout grid, frozen mapping",
                AGREES,
                findings.agreement(Mapping.FROZEN, Axis.DROPOUT)));
        for (Axis axis : List.of(Axis.DATA_NOISE, Axis.LEARNING_RATE)) {
            checks.add(Check.atLeast(
                    "rank correlation of c, chain against networks, " + axis.words + " grid, frozen mapping",
                    AGREES,
                    findings.agreement(Mapping.FROZEN, axis)));
        }
        checks.add(Check.atMost("networks without a load curve", 0, findings.lost()));
        checks.add(Check.atLeast(
                "evidence: seeds of the dropout grid",
                LEAST_SEEDS,
                findings.study.grid().seed().size()));
        return checks;
    }

    private static void convexities(SpringFindings findings, List<Check> checks) {
        for (double alpha : findings.alphas) {
            if (alpha <= NONLINEAR) {
                checks.add(Check.atMost(at("c", alpha, 0), LAZY, findings.convexity(alpha, Axis.DROPOUT, 0)));
            }
        }
        for (double alpha : findings.alphas) {
            checks.add(Check.within(
                    at("c", alpha, 0.1),
                    (LOW + HIGH) / 2,
                    (HIGH - LOW) / 2,
                    findings.convexity(alpha, Axis.DROPOUT, 0.1)));
        }
        for (double alpha : findings.alphas) {
            if (alpha <= STRONGLY_NONLINEAR) {
                checks.add(Check.atLeast(at("c", alpha, 0.2), ACTIVE, findings.convexity(alpha, Axis.DROPOUT, 0.2)));
            }
        }
        double linear = Math.abs(findings.convexity(1, Axis.DROPOUT, 0));
        boolean pass = linear < ACTIVE;
        checks.add(new Check(
                at("|c|", 1, 0),
                "",
                ACTIVE,
                0,
                Relation.BELOW,
                Double.isFinite(linear) ? Optional.of(linear) : Optional.empty(),
                pass));
        checks.add(Check.atLeast(
                at("R\u00b2 of the straight line", 0, 0.1),
                STRAIGHT,
                findings.at(0, Axis.DROPOUT, 0.1)
                        .flatMap(SpringPoint::curve)
                        .map(LoadCurve::straightness)
                        .orElse(Double.NaN)));
    }

    private static String at(String what, double alpha, double dropout) {
        return "networks: " + what + " at alpha " + Fmt.plain(alpha) + ", dropout " + Fmt.plain(dropout)
                + ", mean of seeds";
    }
}
