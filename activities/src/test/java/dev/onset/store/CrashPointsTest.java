package dev.onset.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.OnsetException;
import dev.onset.store.CrashPoints.Request;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
final class CrashPointsTest {
    @Test
    void everyPoint_canBeRequestedByItsLabel() {
        for (CrashPoints point : CrashPoints.values()) {
            assertThat(Request.parse(point.label())).isEqualTo(new Request(point, 1, false));
            assertThat(Request.parse(point.label() + ":12")).isEqualTo(new Request(point, 12, false));
            assertThat(Request.parse(point.label() + ":12:hang")).isEqualTo(new Request(point, 12, true));
        }
    }

    @Test
    void misspeltRequest_failsInsteadOfNeverCrashing() {
        for (String text : List.of(
                "", "before", "BEFORE_BLOB", "before-blob:0", "before-blob:", "before-blob:1:2", "before-blob:hang")) {
            assertThatThrownBy(() -> Request.parse(text))
                    .as(text)
                    .isInstanceOf(OnsetException.class)
                    .hasMessageContaining("before-blob");
        }
    }

    @Test
    void withoutARequest_nothingHappens() {
        for (CrashPoints point : CrashPoints.values()) {
            point.pass();
        }
    }
}
