package dev.onset.stages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
final class CommitSpacingTest {
    private long now;

    @Test
    void givenBound_isKept_whateverAPointCosts() {
        assertThat(CommitSpacing.boundSeconds(3, 0)).isEqualTo(3);
        assertThat(CommitSpacing.boundSeconds(3, 100)).isEqualTo(3);
        CommitSpacing spacing = new CommitSpacing(3, 0, this::nanos);
        spacing.saved(2.5);
        pass(2.9);
        assertThat(spacing.isDue(0)).isFalse();
        pass(0.1);
        assertThat(spacing.isDue(0)).isTrue();
    }

    @Test
    void byDefault_aMinute_orFiftyTimesTheLastOnesCost() {
        assertThat(CommitSpacing.boundSeconds(0, 0)).isEqualTo(60);
        assertThat(CommitSpacing.boundSeconds(0, 1.2)).isEqualTo(60);
        assertThat(CommitSpacing.boundSeconds(0, 4)).isEqualTo(200);
        CommitSpacing spacing = new CommitSpacing(0, 0, this::nanos);
        pass(60);
        assertThat(spacing.isDue(0)).isTrue();
        spacing.saved(4);
        pass(199);
        assertThat(spacing.isDue(0)).isFalse();
        pass(1);
        assertThat(spacing.isDue(0)).isTrue();
    }

    @Test
    void costOfAnEarlierProcess_isKnown() {
        CommitSpacing spacing = new CommitSpacing(0, 3, this::nanos);
        pass(149);
        assertThat(spacing.isDue(0)).isFalse();
        pass(1);
        assertThat(spacing.isDue(0)).isTrue();
    }

    @Test
    void checkpointOfTheSchedule_putsThePointOff() {
        CommitSpacing spacing = new CommitSpacing(10, 0, this::nanos);
        pass(9);
        spacing.durable();
        pass(9);
        assertThat(spacing.isDue(0)).isFalse();
        pass(1);
        assertThat(spacing.isDue(0)).isTrue();
    }

    @Test
    void slowSteps_areReckonedWith() {
        CommitSpacing spacing = new CommitSpacing(10, 0, this::nanos);
        pass(8);
        assertThat(spacing.isDue(TimeUnit.SECONDS.toNanos(1))).isFalse();
        assertThat(spacing.isDue(TimeUnit.SECONDS.toNanos(2))).isTrue();
    }

    @Test
    void storeThatFailed_isTriedAgainSooner() {
        CommitSpacing spacing = new CommitSpacing(0, 20, this::nanos);
        spacing.failed();
        pass(15);
        assertThat(spacing.isDue(0)).isTrue();
        spacing.saved(20);
        pass(15);
        assertThat(spacing.isDue(0)).isFalse();
    }

    private void pass(double seconds) {
        now += Math.round(seconds * 1e9);
    }

    private long nanos() {
        return now;
    }
}
