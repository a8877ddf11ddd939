package dev.onset.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What training does while its server is silent. */
@Tag("unit")
final class ServerAbsenceTest {
    private Duration silent = Duration.ZERO;
    private final ServerAbsence absence = new ServerAbsence(Duration.ofSeconds(100), () -> silent);

    @Test
    void whileItIsSilent_onePointIsWanted_andTrainingGoesOnForItsWhile() {
        assertThat(absence.saveNow()).isFalse();
        silent = Duration.ofSeconds(1);
        assertThat(absence.saveNow()).isTrue();
        assertThat(absence.saveNow()).as("once").isFalse();
        silent = Duration.ofSeconds(99);
        assertThat(absence.saveNow()).isFalse();
        assertThat(absence.isOver()).isFalse();
        silent = Duration.ofSeconds(100);
        assertThat(absence.isOver()).isTrue();
    }

    @Test
    void backAgain_theNextAbsenceIsAnother() {
        silent = Duration.ofSeconds(1);
        assertThat(absence.saveNow()).isTrue();
        silent = Duration.ZERO;
        assertThat(absence.saveNow()).isFalse();
        assertThat(absence.isOver()).isFalse();
        silent = Duration.ofSeconds(1);
        assertThat(absence.saveNow()).isTrue();
    }

    @Test
    void theWhileIsASetting_andAWrongOneIsRefused() {
        assertThat(ServerAbsence.patience(Map.of())).isEqualTo(Duration.ofMinutes(15));
        assertThat(ServerAbsence.patience(Map.of("ONSET_AWAY_SECONDS", "7"))).isEqualTo(Duration.ofSeconds(7));
        for (String wrong : List.of("-1", "15m", "604801", "9999999")) {
            assertThatThrownBy(() -> ServerAbsence.patience(Map.of("ONSET_AWAY_SECONDS", wrong)))
                    .isInstanceOfSatisfying(
                            OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STUDY_INVALID))
                    .hasMessageContaining("'" + wrong + "'");
        }
    }
}
