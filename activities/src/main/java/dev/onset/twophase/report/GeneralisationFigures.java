package dev.onset.twophase.report;

import dev.onset.report.AxesPanel;
import dev.onset.report.Colour;
import dev.onset.report.Figure;
import dev.onset.report.Figure.Arrangement;
import dev.onset.report.Fmt;
import dev.onset.report.Scale;
import dev.onset.report.Series.Curve;
import dev.onset.report.Series.Mode;
import dev.onset.twophase.report.GeneralisationParts.LabelGroup;
import dev.onset.twophase.report.GeneralisationParts.Similarity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Which orders generalise: likeness of what two networks, or two sets of samples, hold; and what wrong labels add. */
final class GeneralisationFigures {
    private static final double ROOM = 1.05;

    private GeneralisationFigures() {}

    static Figure similarity(List<Similarity> all, PhaseTables tables) {
        Map<String, List<Curve>> panels = new LinkedHashMap<>();
        for (Similarity s : all) {
            List<Curve> lines = panels.computeIfAbsent(s.name(), name -> new ArrayList<>());
            Colour colour = Colour.nth(lines.size() / 2);
            String step = "step " + Fmt.step(s.step());
            lines.add(byOrder(step, colour, Mode.LINE_AND_POINTS, s.similarity()));
            lines.add(byOrder(step + ", by chance", colour, Mode.DASHED, s.chance()));
        }
        return Figure.of(
                        "generalisation",
                        "Which orders generalise",
                        words(all)
                                + "Dashed: one side\u2019s coalitions permuted within their order. An untrained network shows"
                                + " falling similarity too; two networks trained apart are the better evidence.",
                        Arrangement.SIDE_BY_SIDE,
                        panels(panels))
                .numbers(tables.generalisation());
    }

    static Figure labels(List<LabelGroup> groups, PhaseTables tables) {
        Map<String, List<Curve>> panels = new LinkedHashMap<>();
        for (LabelGroup g : groups) {
            Colour colour = g.mislabelled() ? Colour.ORANGE : Colour.BLUE;
            panels.computeIfAbsent("strength at step " + Fmt.step(g.step()), name -> new ArrayList<>())
                    .add(byOrder(g.words(), colour, Mode.LINE_AND_POINTS, g.strength()));
        }
        return Figure.of(
                        "label-groups",
                        "What wrong labels add",
                        "Mean strength of salient interactions of training samples by order, in units of mean |v(N) \u2212"
                                + " v(\u2205)|; v is taken for the label that was trained on.",
                        Arrangement.SIDE_BY_SIDE,
                        panels(panels))
                .numbers(tables.labelGroups());
    }

    private static Curve byOrder(String name, Colour colour, Mode mode, double[] values) {
        double[] orders =
                IntStream.rangeClosed(1, values.length).asDoubleStream().toArray();
        return Curve.of(name, colour, mode, orders, values);
    }

    /** All on one scale. */
    private static List<AxesPanel> panels(Map<String, List<Curve>> lines) {
        double top = 1e-9;
        int orders = 1;
        for (List<Curve> curves : lines.values()) {
            for (Curve curve : curves) {
                top = LossFigure.max(curve.y(), new double[] {top});
                orders = Math.max(orders, curve.x().length);
            }
        }
        Scale x = Scale.counted("order of the interaction", orders);
        Scale y = Scale.linear("").from(0, ROOM * top);
        return lines.entrySet().stream()
                .map(entry -> AxesPanel.of(entry.getKey(), x, y, entry.getValue(), List.of()))
                .toList();
    }

    /** What the last checkpoint's similarities say, in one sentence each. */
    static String words(List<Similarity> all) {
        StringBuilder out = new StringBuilder();
        Map<String, Similarity> last = new LinkedHashMap<>();
        all.forEach(s -> last.put(s.name(), s));
        for (Similarity s : last.values()) {
            List<String> orders = new ArrayList<>();
            for (int k = 0; k < s.similarity().length; k++) {
                if (s.similarity()[k] > s.chanceHigh()[k]) {
                    orders.add(Integer.toString(k + 1));
                }
            }
            out.append("At step ")
                    .append(Fmt.step(s.step()))
                    .append(", ")
                    .append(s.name())
                    .append(
                            orders.isEmpty()
                                    ? " are more alike than chance in no order"
                                    : " are more alike than chance in ")
                    .append(orders.isEmpty() ? "" : (orders.size() == 1 ? "order " : "orders "))
                    .append(String.join(", ", orders))
                    .append(" (above 97.5 % of permutations; ")
                    .append(s.pairs())
                    .append(s.pairs() == 1 ? " pair). " : " pairs). ");
        }
        return out.toString();
    }
}
