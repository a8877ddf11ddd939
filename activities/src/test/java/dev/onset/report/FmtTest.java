package dev.onset.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.report.Axis.Tick;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
final class FmtTest {
    @Test
    void numbers_readAsPeopleWriteThem() {
        assertThat(Fmt.sig(0.0132)).isEqualTo("0.0132");
        assertThat(Fmt.sig(-61.34)).isEqualTo("\u221261.3");
        assertThat(Fmt.sig(9.98e-4, 2)).isEqualTo("1.0 \u00d7 10\u207b\u00b3");
        assertThat(Fmt.sig(6.1e-14, 2)).isEqualTo("6.1 \u00d7 10\u207b\u00b9\u2074");
        assertThat(Fmt.plain(0.5)).isEqualTo("0.5");
        assertThat(Fmt.plain(0.02)).isEqualTo("0.02");
        assertThat(Fmt.plain(300)).isEqualTo("300");
        assertThat(Fmt.found(12)).isEqualTo("12");
        assertThat(Fmt.fixed(-0.001, 2)).isEqualTo("0.00");
        assertThat(Fmt.step(1_200_000)).isEqualTo("1,200,000");
        assertThat(Fmt.percent(0.031)).isEqualTo("3.1 %");
        assertThat(Fmt.seconds(59.96)).isEqualTo("60 s");
        assertThat(Fmt.seconds(5_000)).isEqualTo("1 h 23 min");
    }

    @net.jqwik.api.Tag("property")
    @Property
    void threeDigits_areWithinHalfAPercent(
            @ForAll @LongRange(min = 1_000_000, max = 9_999_999) long lead,
            @ForAll @IntRange(min = -15, max = 9) int exponent,
            @ForAll boolean minus) {
        double value = (minus ? -lead : lead) * Math.pow(10, exponent);
        String text = Fmt.sig(value).replace("\u2212", "-").replace(",", "");
        int times = text.indexOf(" \u00d7 10");
        double read = times < 0
                ? Double.parseDouble(text)
                : Double.parseDouble(text.substring(0, times)) * Math.pow(10, exponent(text.substring(times + 5)));
        assertThat(Math.abs(read / value - 1)).isLessThan(0.0051);
    }

    @net.jqwik.api.Tag("property")
    @Property
    void stepAxis_isMonotoneInsideAndLabelsBothEnds(
            @ForAll @LongRange(max = 1_000) long first, @ForAll @LongRange(min = 1, max = 100_000_000) long more) {
        LogAxis axis = new LogAxis(first, first + more, 46, 748, 880);
        List<Tick> ticks = axis.ticks();
        assertThat(ticks).extracting(t -> axis.at(t.value())).isSorted();
        assertThat(ticks).extracting(t -> axis.at(t.value())).allMatch(x -> x >= 45.9 && x <= 748.1);
        assertThat(ticks.get(ticks.size() - 1).value()).isEqualTo(first + more);
    }

    @Test
    void logarithmicAxes_ofHardlyADecade_sayWhereTheyRun() {
        LogAxis steps = new LogAxis(1_483, 1_782, 46, 400, 420);
        assertThat(steps.ticks()).extracting(Tick::label).containsExactly("1,483", "1,782");
        Decades values = new Decades(1_450, 1_698, 200, 0);
        assertThat(values.ticks()).extracting(Tick::label).hasSizeBetween(2, 4).doesNotHaveDuplicates();
        assertThat(values.ticks()).extracting(Tick::value).allMatch(value -> value >= 1_450 && value <= 1_698);
    }

    @net.jqwik.api.Tag("property")
    @Property
    void linearAxis_hasAFewRoundTicks(
            @ForAll @DoubleRange(min = -1e3, max = 1e3) double low,
            @ForAll @DoubleRange(min = 0.01, max = 1e4) double span) {
        LinearAxis axis = LinearAxis.around(low, low + span, 200, 0, 4);
        assertThat(axis.ticks().size()).isBetween(2, 8);
        assertThat(axis.ticks()).extracting(Tick::label).doesNotHaveDuplicates();
    }

    private static int exponent(String superscripts) {
        StringBuilder out = new StringBuilder();
        superscripts
                .chars()
                .forEach(c -> out.append(
                        c == '\u207b'
                                ? "-"
                                : "" + "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079".indexOf(c)));
        return Integer.parseInt(out.toString());
    }
}
