package dev.onset.twophase.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.report.Pages;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

@Tag("unit")
final class PhasePageTest {
    private static final Map<String, byte[]> TYPICAL = TwoPhaseFigures.render(Fixture.typical());
    private static final Pattern JUNK = Pattern.compile("NaN|Infinity|\\u221e|\\bnull\\b|Optional|\\[\\]|@[0-9a-f]{6}");
    private static final Set<String> VOID = Set.of("meta", "input", "br");
    private static final Set<String> FETCHING =
            Set.of("img", "image", "link", "script", "iframe", "object", "embed", "video", "audio", "source", "base");

    @Test
    void page_isSelfContained() throws SAXException {
        String html = Pages.html(TYPICAL);
        assertThat(html).doesNotContain("http:", "https:", "//fonts", "@import", "url(", "fetch(", "XMLHttpRequest");
        Document page = Pages.parse(html);
        assertThat(Pages.all(page, "*")).noneMatch(e -> FETCHING.contains(e.getTagName()) || e.hasAttribute("src"));
        assertThat(hrefs(page)).isNotEmpty().allMatch(h -> h.startsWith("#") || TYPICAL.containsKey(h));
    }

    @Test
    void everyTarget_existsOnce() throws SAXException {
        Document page = Pages.parse(Pages.html(TYPICAL));
        List<String> ids = Pages.all(page, "*").stream()
                .map(e -> e.getAttribute("id"))
                .filter(i -> !i.isEmpty())
                .toList();
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(hrefs(page).stream().filter(h -> h.startsWith("#")).map(h -> h.substring(1)))
                .isNotEmpty()
                .allMatch(ids::contains);
    }

    @Test
    void aSampleWithColours_isDrawnInThem_othersInInk() throws SAXException {
        assertThat(fills(Pages.html(
                        TwoPhaseFigures.render(new Fixture().coloured().build()))))
                .containsExactlyInAnyOrder("#ff0000", "#4080e0");
        assertThat(fills(Pages.html(TYPICAL))).as("negative control").isEmpty();
    }

    /** Colours that are given outright: all else has those of the page's style. */
    private static List<String> fills(String html) throws SAXException {
        return Pages.all(Pages.parse(html), "path").stream()
                .map(path -> path.getAttribute("fill"))
                .filter(fill -> fill.startsWith("#"))
                .toList();
    }

    @Test
    void aSampleOfOtherThanThreePlanes_isRefused() {
        SampleDrawing.Image image = FixtureParts.coloured();
        assertThatThrownBy(() -> with(image, image.colour().subList(0, 2))).hasMessageContaining("has 2 colours");
        assertThatThrownBy(() -> with(image, List.of(new double[1], new double[2], new double[2])))
                .hasMessageContaining("colour has 1 entries; 2 are expected");
    }

    private static SampleDrawing.Image with(SampleDrawing.Image image, List<double[]> colour) {
        return new SampleDrawing.Image(
                image.title(),
                image.step(),
                image.effect(),
                image.interactions(),
                image.height(),
                image.width(),
                image.grey(),
                image.players(),
                colour);
    }

    @Test
    void policy_allowsNothingButThePagesOwnStyleAndScript() {
        String html = Pages.html(TYPICAL);
        String style = between(html, "<style>", "</style>");
        String script = between(html, "<script>", "</script>");
        assertThat(html)
                .contains("default-src &apos;none&apos;; style-src &apos;sha256-" + sha(style)
                        + "&apos;; script-src &apos;sha256-" + sha(script) + "&apos;");
        assertThat(html).doesNotContain(" style=", " onload=", " onclick=", "unsafe-inline");
    }

    @Test
    void everyReport_isWellFormed_whateverItLacks() throws SAXException {
        for (TwoPhaseReport r : reports().toList()) {
            Document page = Pages.parse(html(r));
            assertThat(JUNK.matcher(page.getDocumentElement().getTextContent()).results())
                    .isEmpty();
            for (Element e : Pages.all(page, "*")) {
                for (String attribute : List.of("d", "x", "y", "cx", "cy", "width", "height", "viewBox")) {
                    assertThat(JUNK.matcher(e.getAttribute(attribute)).find()).isFalse();
                }
            }
            assertThat(selfClosed(html(r))).as("HTML elements written as empty").isSubsetOf(VOID);
        }
    }

    @Test
    void negativeControl_thePageParserSeesDamage() {
        String html = Pages.html(TYPICAL);
        assertThatThrownBy(() -> Pages.parse(html.replaceFirst("</h1>", ""))).isInstanceOf(SAXException.class);
    }

