package dev.onset.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** What can be said about a page's looks without a browser: labels stay inside, and ticks stay apart. */
public final class PageLooks {
    /** Pixels a character of a tick takes at least, in the fonts the page names. */
    private static final double NARROWEST = 6.2;
    /** Pixels around a drawing that belong to nobody. */
    private static final double MARGIN = 10;

    private PageLooks() {}

    /** Labels that reach out of their drawing. */
    public static List<String> outside(Document page) {
        List<String> out = new ArrayList<>();
        for (Element svg : Pages.all(page, "svg")) {
            double width = Double.parseDouble(svg.getAttribute("viewBox").split(" ")[2]);
            double height = Double.parseDouble(svg.getAttribute("viewBox").split(" ")[3]);
            for (Element text : Pages.all(svg, "text")) {
                double[] span = span(text);
                double y = Double.parseDouble(text.getAttribute("y"));
                if (span[0] < -MARGIN || span[1] > width + MARGIN || y < 8 || y > height + 2) {
                    out.add(svg.getAttribute("class") + ": " + text.getTextContent() + " at " + span[0] + ".."
                            + span[1]);
                }
            }
        }
        return out;
    }

    /** Ticks that touch the one before. */
    public static List<String> touching(Document page) {
        List<String> out = new ArrayList<>();
        for (Element svg : Pages.all(page, "svg")) {
            Map<String, Double> free = new TreeMap<>();
            for (Element text : Pages.all(svg, "text")) {
                if (Pages.has(text, "tick") && Pages.has(text, "mid")) {
                    double[] span = span(text);
                    String row = text.getAttribute("y");
                    if (span[0] < free.getOrDefault(row, Double.NEGATIVE_INFINITY) + 1) {
                        out.add(svg.getAttribute("class") + ": " + text.getTextContent());
                    }
                    free.put(row, span[1]);
                }
            }
        }
        return out;
    }

    private static double[] span(Element text) {
        double x = Double.parseDouble(text.getAttribute("x"));
        double wide = NARROWEST * text.getTextContent().length();
        double from = Pages.has(text, "end") ? x - wide : Pages.has(text, "mid") ? x - wide / 2 : x;
        return new double[] {from, from + wide};
    }
}
