package dev.onset.report;

import dev.onset.report.SampleDrawing.Features;
import dev.onset.report.SampleDrawing.Image;
import dev.onset.report.SampleDrawing.Interaction;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Samples with their strongest interactions drawn on them. */
final class SampleFigure {
    private static final int LEVELS = 16;

    private final List<SampleDrawing> samples;

    SampleFigure(TwoPhaseReport report) {
        this.samples = report.samples();
    }

    Markup draw() {
        Markup out = new Markup();
        for (int i = 0; i < samples.size(); i++) {
            SampleDrawing sample = samples.get(i);
            out.open("div", "class", "sample");
            out.open("h3").text(sample.title());
            out.el(
                    "small",
                    "step " + Fmt.step(sample.step()) + ", v(N) \u2212 v(\u2205) = " + Fmt.sig(sample.effect()));
            out.close().open("div", "class", "tiles");
            if (sample instanceof Image image) {
                image(out, image, "pic" + i);
            } else if (sample instanceof Features features) {
                features(out, features);
            }
            out.close().close();
        }
        return out;
    }

    private static void image(Markup out, Image image, String id) {
        tile(out, "the " + image.players().size() + " players", "", "plain", players(image, id));
        for (Interaction i : image.interactions()) {
            tile(out, kind(i), Fmt.sig(i.effect(), 3), i.effect() < 0 ? "neg" : "pos", thumbnail(image, i, id));
        }
    }

    private static void tile(Markup out, String first, String second, String style, Markup picture) {
        out.open("figure", "class", "tile").add(picture).open("figcaption").text(first);
        if (!second.isEmpty()) {
            out.el("b", second, "class", style);
        }
        out.close().close();
    }

    private static String kind(Interaction i) {
        return (i.and() ? "AND" : "OR") + " of " + i.order();
    }

    private static Markup players(Image image, String id) {
        Markup svg = box(image, "the sample and its players");
        svg.open("g", "id", id);
        grey(svg, image);
        svg.close();
        for (int p = 0; p < image.players().size(); p++) {
            int[] pixels = image.players().get(p);
            if (pixels.length > 0) {
                svg.leaf("path", "class", "outline faint", "d", PixelOutline.of(pixels, image.width()));
            }
        }
        return svg.close();
    }

    private static Markup thumbnail(Image image, Interaction i, String id) {
        Markup svg = box(image, kind(i) + " players " + members(i) + ", effect " + Fmt.sig(i.effect()));
        svg.leaf("use", "href", "#" + id, "class", "dim");
        int[] pixels = Arrays.stream(i.players())
                .flatMap(p -> Arrays.stream(image.players().get(p)))
                .distinct()
                .sorted()
                .toArray();
        String sign = i.effect() < 0 ? "neg" : "pos";
        svg.leaf("path", "class", "tint " + sign, "d", PixelOutline.fill(pixels, image.width()));
        svg.leaf(
                "path",
                "class",
                "outline " + sign + (i.and() ? "" : " dashed"),
                "d",
                PixelOutline.of(pixels, image.width()));
        return svg.close();
    }

    private static String members(Interaction i) {
        return Arrays.stream(i.players()).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    }

    private static Markup box(Image image, String title) {
        String view = "-0.15 -0.15 " + (image.width() + 0.3) + " " + (image.height() + 0.3);
        return Drawing.described(new Markup().open("svg", "class", "pic", "viewBox", view, "role", "img"), title, "");
    }

    private static void grey(Markup svg, Image image) {
        svg.leaf("rect", "class", "ground", "width", "" + image.width(), "height", "" + image.height());
        StringBuilder[] levels = new StringBuilder[LEVELS + 1];
        for (int p = 0; p < image.grey().length; p++) {
            int level = (int) Math.round(Math.max(0, Math.min(1, image.grey()[p])) * LEVELS);
            if (level > 0) {
                levels[level] = levels[level] == null ? new StringBuilder() : levels[level];
                levels[level].append(PixelOutline.fill(new int[] {p}, image.width()));
            }
        }
        for (int level = 1; level <= LEVELS; level++) {
            if (levels[level] != null) {
                svg.leaf(
                        "path",
                        "class",
                        "ink",
                        "fill-opacity",
                        Fmt.fixed(level / (double) LEVELS, 2),
                        "d",
                        levels[level].toString());
            }
        }
    }

    private static void features(Markup out, Features f) {
        double most = f.interactions().stream()
                .mapToDouble(i -> Math.abs(i.effect()))
                .max()
                .orElse(1);
        StringBuilder row = new StringBuilder();
        for (int p = 0; p < f.values().length; p++) {
            row.append(p > 0 ? "; " : "").append(f.names().get(p)).append(" = ").append(Fmt.found(f.values()[p]));
        }
        out.open("div", "class", "features").el("p", row.toString(), "class", "row");
        out.open("table").open("tbody");
        for (Interaction i : f.interactions()) {
            String names = Arrays.stream(i.players())
                    .mapToObj(p -> f.names().get(p))
                    .collect(Collectors.joining(i.and() ? " and " : " or "));
            out.open("tr").open("td").text(names).el("small", kind(i)).close();
            out.open("td", "class", "bar").add(bar(i, most > 0 ? most : 1)).close();
            out.el("td", Fmt.sig(i.effect()), "class", "num").close();
        }
        out.close().close().close();
    }

    private static Markup bar(Interaction i, double most) {
        Markup svg = Drawing.svg(160, 12, "strip", "effect " + Fmt.sig(i.effect()), "");
        double length = 78 * Math.abs(i.effect()) / most;
        svg.leaf("path", "class", "base", "d", "M80 0v12");
        svg.leaf(
                "rect",
                "class",
                (i.effect() < 0 ? "neg" : "pos") + (i.and() ? " and" : " or"),
                "x",
                Fmt.xy(i.effect() < 0 ? 80 - length : 80),
                "y",
                "2",
                "width",
                Fmt.xy(length),
                "height",
                "8");
        return svg.close();
    }
}
