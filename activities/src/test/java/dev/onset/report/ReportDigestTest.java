package dev.onset.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.report.Leaves.Leaf;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class ReportDigestTest {
    private static final TwoPhaseReport SMALL = new Fixture().few().players(3).build();
    private static final TwoPhaseReport TYPICAL = Fixture.typical();
    private static final int LEAVES = Leaves.of(TYPICAL).size();
    private static final String DIGEST = ReportDigest.of(TYPICAL);

    @Test
    void everyNumber_changesTheDigest_inItsLastBit() {
        List<Leaf> leaves = Leaves.of(SMALL);
        String digest = ReportDigest.of(SMALL);
        List<String> ignored = new ArrayList<>();
        int refused = 0;
        int changed = 0;
        for (int i = 0; i < leaves.size(); i++) {
            Leaf leaf = leaves.get(i);
            if (leaf.measured() && !leaf.word()) {
                Optional<TwoPhaseReport> other = Leaves.changed(SMALL, i);
                if (other.isEmpty()) {
                    refused++;
                } else if (ReportDigest.of(other.get()).equals(digest)) {
                    ignored.add(leaf.path());
                } else {
                    changed++;
                }
            }
        }
        assertThat(ignored).isEmpty();
        assertThat(changed).isGreaterThan(500);
        assertThat(refused).as("numbers that the model itself refuses").isLessThan(changed / 20);
    }

    @Property(tries = 150)
    void anyLeaf_countsExactlyIfItIsAMeasuredNumber(@ForAll @IntRange(max = 20_000) int pick) {
        int index = pick % LEAVES;
        Leaf leaf = Leaves.of(TYPICAL).get(index);
        Optional<TwoPhaseReport> other = Leaves.changed(TYPICAL, index);
        Assume.that(other.isPresent());
        assertThat(ReportDigest.of(other.orElseThrow()).equals(DIGEST))
                .as(leaf.path())
                .isEqualTo(leaf.word() || !leaf.measured());
    }

    @Test
    void timesMachinesPathsReuseAndWords_leaveTheDigestAlone() {
        List<Leaf> leaves = Leaves.of(SMALL);
        String digest = ReportDigest.of(SMALL);
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < leaves.size(); i++) {
            Leaf leaf = leaves.get(i);
            if (!leaf.measured() || leaf.word()) {
                assertThat(ReportDigest.of(Leaves.changed(SMALL, i).orElseThrow()))
                        .as(leaf.path())
                        .isEqualTo(digest);
                seen.add(leaf.path());
            }
        }
        assertThat(seen)
                .contains(
                        "/stages[0]/seconds", "/stages[0]/reused", "/provenance/machine", "/provenance/facts[4]/value");
    }

    @Test
    void negativeControl_theUnmeasuredPartsWouldChangeADigestThatTookThemIn() {
        int index = pathIndex("/stages[0]/seconds");
        TwoPhaseReport other = Leaves.changed(SMALL, index).orElseThrow();
        assertThat(ReportDigest.canonical(other.stages())).isNotEqualTo(ReportDigest.canonical(SMALL.stages()));
    }

    @Test
    void negativeControl_aDigestOverRoundedNumbersWouldMissTheLastBit() {
        int index = pathIndex("/losses/train[1]");
        TwoPhaseReport other = Leaves.changed(SMALL, index).orElseThrow();
        assertThat(other.losses().train()[1]).isNotEqualTo(SMALL.losses().train()[1]);
        assertThat(Fmt.sig(other.losses().train()[1], 12))
                .isEqualTo(Fmt.sig(SMALL.losses().train()[1], 12));
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

    private static int pathIndex(String path) {
        return Leaves.of(SMALL).stream().map(Leaf::path).toList().indexOf(path);
    }
}
