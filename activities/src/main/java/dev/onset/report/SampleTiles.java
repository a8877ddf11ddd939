package dev.onset.report;

import dev.onset.report.SamplePanel.Features;
import dev.onset.report.SamplePanel.Group;
import dev.onset.report.SamplePanel.Image;
import dev.onset.report.SamplePanel.Tokens;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Draws a sample with the strongest groups of its players on it. */
final class SampleTiles {
    private static final int SUBSCRIPT_ZERO = 0x2080;

    private SampleTiles() {}

    /** @param id that nothing else on the page has */
    static Markup draw(SamplePanel panel, String id) {
        Markup out = new Markup().open("div", "class", "sample");
        out.open("h3").text(panel.title());
        if (!panel.note().isEmpty()) {
            out.el("small", panel.note());
        }
        out.close().open("div", "class", "tiles");
        if (panel.picture() instanceof Image image) {
            image(out, image, panel.groups(), id);
        } else if (panel.picture() instanceof Tokens tokens) {
            tokens(out, tokens, panel.groups());
        } else if (panel.picture() instanceof Features features) {
            features(out, features, panel.groups());
        }
        return out.close().close();
    }

    private static void image(Markup out, Image image, List<Group> groups, String id) {
        tile(out, "the " + image.players() + " players", "", "plain", players(image, id));
        for (Group group : groups) {
            tile(out, group.words(), Fmt.sig(group.effect(), 3), group.sign(), thumbnail(image, group, id));
        }
    }

    private static void tile(Markup out, String first, String second, String style, Markup picture) {
        out.open("figure", "class", "tile").add(picture).open("figcaption").text(first);
        if (!second.isEmpty()) {
            out.el("b", second, "class", style);
        }
        out.close().close();
    }

    private static Markup players(Image image, String id) {
        Markup svg = box(image, "the sample and its players");
        svg.open("g", "id", id);
        Pixels.draw(svg, image);
        svg.close();
        for (int[] pixels : image.pixels()) {
            if (pixels.length > 0) {
                svg.leaf("path", "class", "outline faint", "d", PixelOutline.of(pixels, image.width()));
            }
        }
        return svg.close();
    }

    private static Markup thumbnail(Image image, Group group, String id) {
        String members =
                Arrays.stream(group.players()).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        Markup svg = box(image, group.words() + " players " + members + ", effect " + Fmt.sig(group.effect()));
        svg.leaf("use", "href", "#" + id, "class", "dim");
        int[] pixels = Arrays.stream(group.players())
                .flatMap(p -> Arrays.stream(image.pixels().get(p)))
                .distinct()
                .sorted()
                .toArray();
        svg.leaf("path", "class", "tint " + group.sign(), "d", PixelOutline.fill(pixels, image.width()));
        svg.leaf(
                "path",
                "class",
                "outline " + group.sign() + (group.light() ? " dashed" : ""),
                "d",
                PixelOutline.of(pixels, image.width()));
        return svg.close();
    }

    private static Markup box(Image image, String title) {
        String view = "-0.15 -0.15 " + (image.width() + 0.3) + " " + (image.height() + 0.3);
        return Drawing.described(new Markup().open("svg", "class", "pic", "viewBox", view, "role", "img"), title, "");
    }

    /** The sentence as it is read, players underlined. Words that play and are the same are told apart by a number. */
    private static void tokens(Markup out, Tokens t, List<Group> groups) {
        boolean[] plays = new boolean[t.tokens().size()];
        t.members().forEach(player -> Arrays.stream(player).forEach(token -> plays[token] = true));
        List<String> shown = IntStream.range(0, plays.length)
                .mapToObj(i -> t.tokens().get(i) + (plays[i] ? which(t.tokens(), plays, i) : ""))
                .toList();
        out.open("div", "class", "features").open("p", "class", "sentence");
        for (int i = 0; i < plays.length; i++) {
            out.el("span", shown.get(i), "class", plays[i] ? "token player" : "token")
                    .text(" ");
        }
        out.close();
        List<String> names = t.members().stream()
                .map(player -> Arrays.stream(player).mapToObj(shown::get).collect(Collectors.joining(" ")))
                .toList();
        listed(out, names, groups);
        out.close();
    }

    /** Which of equal tokens that play one is, as a small number; nothing for one that plays alone. */
    private static String which(List<String> tokens, boolean[] plays, int at) {
        int[] equal = IntStream.range(0, plays.length)
                .filter(i -> plays[i] && tokens.get(i).equals(tokens.get(at)))
                .toArray();
        if (equal.length == 1) {
            return "";
        }
        long before = Arrays.stream(equal).filter(i -> i < at).count();
        return Long.toString(before + 1)
                .chars()
                .mapToObj(digit -> Character.toString(SUBSCRIPT_ZERO + digit - '0'))
                .collect(Collectors.joining());
    }

    private static void features(Markup out, Features f, List<Group> groups) {
        StringBuilder row = new StringBuilder();
        for (int p = 0; p < f.values().length; p++) {
            row.append(p > 0 ? "; " : "").append(f.names().get(p)).append(" = ").append(Fmt.found(f.values()[p]));
        }
        out.open("div", "class", "features").el("p", row.toString(), "class", "row");
        listed(out, f.names(), groups);
        out.close();
    }

    private static void listed(Markup out, List<String> names, List<Group> groups) {
        double most =
                groups.stream().mapToDouble(g -> Math.abs(g.effect())).max().orElse(1);
        out.open("table").open("tbody");
        for (Group group : groups) {
            String members = Arrays.stream(group.players())
                    .mapToObj(names::get)
                    .collect(Collectors.joining(" " + group.join() + " "));
            out.open("tr").open("td").text(members).el("small", group.words()).close();
            out.open("td", "class", "bar").add(bar(group, most > 0 ? most : 1)).close();
            out.el("td", Fmt.sig(group.effect()), "class", "num").close();
        }
        out.close().close();
    }

    private static Markup bar(Group group, double most) {
        Markup svg = Drawing.svg(160, 12, "strip", "effect " + Fmt.sig(group.effect()), "");
        double length = 78 * Math.abs(group.effect()) / most;
        svg.leaf("path", "class", "base", "d", "M80 0v12");
        svg.leaf(
                "rect",
                "class",
                "box " + (group.effect() < 0 ? "orange" : "blue") + (group.light() ? " light" : ""),
                "x",
                Fmt.xy(group.effect() < 0 ? 80 - length : 80),
                "y",
                "2",
                "width",
                Fmt.xy(length),
                "height",
                "8");
        return svg.close();
    }
}
