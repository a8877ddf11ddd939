package dev.onset.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.report.Figure.Arrangement;
import dev.onset.report.HeatPanel.Lanes;
import dev.onset.report.HeatPanel.Shade;
import dev.onset.report.Series.Curve;
import dev.onset.report.Series.Mode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** What every kind of panel shows. */
@Tag("unit")
final class PanelDrawingTest {
    private static Document page() throws SAXException {
        return Pages.parse(Pages.html(ReportFixture.report()));
    }

    private static Element section(Document page, String id) {
        return Pages.all(page, "section").stream()
                .filter(s -> s.getAttribute("id").equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static List<Element> styled(Element parent, String style) {
        return Pages.all(parent, "*").stream().filter(e -> Pages.has(e, style)).toList();
    }

    private static List<String> tips(Element parent) {
        return Pages.all(parent, "*").stream()
                .map(e -> e.getAttribute("data-t"))
                .filter(t -> !t.isEmpty())
                .toList();
    }

    private static Element drawing(Element parent, String style) {
        return Pages.all(parent, "svg").stream()
                .filter(s -> Pages.has(s, style))
                .findFirst()
                .orElseThrow();
    }

    /** The numbers in a path, by which a place on the drawing can be told. */
    private static double[] numbers(Element path) {
        return Stream.of(path.getAttribute("d").split("[^0-9.-]+"))
                .filter(n -> !n.isEmpty())
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    @Test
    void aBandLiesBetweenItsEnds_andTheLineInIt() throws SAXException {
        Element wide = drawing(section(page(), "s-charts"), "wide");
        double[] band = numbers(styled(wide, "band").get(0));
        double[] line = numbers(styled(wide, "line").get(0));
        assertThat(band).hasSize(12);
        for (int i = 0; i < 3; i++) {
            double high = band[2 * i + 1];
            double low = band[11 - 2 * i];
            assertThat(line[2 * i]).isEqualTo(band[2 * i]);
            assertThat(line[2 * i + 1]).isBetween(high, low);
        }
    }

    @Test
    void aWhiskerMayBeAsymmetric_andItsTipNamesBothEnds() throws SAXException {
        Element wide = drawing(section(page(), "s-charts"), "wide");
        Element whisker = styled(wide, "whisker").get(0);
        assertThat(whisker.getAttribute("data-t"))
                .isEqualTo("equally good \u00b7 step 10 \u00b7 0.300\u2009\u2013\u20090.450");
        double[] places = numbers(whisker);
        double middle = numbers(styled(wide, "line").get(0))[3];
        assertThat(places[1]).as("low end is lower on the page").isGreaterThan(middle);
        assertThat(places[2]).isLessThan(middle);
    }

    @Test
    void marksHaveTheirNames_onceInAStack() throws SAXException {
        Element wide = drawing(section(page(), "s-charts"), "wide");
        assertThat(styled(wide, "span")).hasSize(1);
        assertThat(styled(wide, "mark")).hasSize(3);
        assertThat(styled(wide, "ring").get(0).getAttribute("data-t")).isEqualTo("opens at 100");
        assertThat(wide.getTextContent()).contains("90 %", "nothing here", "Marked at 10: turn 10.");
        Figure stack = Figure.of(
                "a", "a", "", Arrangement.STACKED, List.of(marked(Mark.at(2, "turn")), marked(Mark.at(2, "turn"))));
        Figure two = Figure.of(
                "a", "a", "", Arrangement.STACKED, List.of(marked(Mark.at(2, "turn")), marked(Mark.at(3, "turn"))));
        assertThat(labels(stack)).hasSize(1);
        assertThat(labels(two))
                .as("negative control: another place is another mark")
                .hasSize(2);
    }

    private static AxesPanel marked(Mark mark) {
        double[] x = {1, 2, 3};
        return AxesPanel.of(
                "y", Scale.linear("x"), Scale.linear("y"), List.of(Curve.line("y", Colour.BLUE, x, x)), List.of(mark));
    }

    private static List<Element> labels(Figure figure) throws SAXException {
        Document page = Pages.parse("<main>" + new FigureDrawing(figure).draw().finish() + "</main>");
        Element wide = drawing(page.getDocumentElement(), "wide");
        return styled(wide, "label");
    }

    @Test
    void aStackWhoseLinesAllCarryTheirNames_needsAKeyOnAPhoneOnly() {
        double[] x = {1, 2};
        Curve named = Curve.line("a", Colour.BLUE, x, x).labelled("a 2");
        Curve silent = Curve.line("b", Colour.GREEN, x, x);
        assertThat(drawn(named)).contains("class=\"key narrow\"");
        assertThat(drawn(named, silent)).contains("class=\"key\"");
    }

    private static String drawn(Curve... curves) {
        AxesPanel panel = AxesPanel.of("y", Scale.linear("x"), Scale.linear("y"), List.of(curves), List.of());
        return new FigureDrawing(Figure.of("f", "f", "", Arrangement.STACKED, List.of(panel)))
                .draw()
                .finish();
    }

    @Test
    void everyPointIsDrawn_howeverMany_andOnALineManyCarryTheirTipsAlone() {
        double[] many = IntStream.rangeClosed(1, 500).mapToDouble(i -> i).toArray();
        assertThat(dots(Mode.POINTS, many)).isEqualTo(500);
        assertThat(dots(Mode.LINE_AND_POINTS, many)).isZero();
        assertThat(dots(Mode.LINE_AND_POINTS, Arrays.copyOf(many, 20))).isEqualTo(20);
    }

    /** In the wide drawing, without that of the key. */
    private static int dots(Mode mode, double[] at) {
        AxesPanel panel = AxesPanel.of(
                "y",
                Scale.linear("x"),
                Scale.linear("y"),
                List.of(Curve.of("y", Colour.BLUE, mode, at, at)),
                List.of());
        return AxesDrawing.half(panel).finish().split("class=\"dot ", -1).length - 1;
    }

    @Test
    void boxesStackOnEachOther_andOneTipTellsAll() throws SAXException {
        Element small = drawing(section(page(), "s-charts"), "small");
        assertThat(styled(small, "box")).hasSize(2);
        assertThat(styled(small, "light")).hasSize(1);
        assertThat(tips(small))
                .containsExactly(
                        "order 1 \u00b7 first 10 % \u00b7 second 5.0 %",
                        "order 2 \u00b7 first 20 % \u00b7 second 20 %",
                        "order 3 \u00b7 first 30 % \u00b7 second 5.0 %");
        double[] first = numbers(styled(small, "box").get(0));
        double[] second = numbers(styled(small, "box").get(1));
        assertThat(second[1]).as("the second begins where the first ends").isEqualTo(first[2]);
        assertThat(small.getTextContent()).contains("40 %", "the turn").doesNotContain("\u2212");
    }

    @Test
    void aLineBreaksWhereNoValueExists() {
        double[] x = {1, 2, 3, 4};
        Curve curve = Curve.line("y", Colour.BLUE, x, x).labelled("end");
        List<Curve> parts = curve.where(new boolean[] {true, false, true, true});
        assertThat(parts.stream().map(p -> Arrays.toString(p.x()))).containsExactly("[1.0]", "[3.0, 4.0]");
        assertThat(parts.stream().map(Curve::label)).containsExactly("", "end");
        assertThat(curve.where(new boolean[] {true, true, true, false}))
                .as("no end, no label")
                .extracting(Curve::label)
                .containsExactly("");
    }

    @Test
    void aHeatMapHasACellForEveryValue_twoColoursAroundZero_itsPathAndItsMark() throws SAXException {
        Element section = section(page(), "s-diagram");
        Element heat = drawing(section, "heat");
        List<Element> cells = styled(heat, "cell");
        long drawn = cells.stream()
                .mapToLong(
                        c -> c.getAttribute("d").chars().filter(ch -> ch == 'M').count())
                .sum();
        assertThat(drawn).as("all but the 0").isEqualTo(5);
        assertThat(cells.stream().filter(c -> Pages.has(c, "low"))).hasSize(1);
        assertThat(styled(heat, "over")).hasSize(1);
        assertThat(styled(heat, "arrow")).hasSize(1);
        assertThat(tips(heat))
                .containsExactly(
                        "noise low \u00b7 one:\u00a0\u22120.500 \u00b7 two:\u00a00.250 \u00b7 three:\u00a01",
                        "noise high \u00b7 one:\u00a00 \u00b7 two:\u00a00.500 \u00b7 three:\u00a00.750");
        assertThat(drawing(section, "scale").getTextContent()).contains("\u22121", "1", "correlation");
    }

    @Test
    void shadesRunFromTheLowEndToTheHighOne() {
        Shade one = new Shade("share", new Range(0, 0.5), true);
        assertThat(one.strength(0.25)).isEqualTo(0.5);
        assertThat(one.strength(2)).isEqualTo(1);
        assertThat(one.strength(-1)).isZero();
        Shade two = new Shade("correlation", new Range(-1, 0.5), false);
        assertThat(two.strength(-0.5)).isEqualTo(-0.5);
        assertThat(new Shade("flat", new Range(1, 1), false).strength(1)).isZero();
    }

    @Test
    void manyRowsAndColumns_stayASmallDrawing() {
        int side = 200;
        List<String> labels = java.util.stream.IntStream.range(0, side)
                .mapToObj(i -> "step " + i)
                .toList();
        double[][] values = new double[side][side];
        for (int r = 0; r < side; r++) {
            for (int c = 0; c < side; c++) {
                values[r][c] = Math.sin(r * 0.1) * Math.cos(c * 0.1);
            }
        }
        HeatPanel panel = new HeatPanel(
                "many",
                new Lanes("x", labels),
                new Lanes("y", labels),
                values,
                new Shade("v", new Range(-1, 1), false),
                List.of(),
                List.of());
        assertThat(new HeatDrawing(panel).draw().finish().length()).isLessThan(1_600_000);
    }

    @Test
    void anImageShowsItsPlayers_andEveryGroupItsOutlineByKindAndSign() throws SAXException {
        List<Element> samples = styled(section(page(), "s-samples"), "sample");
        Element grey = samples.get(0);
        assertThat(styled(grey, "pixel")).as("one path a shade").hasSize(2);
        assertThat(styled(grey, "faint")).hasSize(2);
        assertThat(styled(grey, "outline").stream().map(e -> e.getAttribute("class")))
                .containsExactly("outline faint", "outline faint", "outline pos", "outline neg dashed");
        assertThat(grey.getTextContent()).contains("the 2 players", "AND of 2", "2.50", "OR of 1", "\u22121.25");
        Element coloured = samples.get(1);
        assertThat(Pages.all(coloured, "path").stream()
                        .map(p -> p.getAttribute("fill"))
                        .filter(f -> !f.isEmpty()))
                .containsExactlyInAnyOrder("#ff0000", "#00ff00", "#0000ff", "#ffffff");
    }

    @Test
    void aSentenceShowsWhichTokensPlay_andGroupsAreListedByTheirWords_equalOnesToldApart() throws SAXException {
        List<Element> samples = styled(section(page(), "s-samples"), "sample");
        Element sentence = samples.get(2);
        assertThat(styled(sentence, "token").stream().map(Element::getTextContent))
                .containsExactly("not\u2081", "a", "good", "film", "not\u2082", "a");
        assertThat(styled(sentence, "player")).hasSize(4);
        assertThat(sentence.getTextContent()).contains("not\u2081 and good film");
        assertThat(samples.get(3).getTextContent()).contains("radius = 1.50; texture = \u22122", "radius and texture");
        assertThat(styled(samples.get(3), "box").stream().map(e -> e.getAttribute("class")))
                .containsExactly("box blue", "box orange light");
    }

    @Test
    void aTablePrintsByItsColumns_withNotesAndTones() throws SAXException {
        Element table = Pages.all(section(page(), "s-tables"), "table").get(0);
        assertThat(Pages.all(table, "td").stream().map(Element::getTextContent))
                .containsExactly("firsta note", "1,234", "13 %", "2.72", "second", "\u2013", "not asked", "0.00");
        assertThat(Pages.all(table, "td").stream().map(e -> e.getAttribute("class")))
                .containsExactly("", "num", "soft num", "yes num", "no", "num", "num", "num");
        assertThat(Pages.all(table, "b")).hasSize(1);
        assertThat(Pages.all(table, "small").get(0).getTextContent()).isEqualTo("a note");
    }

    @Test
    void ticksMayBeWhole_orInUnitsOfAPowerOfTen() {
        TickAxis whole = TickAxis.of(0.5, 16.5, 0, 100, 4, new Scale.Ticks(false, false, true, 0));
        assertThat(whole.ticks())
                .extracting(Axis.Tick::label)
                .containsExactly("2", "4", "6", "8", "10", "12", "14", "16");
        TickAxis units = TickAxis.of(-2e7, 2e7, 0, 100, 4, new Scale.Ticks(false, true, false, 7));
        assertThat(units.ticks()).extracting(Axis.Tick::label).containsExactly("2", "1", "0", "1", "2");
        assertThat(units.at(0)).isEqualTo(50);
    }

    @Test
    void oneValueOnALogarithmicAxis_isDrawnAllTheSame() throws SAXException {
        double[] one = {5};
        AxesPanel panel = new AxesPanel(
                "y",
                Scale.logarithmic("x"),
                new Scale("y", true, Optional.empty(), Optional.empty()),
                List.of(Curve.of("y", Colour.BLUE, Mode.POINTS, one, one)),
                List.of(),
                "");
        assertThat(AxesDrawing.half(panel).finish()).contains("<circle").doesNotContain("NaN");
    }
}
