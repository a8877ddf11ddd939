package dev.onset.compare;

import dev.onset.kind.ComparedRun;
import dev.onset.kind.Factor;
import dev.onset.report.AxesPanel;
import dev.onset.report.Colour;
import dev.onset.report.Figure;
import dev.onset.report.Figure.Arrangement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The courses of runs in small panels, one a setting. */
final class CourseFigures {
    private static final int SETTINGS = 48;
    private static final int SEEDS = 4;
    private static final int TOGETHER = Colour.DISTINCT;

    private final List<Factor> factors;
    private final List<Setting> settings;
    private final ComparisonReport.Glances glances;

    CourseFigures(List<Factor> factors, List<Setting> settings, ComparisonReport.Glances glances) {
        this.factors = factors;
        this.settings = settings;
        this.glances = glances;
    }

    List<Figure> figures() {
        Map<String, AxesPanel> firsts = new LinkedHashMap<>();
        List<AxesPanel> panels = new ArrayList<>();
        for (Setting setting : shown()) {
            Map<String, AxesPanel> runs = new LinkedHashMap<>();
            for (ComparedRun run :
                    setting.runs().subList(0, Math.min(SEEDS, setting.runs().size()))) {
                glances.of(run)
                        .ifPresent(panel ->
                                runs.put(setting.runs().size() > 1 ? "seed " + run.seed() : run.name(), panel));
            }
            if (!runs.isEmpty()) {
                AxesPanel first = runs.values().iterator().next();
                firsts.put(setting.words(factors), first);
                panels.add(
                        Overlay.of(setting.title(factors), Overlay.alike(runs).get(0)));
            }
        }
        if (panels.isEmpty()) {
            return List.of();
        }
        List<Figure> figures = new ArrayList<>();
        if (firsts.size() <= TOGETHER) {
            int number = 0;
            for (Map<String, AxesPanel> group : Overlay.alike(firsts)) {
                number++;
                if (group.size() > 1) {
                    String what = group.values().iterator().next().y().name();
                    figures.add(Figure.of(
                            "together-" + number,
                            "Together: " + what,
                            "The first run of each.",
                            Arrangement.STACKED,
                            List.of(Overlay.of(what, group))));
                }
            }
        }
        figures.add(Figure.of(
                "each",
                "Each by itself",
                "One panel a setting, its seeds in colours."
                        + (settings.size() > SETTINGS
                                ? " " + SETTINGS + " of " + settings.size()
                                        + " are drawn, evenly chosen; every run has a page of its own."
                                : ""),
                Arrangement.SMALL,
                panels));
        return figures;
    }

    private List<Setting> shown() {
        if (settings.size() <= SETTINGS) {
            return settings;
        }
        List<Setting> shown = new ArrayList<>();
        for (int i = 0; i < SETTINGS; i++) {
            shown.add(settings.get((int) ((long) i * (settings.size() - 1) / (SETTINGS - 1))));
        }
        return shown;
    }
}
