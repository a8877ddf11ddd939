package dev.onset.twophase.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.report.PageLooks;
import dev.onset.report.Pages;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;

/** A two-phase page looks right whatever the study's size. */
@Tag("unit")
final class PhaseLayoutTest {
    private static Stream<TwoPhaseReport> reports() {
        return Stream.concat(
                PhasePageTest.reports(),
                IntStream.rangeClosed(1, 16)
                        .mapToObj(n -> new Fixture().players(n).build()));
    }

    @Test
    void labelsStayInside_andTicksStayApart_whateverTheStudysSize() throws SAXException {
        List<String> wrong = new ArrayList<>();
        for (TwoPhaseReport r : reports().toList()) {
            Document page = Pages.parse(PhasePageTest.html(r));
            wrong.addAll(PageLooks.outside(page));
            wrong.addAll(PageLooks.touching(page));
        }
        assertThat(wrong).isEmpty();
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
                TwoPhaseFigures.render(new Fixture().many().players(16).build()).get("index.html").length;
        assertThat(bytes).isLessThan(1_500_000);
    }
}
