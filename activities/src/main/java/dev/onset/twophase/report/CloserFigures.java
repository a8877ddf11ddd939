package dev.onset.twophase.report;

import dev.onset.report.DataTable;
import dev.onset.report.Figure;
import dev.onset.report.Figure.Arrangement;
import dev.onset.report.Fmt;
import dev.onset.report.SamplePanel;
import dev.onset.report.Section;
import dev.onset.twophase.report.CloserLook.Recovered;
import dev.onset.twophase.report.CloserLook.Zoomed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Closer looks as figures, and as fields of {@code outcome.json}. */
final class CloserFigures {
    private CloserFigures() {}

    /** None where no closer look was taken. */
    static Optional<Section> section(List<CloserLook> looks, String output) {
        List<SamplePanel> zoomed = looks.stream()
                .flatMap(look -> look.zoom().map(zoom -> zoomed(look, zoom)).stream())
                .toList();
        List<SamplePanel> recovered = looks.stream()
                .flatMap(look -> look.recovered().map(CloserFigures::recovered).stream())
                .toList();
        List<Figure> figures = new ArrayList<>();
        if (!zoomed.isEmpty()) {
            figures.add(figure(
                    "closer-zoom",
                    "Zoom: the players that matter most",
                    "The strongest AND and OR interactions of the players of largest influence, by exact extraction of the "
                            + output
                            + "; all other players stay as they are in the sample. The share of the variance is of"
                            + " the whole game, in which those are present or absent too. ",
                    zoomed,
                    zoomedNumbers(looks)));
        }
        if (!recovered.isEmpty()) {
            figures.add(figure(
                    "closer-recovered",
                    "Recovered: the strongest among all players",
                    "The head of a list that sparse recovery makes of the " + output
                            + ", all players present or absent at random. A list whose R\u00b2 is not shown to reach 0.9 is no"
                            + " explanation of the sample, whatever it names. ",
                    recovered,
                    recoveredNumbers(looks)));
        }
        List<CloserPath> paths =
                looks.stream().flatMap(look -> look.path().stream()).toList();
        if (!paths.isEmpty()) {
            figures.addAll(CloserPathFigures.figures(paths, output));
        }
        return figures.isEmpty()
                ? Optional.empty()
                : Optional.of(new Section.Figures(
                        "closer", "A closer look: interactions by name", List.of(), figures, false));
    }

    private static Figure figure(String id, String title, String caption, List<SamplePanel> panels, DataTable numbers) {
        return Figure.of(id, title, caption + SampleFigure.HOW_DRAWN, Arrangement.STACKED, panels)
                .numbers(numbers);
    }

    private static DataTable zoomedNumbers(List<CloserLook> looks) {
        DataTable.Builder table = DataTable.of(
                "closer-zoom", "sample", "step", "explained", "low", "high", "gap", "kind", "effect", "players");
        looks.stream()
                .flatMap(look -> look.zoom().stream())
                .forEach(zoom -> zoom.drawing()
                        .interactions()
                        .forEach(one -> table.row(
                                zoom.drawing().title(),
                                zoom.drawing().step(),
                                zoom.explained().value(),
                                zoom.explained().low(),
                                zoom.explained().high(),
                                zoom.gap(),
                                SampleFigure.kind(one),
                                one.effect(),
                                words(members(one, zoom.players())))));
        return table.build();
    }

    private static DataTable recoveredNumbers(List<CloserLook> looks) {
        DataTable.Builder table = DataTable.of(
                "closer-recovered",
                "sample",
                "step",
                "interactions",
                "passes",
                "explained",
                "bound",
                "explanation",
                "kind",
                "effect",
                "players");
        looks.stream()
                .flatMap(look -> look.recovered().stream())
                .forEach(found -> found.drawing()
                        .interactions()
                        .forEach(one -> table.row(
                                found.drawing().title(),
                                found.drawing().step(),
                                found.interactions(),
                                found.passes(),
                                found.explained(),
                                found.bound(),
                                found.explanation(),
                                SampleFigure.kind(one),
                                one.effect(),
                                words(members(one, found.players())))));
        return table.build();
    }

    /** Members as the sample numbers its players. */
    private static List<Integer> members(SampleDrawing.Interaction one, int[] players) {
        return Arrays.stream(one.players()).mapToObj(i -> players[i]).toList();
    }

    static String words(List<Integer> members) {
        return members.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    private static SamplePanel zoomed(CloserLook look, Zoomed zoom) {
        return SampleFigure.panel(
                zoom.drawing(),
                zoom.players().length + " of " + Fmt.step(look.count()) + " players: alone they explain "
                        + percent(zoom.explained().value()) + " (95 % interval "
                        + percent(zoom.explained().low()) + " to "
                        + percent(zoom.explained().high()) + ") of the variance; certified within "
                        + Fmt.sig(zoom.gap(), 2) + " of the sparsest");
    }

    private static SamplePanel recovered(Recovered found) {
        return SampleFigure.panel(
                found.drawing(),
                found.drawing().interactions().size() + " strongest of " + Fmt.step(found.interactions())
                        + " interactions from " + Fmt.step(found.passes()) + " passes: R\u00b2 "
                        + Fmt.fixed(found.explained(), 3) + ", at least " + Fmt.fixed(found.bound(), 3) + "; "
                        + found.verdict());
    }

    private static String percent(double share) {
        return Fmt.fixed(100 * share, 1) + " %";
    }

    /** Fields of {@code outcome.json}, one entry a sample; players are numbered as in the sample. */
    static List<Map<String, @Nullable Object>> outcome(List<CloserLook> looks) {
        List<Map<String, @Nullable Object>> out = new ArrayList<>();
        for (CloserLook look : looks) {
            Map<String, @Nullable Object> fields = new HashMap<>();
            fields.put("zoom", look.zoom().map(CloserFigures::outcome).orElse(null));
            fields.put("recovered", look.recovered().map(CloserFigures::outcome).orElse(null));
            look.path().ifPresent(path -> fields.put("path", CloserPathFigures.outcome(path)));
            out.add(fields);
        }
        return out;
    }

    private static Map<String, Object> outcome(Zoomed zoom) {
        Map<String, Object> out = new HashMap<>();
        out.put("sample", zoom.drawing().title());
        out.put("step", zoom.drawing().step());
        out.put("players", Arrays.stream(zoom.players()).boxed().toList());
        out.put(
                "explained",
                List.of(
                        zoom.explained().value(),
                        zoom.explained().low(),
                        zoom.explained().high()));
        out.put("gap", zoom.gap());
        out.put("interactions", interactions(zoom.drawing(), zoom.players()));
        return out;
    }

    private static Map<String, Object> outcome(Recovered found) {
        Map<String, Object> out = new HashMap<>();
        out.put("sample", found.drawing().title());
        out.put("step", found.drawing().step());
        out.put("count", found.interactions());
        out.put("explained", found.explained());
        out.put("bound", found.bound());
        out.put("explanation", found.explanation());
        out.put("passes", found.passes());
        out.put("verdict", found.verdict());
        out.put("interactions", interactions(found.drawing(), found.players()));
        return out;
    }

    private static List<Map<String, Object>> interactions(SampleDrawing drawing, int[] players) {
        return drawing.interactions().stream()
                .map(one -> Map.<String, Object>of(
                        "kind",
                        SampleFigure.kind(one).toLowerCase(Locale.ROOT),
                        "players",
                        members(one, players),
                        "effect",
                        one.effect()))
                .toList();
    }
}