    @Test
    void everyDrawing_hasATitle_andChartsSayWhatTheyShow() throws SAXException {
        Document page = Pages.parse(Pages.html(TYPICAL));
        List<Element> drawings = Pages.all(page, "svg").stream()
                .filter(s -> !s.getAttribute("aria-hidden").equals("true"))
                .toList();
        assertThat(drawings).hasSizeGreaterThan(50).allSatisfy(svg -> {
            assertThat(svg.getAttribute("role")).isEqualTo("img");
            assertThat(Pages.all(svg, "title").get(0).getTextContent()).isNotBlank();
        });
        for (String chart : List.of("wide", "narrow", "heat", "small")) {
            assertThat(Pages.styled(page, chart).stream()
                            .filter(e -> e.getTagName().equals("svg")))
                    .isNotEmpty()
                    .allMatch(svg -> !Pages.all(svg, "desc").isEmpty());
        }
    }

    @Test
    void distribution_comesInAllThreeNormalisationsOfEveryOutput_oneOfThemShown() throws SAXException {
        Document page = Pages.parse(Pages.html(TYPICAL));
        List<Element> variants = Pages.styled(page, "variant");
        assertThat(variants.stream().map(v -> v.getAttribute("data-choice")))
                .containsExactly("0 0", "0 1", "1 0", "1 1", "2 0", "2 1");
        assertThat(variants.stream().filter(v -> !Pages.has(v, "off")).map(v -> v.getAttribute("data-choice")))
                .containsExactly("0 0");
        assertThat(Pages.all(page, "input").stream()
                        .filter(i -> i.getAttribute("name").equals("strengths-0"))
                        .map(i -> i.getAttribute("value")))
                .containsExactly("0", "1", "2");
        assertThat(variants.get(0).getTextContent()).contains("log-odds. Share of the strength");
        assertThat(variants.get(5).getTextContent()).contains("runner-up margin. Strength divided by");
        assertThat(variants)
                .allSatisfy(v ->
                        assertThat(Pages.all(v, "p").get(0).getTextContent()).startsWith("Shown: "));
    }

    @Test
    void print_hidesTheSwitchAndKeepsWhatIsSelected() {
        String style = between(Pages.html(TYPICAL), "<style>", "</style>");
        String print = style.substring(style.indexOf("@media print"));
        assertThat(print).contains(".switches,#tip{display:none}").doesNotContain(".off");
        assertThat(style).contains("@media screen and (prefers-color-scheme:dark)");
    }

    @Test
    void bars_pointUpForPositiveAndDownForNegative() throws SAXException {
        Document page = Pages.parse(Pages.html(TYPICAL));
        Element panel = Pages.styled(page, "small").get(3);
        double zero = path(panel, "base")[1];
        double[] up = verticals(panel, "blue");
        double[] down = verticals(panel, "orange");
        assertThat(up).isNotEmpty();
        assertThat(down).isNotEmpty();
        assertThat(Arrays.stream(up).max().orElseThrow()).isLessThanOrEqualTo(zero + 0.1);
        assertThat(Arrays.stream(down).min().orElseThrow()).isGreaterThanOrEqualTo(zero - 0.1);
    }

    @Test
    void verdictNone_isPrintedAsProminently() throws SAXException {
        String yes = Pages.html(TYPICAL);
        String no = html(new Fixture().none().build());
        assertThat(no).contains("<h1>No two phases.</h1>");
        assertThat(yes).contains("<h1>Two phases; the gap opens nearby.</h1>");
        assertThat(skeleton(no)).isEqualTo(skeleton(yes));
        assertThat(Pages.styled(Pages.parse(no), "verdict").get(0).getTextContent())
                .isEqualTo("none");
        assertThat(no).contains("Not passed: Rise.").contains("not that the network has no such dynamics");
    }

    @Test
    void hostileTexts_areTextsEverywhere() throws SAXException {
        String evil = "</title></style><script>alert(1)</script><img src=x onerror=alert(1)>\"'&\u0000\uFFFE";
        TwoPhaseReport r =
                new Fixture().named(evil, evil).sampleTitle(evil).words(evil).build();
        String html = html(r);
        assertThat(html).doesNotContain("<script>alert", "<img", "\u0000");
        Document page = Pages.parse(html);
        assertThat(Pages.all(page, "title").get(0).getTextContent()).contains("<script>alert(1)</script>");
        assertThat(Pages.all(page, "h1").get(0).getTextContent()).contains("<img src=x");
        assertThat(Pages.all(page, "*")).noneMatch(e -> e.hasAttribute("onerror"));
    }

