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
                .startsWith("train: 500 of 3,000, 25 s left")
                .endsWith("train: 3,000 of 3,000")
                .hasSize(6);
    }

    @Test
    void whatIsTakenUp_isNotShownAsNothing_beforeItIsKnown() {
        lines.update("train", 0, 3_000, "0 checkpoints");
        clock.addAndGet(2_000_000_000L);
        lines.update("train", 2_286, 3_000, "22 checkpoints");
        clock.addAndGet(3_000_000_000L);
        lines.update("train", 2_300, 3_000, "22 checkpoints");
        clock.addAndGet(57_000_000_000L);
        lines.update("train", 2_586, 3_000, "23 checkpoints");
        assertThat(out.toString().lines())
                .as("the pace is this run's")
                .containsExactly(
                        "train: 2,300 of 3,000, 22 checkpoints", "train: 2,586 of 3,000, 83 s left, 23 checkpoints");
    }

    @Test
    void theFirstSteps_giveNoEstimate_untilAMinuteIsOver() {
        lines.update("train", 1, 3_000, "");
        clock.addAndGet(10_000_000_000L);
        lines.update("train", 13, 3_000, "");
        assertThat(out.toString()).doesNotContain("left");
        clock.addAndGet(50_000_000_000L);
        lines.update("train", 40, 3_000, "");
        assertThat(out.toString()).contains("train: 40 of 3,000, 75 min 54 s left");
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
        assertThat(out.toString().lines()).containsExactly("train: 1,000 of 3,000, parked");
        lines.update("train", 1_000, 3_000, "");
        clock.addAndGet(10_000_000_000L);
        lines.update("train", 2_000, 3_000, "");
        assertThat(out.toString()).endsWith("train: 2,000 of 3,000, 10 s left" + System.lineSeparator());
    }

    @Test
    void block_isOneForAllStages_drawnOverItself_withNotesAndTheLogAboveIt() {
        Screen screen = new Screen();
        try (BlockDisplay block = new BlockDisplay(new PrintWriter(screen, true), clock::get, () -> {})) {
            for (int step = 0; step <= 3_000; step += 10) {
                block.update("train network", step, 3_000, "");
                block.update("observe network", step / 100, 40, "");
                clock.addAndGet(100_000_000L);
                if (step == 1_000) {
                    block.note("network: 12 checkpoints are there");
                }
            }
        }
        assertThat(screen.lines())
                .containsExactly(
                        "network: 12 checkpoints are there",
                        "train network    [========================] 100 %  3,000 of 3,000",
                        "observe network  [==================      ]  75 %  30 of 40, 10 s left");
    }

    @Test
    void block_higherThanATerminal_isCut_sinceWhatHasLeftItCannotBeDrawnOver() {
        Screen screen = new Screen();
        TerminalBlock block = new TerminalBlock(new PrintWriter(screen, true));
        for (int i = 0; i < 3; i++) {
            block.draw(java.util.Collections.nCopies(100, "run " + i));
        }
        assertThat(screen.lines()).hasSize(20).startsWith("run 2").endsWith("  and 81 more lines");
    }

    @Test
    void negativeControl_linesThatAreNotDrawnOver_pileUp() {
        Screen screen = new Screen();
        TerminalBlock block = new TerminalBlock(new PrintWriter(screen, true));
        for (int i = 0; i < 3; i++) {
            block.draw(java.util.List.of("run " + i));
            block.leave();
        }
        assertThat(screen.lines()).containsExactly("run 0", "run 1", "run 2");
    }

    /** What a terminal shows of what is printed: cursor up, erase what follows, and wrapping on and off are understood. */
    private static final class Screen extends StringWriter {
        java.util.List<String> lines() {
            java.util.List<String> shown = new java.util.ArrayList<>();
            java.util.regex.Matcher token = java.util.regex.Pattern.compile(
                            "\u001b\\[(\\d+)A|\u001b\\[0J|\u001b\\[\\?7[lh]|\r|([^\u001b\r\n]*)(\\R)")
                    .matcher(toString());
            int at = 0;
            while (token.find()) {
                if (token.group(1) != null) {
                    at -= Integer.parseInt(token.group(1));
                } else if (token.group().equals("\u001b[0J")) {
                    shown.subList(at, shown.size()).clear();
                } else if (token.group(3) != null) {
                    if (at < shown.size()) {
                        shown.set(at, token.group(2));
                    } else {
                        shown.add(token.group(2));
                    }
                    at++;
                }
            }
            return shown;
        }
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
