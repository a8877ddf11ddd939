package dev.onset.compare;

import dev.onset.report.AxesPanel;
import dev.onset.report.Colour;
import dev.onset.report.Series;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Small panels of several runs in one. */
public final class Overlay {
    private Overlay() {}

    /** Panels by name, those with the same axes together, in the order in which each first comes. */
    public static List<Map<String, AxesPanel>> alike(Map<String, AxesPanel> panels) {
        Map<String, Map<String, AxesPanel>> groups = new LinkedHashMap<>();
        panels.forEach((name, panel) -> groups.computeIfAbsent(
                        panel.x().name() + " / " + panel.y().name(), axes -> new LinkedHashMap<>())
                .put(name, panel));
        return List.copyOf(groups.values());
    }

    /** The first line of each panel in one, each in a colour of its own. */
    public static AxesPanel of(String title, Map<String, AxesPanel> group) {
        List<Series> series = new ArrayList<>();
        int number = 0;
        for (Map.Entry<String, AxesPanel> one : group.entrySet()) {
            Colour colour = Colour.nth(number++);
            String first = one.getValue().series().get(0).name();
            for (Series line : one.getValue().series()) {
                if (line instanceof Series.Curve curve && curve.name().equals(first)) {
                    series.add(new Series.Curve(
                            one.getKey(), colour, curve.mode(), curve.x(), curve.y(), curve.error(), ""));
                }
            }
        }
        AxesPanel any = group.values().iterator().next();
        return AxesPanel.of(title, any.x(), any.y(), series, List.of());
    }
}
