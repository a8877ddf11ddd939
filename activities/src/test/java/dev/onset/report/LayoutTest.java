package dev.onset.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** What can be said about a page's looks without a browser: labels stay inside, ticks stay apart, colours can be read. */
final class LayoutTest {
    /** Pixels a character of a tick takes at least, in the fonts the page names. */
    private static final double NARROWEST = 6.2;
    /** Pixels around a drawing that belong to nobody. */
    private static final double MARGIN = 10;

    static Stream<TwoPhaseReport> reports() {
        return Stream.concat(
                PageTest.reports(),
                IntStream.rangeClosed(1, 16)
                        .mapToObj(n -> new Fixture().players(n).build()));
    }

    @Test
    void labels_stayInsideTheirDrawing_whateverTheStudysSize() throws SAXException {
        List<String> outside = new ArrayList<>();
        for (TwoPhaseReport r : reports().toList()) {
            outside.addAll(outside(Pages.parse(Pages.html(r))));
        }
        assertThat(outside).isEmpty();
    }

    @Test
    void ticks_neverTouchEachOther() throws SAXException {
        List<String> touching = new ArrayList<>();
        for (TwoPhaseReport r : reports().toList()) {
            touching.addAll(touching(Pages.parse(Pages.html(r))));
        }
        assertThat(touching).isEmpty();
    }

    @Test
    void negativeControl_cutAndTouchingLabelsAreSeen() throws SAXException {
        Document cut = Pages.parse("<svg viewBox=\"0 0 100 20\"><text x=\"90\" y=\"9\">a long label</text></svg>");
        Document close =
                Pages.parse("<svg viewBox=\"0 0 100 20\"><text x=\"20\" y=\"9\" class=\"tick mid\">1,000</text>"
                        + "<text x=\"40\" y=\"9\" class=\"tick mid\">3,000</text></svg>");
        assertThat(outside(cut)).hasSize(1);
        assertThat(touching(close)).hasSize(1);
        assertThat(outside(close)).isEmpty();
    }

    @Test
    void selectedTimePoints_areAtMostEight_withBothEndsTheTurnAndTheOnset() {
        TwoPhaseReport many = new Fixture().many().build();
        int[] points = TimePoints.of(many, 8);
        assertThat(points).hasSize(8).isSorted().doesNotHaveDuplicates();
        assertThat(points).contains(0, 199, many.nearest(298), many.nearest(146));
        assertThat(TimePoints.of(new Fixture().few().build(), 8)).containsExactly(0, 1, 2);
        assertThat(TimePoints.of(new Fixture().steps(5).bare().build(), 8)).containsExactly(0);
    }

    @Test
    void longRun_staysASmallPage() {
        int bytes =
                ReportWriter.render(new Fixture().many().players(16).build()).get("index.html").length;
        assertThat(bytes).isLessThan(1_500_000);
    }

    @Test
    void texts_haveTheContrastOfWcagAA_lightAndDark() {
        String css = Pages.html(Fixture.typical());
        Matcher blocks = Pattern.compile(":root\\{([^}]*)\\}").matcher(css);
        int seen = 0;
        while (blocks.find()) {
            Map<String, String> colours = new TreeMap<>();
            Pattern.compile("--([a-z]+):(#[0-9a-f]+)")
                    .matcher(blocks.group(1))
                    .results()
                    .forEach(m -> colours.put(m.group(1), m.group(2)));
            for (String text : List.of("ink", "soft", "blue", "orange", "green", "violet", "turn")) {
                assertThat(contrast(colours.get(text), colours.get("bg")))
                        .as(text + " " + colours.get(text))
                        .isGreaterThanOrEqualTo(4.5);
            }
            seen++;
        }
        assertThat(seen).isEqualTo(2);
    }

    @Test
    void negativeControl_contrastIsComputedAsWcagSays() {
        assertThat(contrast("#000000", "#fff")).isCloseTo(21, within(1e-9));
        assertThat(contrast("#767676", "#ffffff")).isCloseTo(4.54, within(0.01));
        assertThat(contrast("#888888", "#ffffff")).isLessThan(4.5);
    }

    private static List<String> outside(Document page) {
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

    private static List<String> touching(Document page) {
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

    private static double contrast(String a, String b) {
        double one = luminance(a);
        double two = luminance(b);
        return (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
    }

    private static double luminance(String hex) {
        String full = hex.length() == 4 ? hex.replaceAll("([0-9a-f])", "$1$1") : hex;
        double[] weights = {0.2126, 0.7152, 0.0722};
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            double c = Integer.parseInt(full.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
            sum += weights[i] * (c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4));
        }
        return sum;
    }
}
