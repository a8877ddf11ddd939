package dev.onset.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.report.Leaves.Leaf;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** The page of a report that has one of everything. */
@Tag("unit")
final class ReportPageTest {
    private static final String EVIL = "</title></style><script>alert(1)</script><img src=x onerror=alert(1)>\"'&";
    /** Names of things on the page, and words that only CSV files have. */
    private static final Pattern NOT_PRINTED = Pattern.compile(
            ".*/(id|tables.*|outcome.*)|/sections\\[\\d+\\]/figures\\[\\d+\\]/panels\\[\\d+\\]/(y|x)/name"
                    + "|.*/views\\[\\d+\\]/panels\\[\\d+\\]/y/name|.*/lines\\[0\\]/name|.*/switches\\[1\\].*|.*/lines\\[\\d\\]/label");

    private static final Map<String, byte[]> FILES = ReportWriter.render(ReportFixture.report());

    @Test
    void pageIsSelfContained_andAllowsOnlyItsOwnStyleAndScript() throws SAXException {
        String html = Pages.html(FILES);
        assertThat(html).doesNotContain("http:", "https:", "@import", "url(", "fetch(", " style=", " onclick=");
        assertThat(html)
                .contains("default-src &apos;none&apos;; style-src &apos;sha256-" + hash(html, "style")
                        + "&apos;; script-src &apos;sha256-" + hash(html, "script"));
        Document page = Pages.parse(html);
        List<String> links = Pages.all(page, "*").stream()
                .map(e -> e.getAttribute("href"))
                .filter(h -> !h.isEmpty())
                .toList();
        Set<String> ids =
                Pages.all(page, "*").stream().map(e -> e.getAttribute("id")).collect(Collectors.toSet());
        assertThat(links)
                .isNotEmpty()
                .allMatch(h -> h.startsWith("#") ? ids.contains(h.substring(1)) : FILES.containsKey(h));
    }

    private static String hash(String html, String tag) {
        String text = html.substring(html.indexOf("<" + tag + ">") + tag.length() + 2, html.indexOf("</" + tag + ">"));
        return Base64.getEncoder().encodeToString(Pages.sha256(text));
    }

    @Test
    void everyWordOfTheReport_isOnThePage() throws SAXException {
        FigureReport report = ReportFixture.report();
        Document page = Pages.parse(Pages.html(FILES));
        String shown = Pages.all(page, "*").stream()
                        .map(e -> e.getAttribute("data-t") + "\n" + e.getAttribute("aria-label"))
                        .collect(Collectors.joining("\n"))
                + page.getDocumentElement().getTextContent().toLowerCase(java.util.Locale.ROOT)
                + page.getDocumentElement().getTextContent();
        assertThat(Leaves.of(report))
                .filteredOn(Leaf::word)
                .filteredOn(leaf -> !NOT_PRINTED.matcher(leaf.path()).matches())
                .hasSizeGreaterThan(100)
                .allSatisfy(leaf ->
                        assertThat(shown).as(leaf.path()).contains(leaf.value().toString()));
    }

    @Test
    void everyTextIsEscaped_whereverItStands() throws SAXException {
        FigureReport hostile = new ReportFixture(EVIL).build();
        assertThat(Leaves.of(hostile))
                .filteredOn(l -> l.word()
                        && !l.path().endsWith("/id")
                        && !l.path().contains("/tables")
                        && !l.value().equals(""))
                .as("texts that do not try to break out")
                .allMatch(l -> l.value().toString().endsWith(EVIL));
        String html = Pages.html(hostile);
        assertThat(html).doesNotContain("<script>alert", "<img");
        Document page = Pages.parse(html);
        Set<String> tags =
                Pages.all(page, "*").stream().map(Element::getTagName).collect(Collectors.toSet());
        assertThat(tags).doesNotContain("img", "script");
        assertThat(Pages.all(page, "*")).noneMatch(e -> e.hasAttribute("onerror"));
    }

    @Test
    void negativeControl_anUnescapedTextWouldBeSeen() throws SAXException {
        String broken = Pages.html(FILES).replace("a lede", "<img src=\"x\"/>");
        assertThat(Pages.all(Pages.parse(broken), "img")).isNotEmpty();
    }

    @Test
    void withoutScript_theFirstViewShows_andCollapsedSectionsOpen() throws SAXException {
        Document page = Pages.parse(Pages.html(FILES));
        List<Element> variants = Pages.styled(page, "variant");
        assertThat(variants).hasSize(2);
        assertThat(variants.stream().filter(v -> !Pages.has(v, "off")).map(v -> v.getAttribute("data-choice")))
                .containsExactly("0");
        assertThat(Pages.all(page, "fieldset"))
                .as("a switch with one option is none")
                .hasSize(1);
        List<Element> details = Pages.all(page, "details");
        assertThat(details).hasSize(1);
        assertThat(Pages.all(details.get(0), "table")).hasSize(1);
        assertThat(Pages.html(FILES)).contains("details::details-content{content-visibility:visible");
    }

    @Test
    void checksAndNotesStandWhereTheReportSays_andTheFirstNoteBesideTheVerdict() throws SAXException {
        Document page = Pages.parse(Pages.html(FILES));
        assertThat(Pages.all(page, "section").stream().map(s -> s.getAttribute("id")))
                .containsExactly(
                        "s-charts",
                        "s-beside",
                        "s-diagram",
                        "s-samples",
                        "s-tables",
                        "s-checks",
                        "limits",
                        "stages",
                        "provenance");
        Element header = Pages.all(page, "header").get(0);
        assertThat(header.getTextContent())
                .contains("a first look, no evidence", "Mind: a limit", "See what this does not show.");
        assertThat(page.getDocumentElement().getTextContent()).contains("\u2713 yes", "\u2717 no", "\u2264 60", "1.05");
    }

    @Test
    void everyDrawingHasATitle_andChartsSayWhatTheyShow() throws SAXException {
        Document page = Pages.parse(Pages.html(FILES));
        assertThat(Pages.all(page, "svg"))
                .filteredOn(s -> !s.getAttribute("aria-hidden").equals("true"))
                .hasSizeGreaterThan(10)
                .allSatisfy(svg -> {
                    assertThat(svg.getAttribute("role")).isEqualTo("img");
                    assertThat(Pages.all(svg, "title").get(0).getTextContent()).isNotBlank();
                });
        for (String chart : List.of("wide", "narrow", "half", "heat", "small")) {
            assertThat(Pages.styled(page, chart).stream()
                            .filter(e -> e.getTagName().equals("svg")))
                    .isNotEmpty()
                    .allMatch(svg -> !Pages.all(svg, "desc").isEmpty());
        }
    }

    @Test
    void theSameReport_givesTheSameBytes() {
        Map<String, byte[]> again = ReportWriter.render(ReportFixture.report());
        assertThat(again.keySet()).isEqualTo(FILES.keySet());
        FILES.forEach((name, bytes) -> assertThat(again.get(name)).as(name).isEqualTo(bytes));
    }

    @Test
    void aReportOfAnotherKind_isDrawnWithoutItsFigures() throws SAXException {
        FigureReport plain = FigureReport.of("done", "it is done", "", List.of(), List.of(), List.of(), List.of());
        Document page = Pages.parse(new String(ReportWriter.render(plain).get("index.html"), StandardCharsets.UTF_8));
        assertThat(Pages.all(page, "h1").get(0).getTextContent()).isEqualTo("It is done.");
        assertThat(Pages.all(page, "section")).hasSize(1);
    }
}
