package dev.onset.springblock;

import dev.onset.contracts.StudySpec;
import dev.onset.grid.Observations;
import dev.onset.report.Check;
import dev.onset.report.Check.Tally;
import dev.onset.report.Figure;
import dev.onset.report.FigureReport;
import dev.onset.report.FigureReport.KeyFigure;
import dev.onset.report.Fmt;
import dev.onset.report.Section.Notes;
import java.util.ArrayList;
import java.util.List;

/** What networks over nonlinearity and noise showed, beside the chains. */
final class SpringReport {
    private static final int TRAIN = 1_000;
    private static final int TEST = 797;
    private static final int WIDTH = 64;
    private static final int DEPTH = 8;
    private static final int EPOCHS = 100;
    private static final double RATE = 0.001;

    private final SpringFindings findings;

    SpringReport(StudySpec spec, Observations observations) {
        findings = new SpringFindings(spec, observations);
    }

    /** The bounds for networks are those of the prototype's task. */
    static boolean judged(SpringFindings findings) {
        SpringBlock study = findings.study;
        SpringBlock.Network network = study.network();
        SpringBlock.Training training = study.training();
        return study.data().name().equals("digits")
                && study.data().train() == TRAIN
                && study.data().test() == TEST
                && network.architecture() == NetworkShape.Kind.MLP
                && network.width() == WIDTH
                && network.depth() == DEPTH
                && training.learningRate() == RATE
                && training.batch() >= TRAIN
                && training.steps() == EPOCHS
                && study.checkpoints().lastStep() == EPOCHS;
    }

    FigureReport write() {
        List<Check> checks = new ArrayList<>(SpringChecks.chains());
        checks.addAll(SpringChecks.networks(findings, judged(findings)));
        GridFigures grid = new GridFigures(findings);
        ChainFigures chains = new ChainFigures(findings);
        List<Figure> figures = List.of(
                grid.phases(),
                grid.curves(),
                chains.diagrams(),
                grid.table(),
                chains.agreement(),
                grid.accuracy(),
                ChainFigures.regimes());
        return FigureReport.of(Tally.of(checks).words(), words(), lede(), keyFigures(checks), figures, checks, notes());
    }

    private double mostNonlinear() {
        return findings.alphas.get(0);
    }

    private String words() {
        List<Double> dropouts = findings.values(Axis.DROPOUT);
        double still = findings.convexity(mostNonlinear(), Axis.DROPOUT, 0);
        double noisy = findings.convexity(mostNonlinear(), Axis.DROPOUT, dropouts.get(dropouts.size() - 1));
        return "at alpha " + Fmt.plain(mostNonlinear()) + " c is " + number(still) + " without noise and "
                + number(noisy) + " at dropout " + Fmt.plain(dropouts.get(dropouts.size() - 1));
    }

    private static String number(double value) {
        return Double.isFinite(value) ? Fmt.fixed(value, 2) : Fmt.NONE;
    }

    private String lede() {
        double agreement = findings.agreement(Mapping.FROZEN, Axis.DROPOUT);
        return findings.networks() + " networks of " + findings.hidden() + " hidden layers on "
                + findings.study.data().name()
                + ": how much each layer separates the classes, over nonlinearity and noise. "
                + (Double.isFinite(agreement)
                        ? "A chain of blocks with friction and noise ranks them with a correlation of "
                                + number(agreement) + "."
                        : "There are too few of them to hold a chain of blocks against.");
    }

    private List<KeyFigure> keyFigures(List<Check> checks) {
        double dropout = findings.values(Axis.DROPOUT).stream()
                .filter(value -> value > 0)
                .findFirst()
                .orElse(0.0);
        return List.of(
                new KeyFigure("checks passed", Tally.of(checks).held() + " of " + checks.size(), "table below"),
                new KeyFigure(
                        "c without noise",
                        number(findings.convexity(mostNonlinear(), Axis.DROPOUT, 0)),
                        "alpha " + Fmt.plain(mostNonlinear()) + "; below 0: lazy"),
                new KeyFigure(
                        "R\u00b2 of the line",
                        findings.at(mostNonlinear(), Axis.DROPOUT, dropout)
                                .flatMap(SpringPoint::curve)
                                .map(curve -> Fmt.fixed(curve.straightness(), 3))
                                .orElse(Fmt.NONE),
                        "dropout " + Fmt.plain(dropout)),
                new KeyFigure(
                        "chain against networks",
                        number(findings.agreement(Mapping.FROZEN, Axis.DROPOUT)),
                        "rank correlation, dropout grid"));
    }

    private List<Notes> notes() {
        List<String> limits = new ArrayList<>(List.of(
                "The mapping of nonlinearity to friction and of dropout to noise was fixed by looking at a dropout grid; only the"
                        + " other axes test it. Learning rate and batch size have no unit in common with noise: their places on the axis"
                        + " stand for it.",
                "\u201cStraight load curves generalise best\u201d is no law of these networks: the correlation of accuracy with v is given"
                        + " for each alpha by itself, and its sign changes.",
                "A chain\u2019s phase diagram states its run length: noise relaxes the concave state in finite time, and stationary convex"
                        + " curves need \u03bc_left > \u03bc_right.",
                "Dropout .5 keeps these networks from training at all and is left out of the grid."));
        if (findings.lost() > 0) {
            limits.add(findings.lost() + " of " + findings.networks()
                    + " networks have no load curve, since a layer no longer tells classes apart; they are left out.");
        }
        if (!judged(findings)) {
            limits.add(
                    "The bounds for networks belong to 1,000 training and 797 test digits, width 64, depth 8, full batch, Adam"
                            + " 10\u207b\u00b3 and 100 epochs; with other settings only the chains and their ranking are checked.");
        }
        return List.of(
                new Notes("limits", "What this does not show", limits),
                new Notes(
                        "symbols",
                        "Symbols",
                        List.of(
                                "D_l = log Tr(SSW pinv(SSB)) of layer l, SSB and SSW the covariances between and within classes, on the"
                                        + " clean training set at inference; l = 0 is the normalised input, then each hidden layer after its"
                                        + " activation; the logits are left out.",
                                "Load of layer l: d_l = D_(l\u22121) \u2212 D_l. v: standard deviation of the loads, 0 for a straight line."
                                        + " c = d_first \u2212 d_last.",
                                "Networks: batch normalisation at the input and before each activation, leaky ReLU of negative slope alpha,"
                                        + " dropout after it, cross entropy, Adam; weights and biases uniform in \u00b11/\u221afan-in.",
                                "Data noise q: in every step a share q of labels is drawn at random and inputs get q standard deviations"
                                        + " of Gaussian noise.",
                                "Chain: blocks x_1..x_L between walls at 0 and 1 on springs, with friction \u03bc and noise \u03b5; D_l stands for"
                                        + " 1 \u2212 x_l.")));
    }
}
