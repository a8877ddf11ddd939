package dev.onset.report;

import dev.onset.report.TablePanel.Cell;
import java.util.ArrayList;
import java.util.List;

/** Every number that a figure draws, as one table: a row a point, a cell, a pixel, a group or a table's cell. */
final class DrawnNumbers {
    private final Figure figure;
    private final boolean views;
    private final boolean spreads;
    private final DataTable.Builder out;

    DrawnNumbers(Figure figure) {
        this.figure = figure;
        List<Panel> all = figure.allPanels();
        views = !figure.views().isEmpty();
        boolean axesOnly = all.stream().allMatch(AxesPanel.class::isInstance);
        spreads = !axesOnly
                || all.stream()
                        .flatMap(p -> ((AxesPanel) p).series().stream())
                        .anyMatch(Series.Spread.class::isInstance);
        out = DataTable.of(figure.id(), columns());
    }

    /** Files of figures that only have curves keep the columns they have always had. */
    private String[] columns() {
        List<String> columns = new ArrayList<>();
        if (views) {
            columns.add("view");
        }
        columns.addAll(List.of("panel", "series", "x", "y", "standard_error"));
        if (spreads) {
            columns.addAll(List.of("low", "high"));
        }
        return columns.toArray(String[]::new);
    }

    DataTable table() {
        figure.panels().forEach(panel -> panel("", panel));
        figure.views().forEach(view -> view.panels().forEach(panel -> panel(view.words(), panel)));
        return out.build();
    }

    private void row(
            String view, Panel panel, String series, Object x, Object y, Object error, Object low, Object high) {
        List<Object> cells = new ArrayList<>();
        if (views) {
            cells.add(view);
        }
        cells.addAll(List.of(panel.title(), series, x, y, error));
        if (spreads) {
            cells.addAll(List.of(low, high));
        }
        out.row(cells.toArray());
    }

    private void panel(String view, Panel panel) {
        if (panel instanceof AxesPanel axes) {
            axes.series().forEach(s -> series(view, panel, s));
        } else if (panel instanceof HeatPanel heat) {
            heat(view, heat);
        } else if (panel instanceof SamplePanel sample) {
            sample(view, sample);
        } else if (panel instanceof TablePanel table) {
            table(view, table);
        }
    }

    private void series(String view, Panel panel, Series series) {
        for (int i = 0; i < series.x().length; i++) {
            if (series instanceof Series.Curve c) {
                Object error = c.error().length == 0 ? "" : c.error()[i];
                row(view, panel, c.name(), c.x()[i], c.y()[i], error, "", "");
            } else if (series instanceof Series.Spread s) {
                row(view, panel, s.name(), s.x()[i], "", "", s.low()[i], s.high()[i]);
            }
        }
    }

    /** x is the column's label, the series the row's; points of a curve in a cell have their number behind the column's label. */
    private void heat(String view, HeatPanel heat) {
        for (int r = 0; r < heat.values().length; r++) {
            for (int c = 0; c < heat.values()[r].length; c++) {
                String row = heat.rows().labels().get(r);
                row(view, heat, row, heat.columns().labels().get(c), heat.values()[r][c], "", "", "");
            }
        }
        heat.lines().forEach(line -> series(view, heat, line));
        for (int r = 0; r < heat.curves().size(); r++) {
            for (int c = 0; c < heat.curves().get(r).size(); c++) {
                double[] curve = heat.curves().get(r).get(c);
                for (int i = 0; i < curve.length; i++) {
                    String at = heat.columns().labels().get(c) + " [" + i + "]";
                    row(view, heat, heat.rows().labels().get(r) + " (curve)", at, curve[i], "", "", "");
                }
            }
        }
    }

    /** Groups have their players as x; inputs their index, or their name. */
    private void sample(String view, SamplePanel sample) {
        for (SamplePanel.Group group : sample.groups()) {
            StringBuilder players = new StringBuilder();
            for (int p : group.players()) {
                players.append(players.length() > 0 ? " " : "").append(p);
            }
            row(view, sample, group.words(), players, group.effect(), "", "", "");
        }
        if (sample.picture() instanceof SamplePanel.Image image) {
            inputs(view, sample, image.values());
            members(view, sample, image.pixels());
        } else if (sample.picture() instanceof SamplePanel.Features features) {
            inputs(view, sample, features.values());
        } else if (sample.picture() instanceof SamplePanel.Tokens tokens) {
            members(view, sample, tokens.members());
        }
    }

    private void inputs(String view, SamplePanel sample, double[] values) {
        for (int i = 0; i < values.length; i++) {
            row(view, sample, "input", i, values[i], "", "", "");
        }
    }

    private void members(String view, SamplePanel sample, List<int[]> players) {
        for (int p = 0; p < players.size(); p++) {
            for (int input : players.get(p)) {
                row(view, sample, "player " + p, input, "", "", "", "");
            }
        }
    }

    /** The series is the column, x the number of the row, from 1. */
    private void table(String view, TablePanel table) {
        for (int r = 0; r < table.rows().size(); r++) {
            for (int c = 0; c < table.columns().size(); c++) {
                Cell cell = table.rows().get(r).get(c);
                Object shown = cell.value().<Object>map(v -> v).orElse(cell.text());
                row(view, table, table.columns().get(c).name(), r + 1, shown, "", "", "");
            }
        }
    }
}
