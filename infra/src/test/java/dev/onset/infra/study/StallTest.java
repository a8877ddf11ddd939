package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stage that hangs for ever, deaf to interrupts, ends its process with a code of its own; the next one goes on. */
@Tag("crash")
final class StallTest {
    private static final Map<String, String> SOON = Map.of("ONSET_STALL_SECONDS", "10");
    private static final String[] STUDY = Stream.concat(Stream.of("run", "digits-quick"), InProcess.SMALL.stream())
            .toArray(String[]::new);

    @ParameterizedTest
    @ValueSource(strings = {"during-fit:1:hang"})
    void hungStage_endsTheRunWithItsCode_andTheSameCommandGoesOn(String moment, @TempDir Path data) throws Exception {
        hung(moment, data);
    }

    @ParameterizedTest
    @Tag("heavy")
    @ValueSource(
            strings = {
                "during-training:70:hang",
                "before-manifest:4:hang",
                "during-observation:9:hang",
                "before-result:3:hang",
                "before-blob:20:hang",
                "during-report:1:hang"
            })
    void hungStageOfAnyKind_endsTheRunWithItsCode_andTheSameCommandGoesOn(String moment, @TempDir Path data)
            throws Exception {
        hung(moment, data);
    }

    private static void hung(String moment, Path data) throws Exception {
        OnsetProcess hung =
                OnsetProcess.start(data, Map.of("ONSET_CRASH_AT", moment, "ONSET_STALL_SECONDS", "10"), STUDY);
        assertThat(hung.exit()).as("%s: %s", moment, hung.text()).isEqualTo(75);
        assertThat(hung.text()).contains("STALLED", "showed no progress for", "ONSET_STALL_SECONDS");
        OnsetProcess again = OnsetProcess.start(data, SOON, STUDY);
        assertThat(again.exit()).as("%s", again.text()).isZero();
    }
}
