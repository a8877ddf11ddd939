package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("unit")
final class WithdrawalTest {
    private static final String WELL = "";

    private final List<String> polling = new ArrayList<>();
    private final List<ErrorCode> trials = new ArrayList<>();
    private String trouble = "no space is left";
    private long seconds = 1_000;

    private final Withdrawal withdrawal = new Withdrawal(
            Set.of("train", "observe-gpu"),
            new Withdrawal.Polling() {
                @Override
                public void suspend(String queue) {
                    polling.add("-" + queue);
                }

                @Override
                public void resume(String queue) {
                    polling.add("+" + queue);
                }
            },
            code -> {
                trials.add(code);
                return trouble.equals(WELL) ? Optional.empty() : Optional.of(trouble);
            },
            Withdrawal.Pauses.USUAL,
            () -> TimeUnit.SECONDS.toNanos(seconds));

    @AfterEach
    void close() {
        withdrawal.close();
    }

    private void fails(String queue, ErrorCode code) {
        withdrawal.failed(queue, new OnsetException(code, "it failed"));
    }

    private void pass(long more) {
        seconds += more;
        withdrawal.look();
    }

    private Optional<ErrorCode> problem(String queue) {
        return withdrawal.problem(queue).map(OnsetException::code);
    }

    @Test
    void fullDisk_leavesEveryQueue_untilATrialSucceeds() {
        fails("train", ErrorCode.DISK_FULL);
        assertThat(polling).containsExactlyInAnyOrder("-train", "-observe-gpu");
        assertThat(problem("observe-gpu")).contains(ErrorCode.DISK_FULL);
        pass(1);
        assertThat(trials).as("not at once").isEmpty();
        pass(5);
        assertThat(trials).hasSize(1);
        assertThat(withdrawal.problems().get(ErrorCode.DISK_FULL)).contains("takes no work of", "no space is left");
        trouble = WELL;
        pass(10);
        assertThat(problem("train")).isEmpty();
        assertThat(polling).endsWith("+observe-gpu", "+train").doesNotHaveDuplicates();
    }

    @Test
    void gpuThatFails_leavesItsQueueAlone() {
        fails("observe-gpu", ErrorCode.DEVICE_UNAVAILABLE);
        assertThat(polling).containsExactly("-observe-gpu");
        assertThat(problem("train")).isEmpty();
    }

    @Test
    void libraryThatNoQueueCanLoad_leavesEachThatFails() {
        fails("train", ErrorCode.LIBRARY_UNUSABLE);
        fails("train", ErrorCode.LIBRARY_UNUSABLE);
        fails("observe-gpu", ErrorCode.LIBRARY_UNUSABLE);
        assertThat(polling).containsExactly("-train", "-observe-gpu");
        assertThat(problem("observe-gpu")).contains(ErrorCode.LIBRARY_UNUSABLE);
    }

    @Test
    void queueThatIsLeftForTwoReasons_isServedOnceBothAreMended() {
        fails("train", ErrorCode.DISK_FULL);
        fails("observe-gpu", ErrorCode.DEVICE_UNAVAILABLE);
        trouble = WELL;
        pass(6);
        assertThat(polling).contains("+train").doesNotContain("+observe-gpu");
        pass(60);
        assertThat(polling).contains("+observe-gpu");
    }

    @Test
    void workerThatComesBackTooSoon_waitsLongerEachTime_andAfterAGoodWhileAsAtFirst() {
        trouble = WELL;
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            pauses.add(pause());
        }
        assertThat(pauses).containsExactly(5L, 10L, 20L, 40L);
        for (int i = 0; i < 10; i++) {
            pauses.add(pause());
        }
        assertThat(pauses.get(13)).isEqualTo(Duration.ofMinutes(30).toSeconds());
        seconds += 3_600;
        assertThat(pause()).isEqualTo(5);
    }

    /** How long the worker is away when the work fails as soon as it is back. */
    private long pause() {
        fails("train", ErrorCode.DISK_FULL);
        long from = seconds;
        while (problem("train").isPresent()) {
            pass(1);
        }
        return seconds - from;
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void negativeControl_whatIsNoWorkersOwn_leavesNothing(ErrorCode code) {
        fails("train", code);
        assertThat(problem("train").isPresent()).isEqualTo(code.ofWorker());
    }
}