    @Test
    void negativeControl_unescapedTextWouldBeSeen() throws SAXException {
        String html = Pages.html(TYPICAL).replaceFirst("<h1>", "<h1><img src=\"x\"/>");
        assertThat(Pages.all(Pages.parse(html), "*")).anyMatch(e -> FETCHING.contains(e.getTagName()));
    }

    @Test
    void whatIsMissing_isSaid() {
        String html = html(new Fixture().bare().build());
        assertThat(html)
                .contains("There are no test samples, so no loss gap.")
                .contains("There is no test split, so neither a gap nor its onset.")
                .contains("No control model was run.")
                .contains("The detector was not tried on data without two phases here.")
                .doesNotContain(
                        "Against the denoising theory", "Reused and computed", "csv/nulls.csv", "csv/theory.csv");
    }

    @Test
    void checkpointsWithoutSalientInteractions_drawNoPath_andSaySo() throws SAXException {
        Document page = Pages.parse(html(new Fixture().silent().build()));
        Element centroid = Pages.all(page, "section").stream()
                .filter(e -> e.getAttribute("id").equals("s-centroid"))
                .findFirst()
                .orElseThrow();
        assertThat(Pages.all(centroid, "circle")).isEmpty();
        assertThat(Pages.styled(page, "band")).isEmpty();
        assertThat(page.getDocumentElement().getTextContent())
                .contains("No checkpoint has a salient interaction.", "no salient interaction");
    }

    @Test
    void sameReport_givesTheSameBytes() {
        Map<String, byte[]> again = TwoPhaseFigures.render(Fixture.typical());
        assertThat(again.keySet()).isEqualTo(TYPICAL.keySet());
        TYPICAL.forEach((name, bytes) -> assertThat(again.get(name)).as(name).isEqualTo(bytes));
    }

    static String html(TwoPhaseReport report) {
        return Pages.html(TwoPhaseFigures.render(report));
    }

    static Stream<TwoPhaseReport> reports() {
        return Stream.of(
                Fixture.typical(),
                new Fixture().none().build(),
                new Fixture().bare().build(),
                new Fixture().few().build(),
                new Fixture().many().players(16).build(),
                new Fixture().players(1).build(),
                new Fixture().players(2).steps(7).bare().build(),
                new Fixture().steps(0).bare().build(),
                new Fixture().silent().build(),
                new Fixture().turn(11, 10.5).build(),
                new Fixture().turn(2_950, 2_900).build(),
                new Fixture().turn(0.7, 2_950).build(),
                new Fixture().scale(1e-7).outputs(1).build(),
                new Fixture().scale(1e7).outputs(3).build());
    }

    /** Names of elements outside drawings that end in a slash: browsers accept that of void elements only. */
    private static Set<String> selfClosed(String html) {
        return Pattern.compile("<([a-z]+)[^<>]*/>")
                .matcher(html.replaceAll("(?s)<(svg|script|style)\\b.*?</\\1>", ""))
                .results()
                .map(m -> m.group(1))
                .collect(Collectors.toSet());
    }

    private static List<String> hrefs(Document page) {
        return Pages.all(page, "*").stream()
                .map(e -> e.getAttribute("href"))
                .filter(h -> !h.isEmpty())
                .distinct()
                .toList();
    }

    /** Tags and classes of the header up to the first caution: what a reader's eye meets first. */
    private static List<String> skeleton(String html) throws SAXException {
        Element header = Pages.all(Pages.parse(html), "header").get(0);
        return Pages.all(header, "*").stream()
                .map(e -> e.getTagName() + "." + e.getAttribute("class"))
                .toList();
    }

    private static double[] path(Element panel, String style) {
        String d = Pages.all(panel, "path").stream()
                .filter(p -> p.getAttribute("class").equals(style))
                .findFirst()
                .orElseThrow()
                .getAttribute("d");
        return Stream.of(d.split("[^0-9.-]+"))
                .filter(s -> !s.isEmpty())
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    /** The y values that the bars of one sign reach. */
    private static double[] verticals(Element panel, String sign) {
        return Pages.all(panel, "path").stream()
                .filter(p -> Pages.has(p, sign))
                .flatMap(p -> Pattern.compile("V([0-9.]+)")
                        .matcher(p.getAttribute("d"))
                        .results()
                        .map(m -> m.group(1)))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    private static String between(String text, String from, String to) {
        int start = text.indexOf(from) + from.length();
        return text.substring(start, text.indexOf(to, start));
    }

    private static String sha(String text) {
        return Base64.getEncoder().encodeToString(Pages.sha256(text));
    }
}
