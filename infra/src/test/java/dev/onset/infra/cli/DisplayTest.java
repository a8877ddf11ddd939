package dev.onset.infra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
final class DisplayTest {
    private final StringWriter out = new StringWriter();
    private final AtomicLong clock = new AtomicLong();
    private final LineDisplay lines = new LineDisplay(new PrintWriter(out, true), clock::get, () -> {});

    @Test
    void lines_comeEveryFiveSeconds_withTheTimeLeft_andAtTheEnd() {
        for (int step = 0; step <= 3_000; step++) {
            lines.update("train", step, 3_000, "");
            clock.addAndGet(10_000_000L);
        }
        assertThat(out.toString().lines())
                .startsWith("train: 0 of 3,000", "train: 500 of 3,000, 25 s left")
                .endsWith("train: 3,000 of 3,000")
                .hasSize(7);
    }

    @Test
    void whileNothingChanges_nothingIsPrinted() {
        for (int second = 0; second < 3_600; second++) {
            lines.update("train", 100, 3_000, "12 checkpoints");
            clock.addAndGet(1_000_000_000L);
        }
        assertThat(out.toString().lines()).hasSize(1);
        lines.update("train", 101, 3_000, "12 checkpoints");
        assertThat(out.toString().lines()).hasSize(2);
    }

    @Test
    void resumedTask_estimatesFromWhatThisRunDid() {
        lines.update("train", 2_900, 3_000, "");
        clock.addAndGet(10_000_000_000L);
        lines.update("train", 2_950, 3_000, "loss 0.1");
        assertThat(out.toString()).contains("train: 2,950 of 3,000, 10 s left, loss 0.1");
    }

    @Test
    void taskThatRests_saysSoOnce_tellsNoTimeLeft_andTheRestCountsForNoPace() {
        lines.update("train", 0, 3_000, "");
        clock.addAndGet(10_000_000_000L);
        for (int second = 0; second < 3_600; second++) {
            lines.rests("train", 1_000, 3_000, "parked");
            clock.addAndGet(1_000_000_000L);
        }
        assertThat(out.toString().lines()).containsExactly("train: 0 of 3,000", "train: 1,000 of 3,000, parked");
        lines.update("train", 1_000, 3_000, "");
        clock.addAndGet(10_000_000_000L);
        lines.update("train", 2_000, 3_000, "");
        assertThat(out.toString()).endsWith("train: 2,000 of 3,000, 10 s left" + System.lineSeparator());
    }

    @Test
    void durationsAndBytes_readWell() {
        assertThat(Console.duration(0.44)).isEqualTo("0.4 s");
        assertThat(Console.duration(61)).isEqualTo("61 s");
        assertThat(Console.duration(150)).isEqualTo("2 min 30 s");
        assertThat(Console.duration(8_000)).isEqualTo("2 h 13 min");
        assertThat(Console.bytes(999)).isEqualTo("999 B");
        assertThat(Console.bytes(26_000_000)).isEqualTo("26.0 MB");
    }
}
