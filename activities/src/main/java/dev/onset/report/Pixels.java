package dev.onset.report;

import dev.onset.report.SamplePanel.Image;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Draws an image's pixels: those of one shade are one path. */
final class Pixels {
    private static final int LEVELS = 16;

    private Pixels() {}

    static void draw(Markup svg, Image image) {
        svg.leaf("rect", "class", "ground", "width", "" + image.width(), "height", "" + image.height());
        if (image.coloured()) {
            coloured(svg, image);
        } else {
            grey(svg, image);
        }
    }

    /** Ink on the page's own ground, so that a drawing stays one in the dark. */
    private static void grey(Markup svg, Image image) {
        StringBuilder[] levels = new StringBuilder[LEVELS + 1];
        for (int p = 0; p < image.values().length; p++) {
            int level = level(image.values()[p]);
            if (level > 0) {
                levels[level] = levels[level] == null ? new StringBuilder() : levels[level];
                levels[level].append(PixelOutline.fill(new int[] {p}, image.width()));
            }
        }
        for (int level = 1; level <= LEVELS; level++) {
            if (levels[level] != null) {
                String opacity = Fmt.fixed(level / (double) LEVELS, 2);
                svg.leaf("path", "class", "pixel", "fill-opacity", opacity, "d", levels[level].toString());
            }
        }
    }

    private static void coloured(Markup svg, Image image) {
        Map<String, StringBuilder> paths = new TreeMap<>();
        for (int p = 0; p < image.height() * image.width(); p++) {
            StringBuilder colour = new StringBuilder("#");
            for (int c = 0; c < 3; c++) {
                int byteValue = Math.min(255, level(image.values()[3 * p + c]) * 256 / LEVELS);
                colour.append(String.format(Locale.ROOT, "%02x", byteValue));
            }
            paths.computeIfAbsent(colour.toString(), k -> new StringBuilder())
                    .append(PixelOutline.fill(new int[] {p}, image.width()));
        }
        svg.open(
                "g",
                "shape-rendering",
                "crispEdges"); // smoothed edges of neighbours would let the ground shine through
        paths.forEach((colour, d) -> svg.leaf("path", "fill", colour, "d", d.toString()));
        svg.close();
    }

    private static int level(double value) {
        return (int) Math.round(Math.max(0, Math.min(1, value)) * LEVELS);
    }
}
