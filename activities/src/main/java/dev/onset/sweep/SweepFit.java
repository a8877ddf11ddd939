package dev.onset.sweep;

import dev.onset.kind.Outcome;
import dev.onset.pages.FitFile;
import dev.onset.report.AxesPanel;
import java.util.List;
import java.util.Map;

/**
 * What is fitted to a sweep: a row a point. Each point's own fit, and its course in a panel, are results of their own, so this
 * stays small however many there are.
 *
 * @param rows in the order of points
 */
record SweepFit(List<Row> rows) {
    static final FitFile<SweepFit> FILE = new FitFile<>(SweepFit.class, Map.of());
    static final FitFile<AxesPanel> GLANCE = new FitFile<>("glance.json", AxesPanel.class, Map.of());

    /**
     * One point.
     *
     * @param cell key of its own fit's result
     * @param glance whether that has a panel
     */
    record Row(String point, Outcome outcome, String cell, boolean glance) {}

    SweepFit {
        rows = List.copyOf(rows);
    }
}
