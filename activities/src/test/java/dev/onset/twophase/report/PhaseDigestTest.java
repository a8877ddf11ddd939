package dev.onset.twophase.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.report.Leaves;
import dev.onset.report.Leaves.Leaf;
import dev.onset.report.ReportDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
final class PhaseDigestTest {
    private static final TwoPhaseReport SMALL = new Fixture().few().players(3).build();
    private static final TwoPhaseReport TYPICAL = Fixture.typical();
    private static final int LEAVES = Leaves.of(TYPICAL).size();
    private static final String DIGEST = ReportDigest.of(TYPICAL);

    /** As the release before declarative panels printed them: a study's digest is compared with earlier ones. */
    @Test
    void digests_areThoseOfEarlierReports() {
        assertThat(DIGEST).isEqualTo("c592465055630bfa9828c92d1dd5d4b75899681faf4baa8fc4dbb32e7bf571fa");
        assertThat(PhasePageTest.reports().map(ReportDigest::of))
                .startsWith(
                        "c592465055630bfa9828c92d1dd5d4b75899681faf4baa8fc4dbb32e7bf571fa",
                        "5cb8a995721f4bf3d263ea4cb46a5e2f0ff050b426d1dcc7e386c46d69309883",
                        "843aab45d1c6f94abd3457c6270c2b1a0a71ffb26d60174ee694b0b8ed204a57",
                        "a360196ec4c3c707616356597102ed2bbc182b7f236946a70f79e00a93dd1fa5",
                        "be73b836524ac150acdebadf395f42be2692c6364f34b1f245d083a253f55cc8");
    }

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
}
