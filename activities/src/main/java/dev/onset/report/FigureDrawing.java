package dev.onset.report;

import dev.onset.report.Figure.Arrangement;
import dev.onset.report.Figure.Switch;
import dev.onset.report.Figure.View;
import dev.onset.report.HeatPanel.Shade;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Draws a figure: its switches, its key, and its panels as they are arranged. */
public final class FigureDrawing {
    private final Figure figure;
    private int samples;

    public FigureDrawing(Figure figure) {
        this.figure = figure;
    }

    /** The figure without title and caption. */
    public Markup draw() {
        Markup out = new Markup();
        figure.words().forEach(p -> out.el("p", p, "class", "prose"));
        if (figure.views().isEmpty()) {
            return out.add(key()).add(panels(figure.panels()));
        }
        out.open("div", "class", "switched");
        switches(out);
        out.add(key());
        for (int i = 0; i < figure.views().size(); i++) {
            View view = figure.views().get(i);
            out.open("div", "class", i == 0 ? "variant" : "variant off", "data-choice", choice(i));
            if (!view.words().isEmpty()) {
                out.open("p", "class", "shown")
                        .el("b", "Shown: ")
                        .text(view.words())
                        .close();
            }
            out.add(panels(view.panels())).close();
        }
        return out.close();
    }

    private void switches(Markup out) {
        out.open("div", "class", "switches");
        for (int s = 0; s < figure.switches().size(); s++) {
            Switch choice = figure.switches().get(s);
            if (choice.options().size() < 2) {
                continue;
            }
            out.open("fieldset").el("legend", choice.name());
            for (int i = 0; i < choice.options().size(); i++) {
                radio(out, figure.id() + "-" + s, i, choice.options().get(i));
            }
            out.close();
        }
        out.close();
    }

    private static void radio(Markup out, String name, int value, String label) {
        out.open("label");
        if (value == 0) {
            out.leaf("input", "type", "radio", "name", name, "value", "0", "checked", "checked");
        } else {
            out.leaf("input", "type", "radio", "name", name, "value", Integer.toString(value));
        }
        out.el("span", label).close();
    }

    /** The options of the switches that have more than one, as the script reads them. */
    private String choice(int view) {
        List<String> chosen = new ArrayList<>();
        int rest = view;
        for (int s = figure.switches().size() - 1; s >= 0; s--) {
            int options = figure.switches().get(s).options().size();
            if (options > 1) {
                chosen.add(0, Integer.toString(rest % options));
            }
            rest /= options;
        }
        return String.join(" ", chosen);
    }

    /** What every name means. A wide stack whose lines all carry their names needs none. */
    private Markup key() {
        Map<String, Series> named = new LinkedHashMap<>();
        Set<String> labelled = new HashSet<>();
        for (Panel panel : figure.allPanels()) {
            if (panel instanceof AxesPanel axes) {
                for (Series s : axes.series()) {
                    named.merge(s.name(), s, (a, b) -> a instanceof Series.Curve ? a : b);
                    if (s instanceof Series.Curve c && !c.label().isEmpty()) {
                        labelled.add(s.name());
                    }
                }
            }
        }
        boolean said = figure.arrangement() == Arrangement.STACKED
                && named.entrySet().stream().allMatch(e -> labelled.contains(e.getKey()) || surrounds(e.getValue()));
        Key key = new Key(said ? "narrow" : "");
        // what surrounds a line comes after the lines
        named.entrySet().stream()
                .sorted(Comparator.comparing(entry -> surrounds(entry.getValue())))
                .forEach(entry -> key.series(entry.getKey(), entry.getValue()));
        return named.isEmpty() ? new Markup() : key.draw();
    }

    private static boolean surrounds(Series series) {
        return series instanceof Series.Spread s && (s.look() == Series.Look.BAND || s.look() == Series.Look.WHISKERS);
    }

    private Markup panels(List<Panel> panels) {
        Markup out = new Markup();
        Set<Shade> shades = new LinkedHashSet<>();
        List<Panel> run = new ArrayList<>();
        for (Panel panel : panels) {
            if (!run.isEmpty() && run.get(0).getClass() != panel.getClass()) {
                run(out, run);
                run.clear();
            }
            run.add(panel);
            if (panel instanceof HeatPanel heat) {
                shades.add(heat.shade());
            }
        }
        run(out, run);
        shades.forEach(shade -> out.add(HeatDrawing.scale(shade)));
        return out;
    }

    /** Panels of one kind that follow each other. */
    private void run(Markup out, List<Panel> run) {
        if (run.get(0) instanceof AxesPanel && figure.arrangement() == Arrangement.STACKED) {
            out.add(AxesDrawing.stacked(
                    figure.title(), run.stream().map(AxesPanel.class::cast).toList()));
            return;
        }
        boolean grid = run.get(0) instanceof AxesPanel
                || run.get(0) instanceof HeatPanel
                || figure.arrangement() != Arrangement.STACKED;
        if (grid) {
            out.open("div", "class", figure.arrangement() == Arrangement.SMALL ? "panels" : "pair");
        }
        run.forEach(panel -> out.add(one(panel)));
        if (grid) {
            out.close();
        }
    }

    private Markup one(Panel panel) {
        if (panel instanceof AxesPanel axes) {
            return figure.arrangement() == Arrangement.SMALL ? SmallDrawing.draw(axes) : AxesDrawing.half(axes);
        } else if (panel instanceof HeatPanel heat) {
            return new HeatDrawing(heat).draw();
        } else if (panel instanceof SamplePanel sample) {
            return SampleTiles.draw(sample, "pic-" + figure.id() + "-" + samples++);
        }
        return TableDrawing.draw((TablePanel) panel);
    }
}
