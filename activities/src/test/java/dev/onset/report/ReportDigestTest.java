package dev.onset.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.report.Leaves.Leaf;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
final class ReportDigestTest {
    private static final FigureReport REPORT = ReportFixture.report();
    private static final String DIGEST = ReportDigest.of(REPORT);
    /** How a page is laid out, and numbers that a file has in another form. */
    private static final Pattern LAYOUT = Pattern.compile(".*/collapsed");

    @Test
    void everyNumberCounts_andNoWordMachineTimeOrLayoutDoes() {
        List<Leaf> leaves = Leaves.of(REPORT);
        int numbers = 0;
        for (int i = 0; i < leaves.size(); i++) {
            Leaf leaf = leaves.get(i);
            Optional<FigureReport> other = Leaves.changed(REPORT, i);
            if (other.isPresent()) {
                boolean counts = leaf.measured()
                        && !leaf.word()
                        && !LAYOUT.matcher(leaf.path()).matches();
                assertThat(ReportDigest.of(other.get()).equals(DIGEST))
                        .as(leaf.path())
                        .isEqualTo(!counts);
                numbers += counts ? 1 : 0;
            }
        }
        assertThat(numbers).isGreaterThan(150);
    }

    @Test
    void negativeControl_theUnmeasuredPartsWouldChangeADigestThatTookThemIn() {
        int index = Leaves.of(REPORT).stream().map(Leaf::path).toList().indexOf("/stages[0]/seconds");
        FigureReport other = Leaves.changed(REPORT, index).orElseThrow();
        assertThat(ReportDigest.canonical(other.stages())).isNotEqualTo(ReportDigest.canonical(REPORT.stages()));
    }

    /** A report of curves, checks and notes has the form it had before there were other panels and sections. */
    @Test
    void whatCameLaterIsLeftOut_whereItIsEmpty() {
        FigureReport old = FigureReport.of(
                "v",
                "w",
                "l",
                List.of(new FigureReport.KeyFigure("a", "1", "")),
                List.of(Figure.of(
                        "f",
                        "t",
                        "c",
                        Figure.Arrangement.STACKED,
                        List.of(AxesPanel.of(
                                "p",
                                Scale.logarithmic("x"),
                                Scale.linear("y").from(0, 1),
                                List.of(Series.Curve.line("s", Colour.BLUE, new double[] {1}, new double[] {0.5})),
                                List.of(Mark.at(1, "m")))))),
                List.of(Check.within("c", 1, 0.1, 1)),
                List.of(new Section.Notes("n", "N", List.of("words"))));
        assertThat(ReportDigest.canonical(old.numbers()))
                .isEqualTo(
                        "{\"checks\":[{\"expected\":1.0,\"measured\":1.0,\"pass\":true,\"relation\":\"WITHIN\","
                                + "\"tolerance\":0.1}],\"figures\":[{\"arrangement\":\"STACKED\",\"panels\":[{\"marks\":[{\"x\":1.0}],"
                                + "\"series\":[{\"colour\":\"BLUE\",\"error\":[],\"mode\":\"LINE\",\"x\":[1.0],\"y\":[0.5]}],"
                                + "\"x\":{\"logarithmic\":true,\"range\":null},"
                                + "\"y\":{\"logarithmic\":false,\"range\":{\"high\":1.0,\"low\":0.0}}}]}],"
                                + "\"identity\":{\"evidence\":true,\"seed\":0},\"keyFigures\":[{}],\"notes\":[{\"items\":[null]}]}");
    }

    @Test
    void canonicalForm_isSortedShortAndTellsAbsentFromZero() {
        record Pair(double b, double a) {}
        record Maybe(Optional<Double> x) {}
        assertThat(ReportDigest.canonical(new Pair(-0.0, 1e-7))).isEqualTo("{\"a\":1.0E-7,\"b\":0.0}");
        assertThat(ReportDigest.canonical(new Maybe(Optional.empty()))).isEqualTo("{\"x\":null}");
        assertThat(ReportDigest.canonical(new Maybe(Optional.of(0.0)))).isEqualTo("{\"x\":0.0}");
        assertThat(ReportDigest.number(2e-3)).isEqualTo("0.002");
    }

    @Property
    void numbersReadBackToTheSameBits(@ForAll long bits) {
        double value = Double.longBitsToDouble(bits);
        Assume.that(Double.isFinite(value) && value != 0);
        assertThat(Double.parseDouble(ReportDigest.number(value))).isEqualTo(value);
    }
}
