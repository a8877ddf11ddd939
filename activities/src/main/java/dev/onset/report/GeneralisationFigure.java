package dev.onset.report;

import dev.onset.report.GeneralisationParts.LabelGroup;
import dev.onset.report.GeneralisationParts.Similarity;
import dev.onset.report.OrderChart.Line;
import dev.onset.report.OrderChart.Panel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which orders generalise: likeness of what two networks, or two sets of samples, hold; and what wrong labels add. */
final class GeneralisationFigure {
    private static final String[] STYLES = {"out0", "out1", "out2", "gap"};

    private GeneralisationFigure() {}

    static Markup similarity(List<Similarity> all) {
        Map<String, List<Line>> panels = new LinkedHashMap<>();
        for (Similarity s : all) {
            List<Line> lines = panels.computeIfAbsent(s.name(), name -> new ArrayList<>());
            String style = STYLES[lines.size() / 2 % STYLES.length];
            lines.add(new Line("step " + Fmt.step(s.step()), s.similarity(), style));
            lines.add(new Line("step " + Fmt.step(s.step()) + ", by chance", s.chance(), style + " dash0"));
        }
        return OrderChart.draw(panels(panels), "Similarity by order");
    }

    static Markup labels(List<LabelGroup> groups) {
        Map<String, List<Line>> panels = new LinkedHashMap<>();
        for (LabelGroup g : groups) {
            panels.computeIfAbsent("strength at step " + Fmt.step(g.step()), name -> new ArrayList<>())
                    .add(new Line(g.words(), g.strength(), g.mislabelled() ? "test" : "train"));
        }
        return OrderChart.draw(panels(panels), "Mean strength by order");
    }

    private static List<Panel> panels(Map<String, List<Line>> lines) {
        return lines.entrySet().stream()
                .map(entry -> new Panel(entry.getKey(), entry.getValue()))
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
