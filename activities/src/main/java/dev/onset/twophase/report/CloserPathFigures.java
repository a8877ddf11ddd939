package dev.onset.twophase.report;

import dev.onset.report.AxesPanel;
import dev.onset.report.Colour;
import dev.onset.report.DataTable;
import dev.onset.report.Figure;
import dev.onset.report.Figure.Arrangement;
import dev.onset.report.Mark;
import dev.onset.report.Scale;
import dev.onset.report.Series;
import dev.onset.report.Series.Curve;
import dev.onset.report.Series.Mode;
import dev.onset.twophase.report.CloserPath.Followed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Recovered lists through training as a figure, and as fields of {@code outcome.json}. */
final class CloserPathFigures {
    /** From which R^2 on a list is called an explanation. */
    private static final double EXPLANATION = 0.9;

    /** Samples whose interactions are drawn; the table has all of them. */
    private static final int DRAWN = 3;

    private CloserPathFigures() {}

    /** What all lists explain, then the interactions of the first samples, each with a key of its own. */
    static List<Figure> figures(List<CloserPath> paths, String output) {
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.of(
                        "closer-path",
                        "Recovered: the lists through training",
                        "Each list starts from that of the checkpoint before. The share of the variance of the "
                                + output + " that each explains at least; below 0.9 a list is no explanation. ",
                        Arrangement.STACKED,
                        List.of(bounds(paths)))
                .numbers(lists(paths), effects(paths)));
        for (CloserPath path : paths.subList(0, Math.min(DRAWN, paths.size()))) {
            figures.add(Figure.of(
                    "closer-path-" + figures.size(),
                    "Recovered: " + path.title() + ", through training",
                    "The interactions that are the largest in any of the sample's lists, by the players' numbers or names"
                            + "; 0 where a list has none of these players and kind. ",
                    Arrangement.STACKED,
                    List.of(effects(path))));
        }
        return figures;
    }

    private static AxesPanel bounds(List<CloserPath> paths) {
        List<Series> series = new ArrayList<>();
        for (CloserPath path : paths) {
            series.add(Curve.of(
                    path.title(),
                    Colour.nth(series.size()),
                    Mode.LINE_AND_POINTS,
                    Timeline.doubles(path.steps()),
                    path.bound()));
        }
        double lowest = paths.stream()
                .flatMapToDouble(path -> Arrays.stream(path.bound()))
                .min()
                .orElse(0);
        return AxesPanel.of(
                "R\u00b2 of the list, at least",
                Timeline.SCALE,
                Scale.linear("R\u00b2, at least").from(Math.min(0, lowest), 1),
                series,
                List.of(new Mark.Level(EXPLANATION, "an explanation")));
    }

    private static AxesPanel effects(CloserPath path) {
        List<Series> series = new ArrayList<>();
        for (Followed one : path.followed()) {
            series.add(Curve.of(
                    one.words(),
                    Colour.nth(series.size()),
                    Mode.LINE_AND_POINTS,
                    Timeline.doubles(path.steps()),
                    one.effects()));
        }
        return AxesPanel.of("effect on v", Timeline.SCALE, Scale.linear("effect"), series, List.of());
    }

    private static DataTable lists(List<CloserPath> paths) {
        DataTable.Builder table = DataTable.of("closer-lists", "sample", "step", "interactions", "explained", "bound");
        for (CloserPath path : paths) {
            for (int i = 0; i < path.steps().length; i++) {
                table.row(path.title(), path.steps()[i], path.interactions()[i], path.explained()[i], path.bound()[i]);
            }
        }
        return table.build();
    }

    private static DataTable effects(List<CloserPath> paths) {
        DataTable.Builder table = DataTable.of("closer-effects", "sample", "kind", "players", "step", "effect");
        for (CloserPath path : paths) {
            for (Followed one : path.followed()) {
                for (int i = 0; i < path.steps().length; i++) {
                    table.row(
                            path.title(),
                            kind(one),
                            CloserFigures.words(members(one)),
                            path.steps()[i],
                            one.effects()[i]);
                }
            }
        }
        return table.build();
    }

    private static String kind(Followed one) {
        return one.and() ? "AND" : "OR";
    }

    private static List<Integer> members(Followed one) {
        return Arrays.stream(one.players()).boxed().toList();
    }

    /** Fields of {@code outcome.json}; players are numbered as in the sample. */
    static Map<String, Object> outcome(CloserPath path) {
        Map<String, Object> out = new HashMap<>();
        out.put("steps", Arrays.stream(path.steps()).boxed().toList());
        out.put("count", Arrays.stream(path.interactions()).boxed().toList());
        out.put("explained", Arrays.stream(path.explained()).boxed().toList());
        out.put("bound", Arrays.stream(path.bound()).boxed().toList());
        out.put(
                "interactions",
                path.followed().stream()
                        .map(one -> Map.<String, Object>of(
                                "kind",
                                kind(one).toLowerCase(Locale.ROOT),
                                "players",
                                members(one),
                                "effects",
                                Arrays.stream(one.effects()).boxed().toList()))
                        .toList());
        return out;
    }
}
