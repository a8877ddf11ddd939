package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.OnsetException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
final class StallLimitTest {
    private static Duration limit(String given) {
        return StallLimit.of(Map.of("ONSET_STALL_SECONDS", given)).stall();
    }

    @Test
    void limitIsAQuarterOfAnHour_orWhatTheEnvironmentSays() {
        assertThat(StallLimit.of(Map.of()).stall()).isEqualTo(Duration.ofMinutes(15));
        assertThat(limit("")).isEqualTo(Duration.ofMinutes(15));
        assertThat(limit("10")).isEqualTo(Duration.ofSeconds(10));
        assertThat(limit("86400")).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void anythingElse_isRefusedWithItsBounds() {
        for (String wrong : new String[] {"9", "86401", "-60", "ten", "1e3", "99999999999"}) {
            assertThatThrownBy(() -> limit(wrong))
                    .as(wrong)
                    .isInstanceOf(OnsetException.class)
                    .hasMessageContainingAll("ONSET_STALL_SECONDS", wrong, "from 10 to 86400");
        }
    }
}
