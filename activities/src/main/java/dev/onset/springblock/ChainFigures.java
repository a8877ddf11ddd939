package dev.onset.springblock;

import dev.onset.report.AxesPanel;
import dev.onset.report.Colour;
import dev.onset.report.Figure;
import dev.onset.report.Figure.Arrangement;
import dev.onset.report.Fmt;
import dev.onset.report.HeatPanel;
import dev.onset.report.HeatPanel.Lanes;
import dev.onset.report.HeatPanel.Shade;
import dev.onset.report.Range;
import dev.onset.report.Scale;
import dev.onset.report.Series.Curve;
import dev.onset.report.Series.Mode;
import dev.onset.report.TablePanel;
import dev.onset.report.TablePanel.Cell;
import dev.onset.report.TablePanel.Column;
import dev.onset.report.TablePanel.Format;
import dev.onset.springblock.Profiles.Regime;
import java.util.ArrayList;
import java.util.List;

/** Chains of blocks: their regimes, and their phase diagrams beside that of the networks. */
final class ChainFigures {
    private static final Shade CONVEXITY = new Shade("c (below 0: lazy; above: active)", new Range(-0.6, 0.6), false);
    /** The prints of both chains are held against their own largest c. */
    private static final Shade OF_CHAINS = new Shade("c of a chain", new Range(-0.3, 0.3), false);

    private static final int SEEDS = 5;
    /** The second-order chain's defaults: muLeft .004 and eps .003 lie inside this diagram. */
    private static final double SECOND_FRICTION = 0.01;

    private static final double SECOND_NOISE = 0.03;

    private final SpringFindings findings;

    ChainFigures(SpringFindings findings) {
        this.findings = findings;
    }

    /** Profiles of the three regimes, measured, expected, and by the stationary law. */
    static Figure regimes() {
        List<AxesPanel> panels = new ArrayList<>();
        for (Regime regime : Profiles.regimes()) {
            LoadCurve measured = regime.measure();
            double[] layers = GridFigures.layers(measured.separation().length);
            List<Curve> curves = new ArrayList<>(List.of(
                    Curve.of("simulated", Colour.BLUE, Mode.LINE_AND_POINTS, layers, measured.separation()),
                    Curve.of("prototype", Colour.ORANGE, Mode.DASHED, layers, regime.expected())));
            if (regime.chain().noise() > 0) {
                double[] law = regime.chain().stationary(FirstOrderChain.STIFFNESS);
                curves.add(Curve.of("stationary law", Colour.GREY, Mode.DOTTED, layers, law));
            }
            panels.add(AxesPanel.of(
                            regime.name(),
                            Scale.linear("l"),
                            Scale.linear("D = 1 \u2212 x").from(-0.05, 1.05),
                            curves,
                            List.of())
                    .noted("c " + Fmt.fixed(measured.convexity(), 3)));
        }
        return Figure.of(
                "regimes",
                "Three regimes of the chain",
                "First-order chain of 7 blocks, k = 1, \u03b7 = .01, 10,000 steps; with noise the mean over steps 5,000 to 10,000 of"
                        + " ten seeds. Lazy: \u03bc .05/.05 without noise. Balanced: the same with \u03b5 = .3. Active: \u03bc .03/.08, \u03b5 = .3."
                        + " Stationary law: x_l = l/(L+1) \u2212 (F/2k) l (L+1\u2212l), F = (\u03bc_right \u2212 \u03bc_left)/2 whatever \u03b5 > 0.",
                Arrangement.SMALL,
                panels);
    }

