package dev.onset.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much goes on at once is a setting of whoever plans. */
@Tag("unit")
class PlanSettingsTest {
    @Test
    void notSet_isTheDefault_andWhatIsSetCounts() {
        assertThat(PlanSettings.of(Map.of())).isEqualTo(PlanSettings.DEFAULT);
        assertThat(PlanSettings.of(Map.of("ONSET_RUNS_AT_ONCE", "16", "ONSET_OBSERVATIONS_AT_ONCE", "1")))
                .isEqualTo(new PlanSettings(16, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1001", "99999", "four", "4.0"})
    void aWrongSettingIsRefused_namingItAndItsBounds(String wrong) {
        assertThatThrownBy(() -> PlanSettings.of(Map.of("ONSET_RUNS_AT_ONCE", wrong)))
                .isInstanceOfSatisfying(
                        OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STUDY_INVALID))
                .hasMessageContaining("ONSET_RUNS_AT_ONCE is '" + wrong + "'")
                .hasMessageContaining("1..1000");
    }
}
