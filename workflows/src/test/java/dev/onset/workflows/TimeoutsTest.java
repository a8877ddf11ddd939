package dev.onset.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.contracts.ErrorCode;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TimeoutFailure;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
final class TimeoutsTest {
    private static String code(TimeoutType type) {
        return Timeouts.coded(new TimeoutFailure("timed out", null, type))
                .map(ApplicationFailure::getType)
                .orElse("");
    }

    @Test
    void workerThatIsLost_hasACodeOfItsOwn() {
        assertThat(code(TimeoutType.TIMEOUT_TYPE_HEARTBEAT)).isEqualTo(ErrorCode.HEARTBEAT_LOST.name());
    }

    @Test
    void stageThatTakesTooLong_hasACodeOfItsOwn() {
        assertThat(code(TimeoutType.TIMEOUT_TYPE_START_TO_CLOSE)).isEqualTo(ErrorCode.STAGE_OVERDUE.name());
    }

    @Test
    void deadlineOverAllAttempts_leavesTheWordToTheLastOne() {
        assertThat(code(TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_CLOSE)).isEmpty();
    }
}
