package dev.onset.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;

/** What can be said about a page's looks without a browser: labels stay inside, ticks stay apart, colours can be read. */
@Tag("unit")
final class LayoutTest {
    @Test
    void labelsStayInside_andTicksStayApart() throws SAXException {
        Document page = Pages.parse(Pages.html(ReportFixture.report()));
        assertThat(PageLooks.outside(page)).isEmpty();
        assertThat(PageLooks.touching(page)).isEmpty();
    }

    @Test
    void negativeControl_cutAndTouchingLabelsAreSeen() throws SAXException {
        Document cut = Pages.parse("<svg viewBox=\"0 0 100 20\"><text x=\"90\" y=\"9\">a long label</text></svg>");
        Document close =
                Pages.parse("<svg viewBox=\"0 0 100 20\"><text x=\"20\" y=\"9\" class=\"tick mid\">1,000</text>"
                        + "<text x=\"40\" y=\"9\" class=\"tick mid\">3,000</text></svg>");
        assertThat(PageLooks.outside(cut)).hasSize(1);
        assertThat(PageLooks.touching(close)).hasSize(1);
        assertThat(PageLooks.outside(close)).isEmpty();
    }

    @Test
    void texts_haveTheContrastOfWcagAA_lightAndDark() {
        String css = Pages.html(ReportFixture.report());
        Matcher blocks = Pattern.compile(":root\\{([^}]*)\\}").matcher(css);
        int seen = 0;
        while (blocks.find()) {
            Map<String, String> colours = new TreeMap<>();
            Pattern.compile("--([a-z]+):(#[0-9a-f]+)")
                    .matcher(blocks.group(1))
                    .results()
                    .forEach(m -> colours.put(m.group(1), m.group(2)));
            for (String text : List.of("ink", "soft", "blue", "orange", "green", "violet")) {
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