    /** Networks, first and second order, side by side. */
    Figure diagrams() {
        List<Double> dropouts = findings.values(Axis.DROPOUT);
        int blocks = findings.hidden() - 1;
        HeatPanel first = chain(
                "first-order chain, 3,000 steps",
                dropouts,
                (alpha, dropout) -> findings.chain(Mapping.FROZEN, alpha, dropout));
        HeatPanel second =
                chain("second-order chain, time 700", dropouts, (alpha, dropout) -> second(alpha, dropout, blocks));
        return Figure.of(
                "diagrams",
                "Phase diagrams side by side",
                "Networks after " + findings.study.training().steps()
                        + " epochs, and chains of as many loads: friction stands for nonlinearity, noise for dropout. First order: \u03bc_left"
                        + " = .1 (1 \u2212 alpha), \u03bc_right = .75 \u03bc_left, \u03b5 = .5 \u00d7 dropout. Second order, for the eye: \u03bc_left = .01 (1 \u2212"
                        + " alpha), the same ratio, \u03b5 = .03 \u00d7 dropout, common noise. A chain\u2019s diagram belongs to its run length: noise only"
                        + " relaxes the concave state in finite time.",
                Arrangement.SIDE_BY_SIDE,
                List.of(new GridFigures(findings).convexities(CONVEXITY), first, second));
    }

    private interface Chain {
        LoadCurve of(double alpha, double dropout);
    }

    private HeatPanel chain(String title, List<Double> dropouts, Chain chain) {
        double[][] shades = new double[findings.alphas.size()][dropouts.size()];
        List<List<double[]>> curves = new ArrayList<>();
        for (int r = 0; r < shades.length; r++) {
            List<double[]> row = new ArrayList<>();
            for (int c = 0; c < dropouts.size(); c++) {
                LoadCurve curve = chain.of(findings.alphas.get(r), dropouts.get(c));
                shades[r][c] = curve.convexity();
                row.add(curve.separation());
            }
            curves.add(row);
        }
        return new HeatPanel(
                        title,
                        new Lanes("dropout", dropouts.stream().map(Fmt::plain).toList()),
                        GridFigures.alphas(findings.alphas),
                        shades,
                        OF_CHAINS,
                        List.of(),
                        List.of())
                .curved(curves);
    }

    private static LoadCurve second(double alpha, double dropout, int blocks) {
        double muLeft = SECOND_FRICTION * (1 - alpha);
        ChainSettings chain =
                new ChainSettings(blocks, Mapping.FROZEN.ratio() * muLeft, muLeft, SECOND_NOISE * dropout);
        int seeds = chain.noise() == 0 ? 1 : SEEDS;
        double[][] last = new double[seeds][];
        for (int seed = 0; seed < seeds; seed++) {
            last[seed] = SecondOrderChain.last(chain, SecondOrderChain.Noise.COMMON, seed);
        }
        return LoadCurve.of(Profiles.mean(last));
    }

    /** How well chains rank the networks, axis by axis, and how much that owes to the choice of mapping. */
    Figure agreement() {
        List<List<Cell>> rows = new ArrayList<>();
        for (Axis axis : Axis.values()) {
            double value = findings.agreement(Mapping.FROZEN, axis);
            String unit =
                    axis == Axis.DROPOUT || axis == Axis.DATA_NOISE ? "as it is" : "by its place on the axis, 0 to .3";
            rows.add(List.of(
                    Cell.of(axis.words), Cell.of(unit), Double.isFinite(value) ? Cell.of(value) : Cell.of("not run")));
        }
        double[] all = findings.agreements();
        String range = all.length == 0
                ? "none of the 18 mappings has one"
                : "18 mappings (friction .05, .1, .2; ratio .6, .75, .9; noise .25, .5) give " + Fmt.fixed(all[0], 2)
                        + " to " + Fmt.fixed(all[all.length - 1], 2) + ", median " + Fmt.fixed(all[all.length / 2], 2);
        return Figure.of(
                "agreement",
                "How well the chain ranks the networks",
                "Spearman\u2019s rank correlation of c over alpha and the axis, frozen mapping. On the dropout grid "
                        + range
                        + "; the prototype had .64 to .94, the frozen mapping being the best of its 18. The other axes had no part in"
                        + " that choice.",
                Arrangement.STACKED,
                List.of(new TablePanel(
                        "rank correlation of c, chain against networks",
                        List.of(
                                Column.text("axis"),
                                Column.text("stands for dropout"),
                                new Column("rank correlation", Format.TWO_DECIMALS)),
                        rows)));
    }
}
