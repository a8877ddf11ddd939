package dev.onset.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What a process has started ends with it, even where it was killed before it could see to that. */
@Tag("crash")
@DisabledOnOs(OS.WINDOWS)
final class ProcessTreeTest {
    /** A shell with one child, which is looked at or not, killed, and ended. */
    private static ProcessHandle childAfterTheEndOfItsKilledParent(boolean looked)
            throws IOException, InterruptedException {
        Process parent = new ProcessBuilder("sh", "-c", "sleep 100.5 & wait").start();
        ProcessTree tree = new ProcessTree(parent);
        while (parent.descendants().findAny().isEmpty()) {
            Thread.sleep(10);
        }
        ProcessHandle child = parent.descendants().findAny().orElseThrow();
        if (looked) {
            Thread.sleep(1_050);
            tree.look();
        }
        parent.destroyForcibly();
        assertEquals(137, parent.waitFor());
        tree.end(1_000);
        return child;
    }

    @Test
    void orphansOfAProcessThatWasKilled_areEnded() throws Exception {
        ProcessHandle child = childAfterTheEndOfItsKilledParent(true);
        child.onExit().get(10, TimeUnit.SECONDS);
        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void negativeControl_ofOneThatWasNeverLookedAt_nobodyKnows() throws Exception {
        ProcessHandle child = childAfterTheEndOfItsKilledParent(false);
        assertThat(child.isAlive()).isTrue();
        child.destroyForcibly();
    }
}
