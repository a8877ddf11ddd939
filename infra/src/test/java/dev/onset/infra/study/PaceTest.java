package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.infra.study.Glimpse.Progress;
import dev.onset.store.ObjectKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is told of a study's way, and what telling it costs. */
@Tag("unit")
final class PaceTest {
    private static final Instant BEGAN = Instant.parse("2026-11-27T00:00:00Z");

    private static Progress at(long steps, int observed) {
        return new Progress(1, steps, 1_000, observed, observed, 10);
    }

    @Test
    void timeLeft_isThatOfTheSlowerOfTrainingAndObserving() {
        Pace pace = new Pace();
        pace.begin(BEGAN, at(0, 0));
        pace.take(BEGAN.plusSeconds(100), at(500, 2));
        assertThat(pace.secondsLeft(BEGAN.plusSeconds(100))).hasValue(400);
        assertThat(pace.secondsLeft(BEGAN.plusSeconds(150)))
                .as("while nothing arrives")
                .hasValue(350);
        pace.take(BEGAN.plusSeconds(200), at(1_000, 10));
        assertThat(pace.secondsLeft(BEGAN.plusSeconds(200))).hasValue(1);
    }

    @Test
    void timeLeft_isNotGuessed_beforeBothHaveMoved() {
        Pace pace = new Pace();
        pace.take(BEGAN, at(100, 0));
        assertThat(pace.secondsLeft(BEGAN)).isEmpty();
        pace.take(BEGAN.plusSeconds(60), at(200, 0));
        assertThat(pace.secondsLeft(BEGAN.plusSeconds(60))).isEmpty();
    }

    @Test
    void workThatTakesLong_isDoneSeldom() {
        AtomicLong clock = new AtomicLong();
        AtomicLong cpu = new AtomicLong();
        Throttle throttle = new Throttle(clock::get, cpu::get);
        long second = 1_000_000_000L;
        assertThat(throttle.isReady()).isTrue();
        throttle.spend(() -> cpu.addAndGet(second / 10));
        clock.addAndGet(9 * second);
        assertThat(throttle.isReady()).isFalse();
        clock.addAndGet(second);
        assertThat(throttle.isReady()).isTrue();
        throttle.spend(() -> cpu.addAndGet(100 * second));
        clock.addAndGet(60 * second);
        assertThat(throttle.isReady()).as("but not for ever").isTrue();
    }

    @Test
    void oneListing_saysWhatIsNew() {
        List<ObjectKey> keys = Stream.of(
                        "studies/a/specs/0.json",
                        "studies/a/executions/000001/begin.json",
                        "studies/a/executions/000001/end.json",
                        "studies/a/executions/000002/begin.json",
                        "studies/a/revisions/000001.json",
                        "studies/b/executions/000007/begin.json",
                        "studies/b/executions/000007/end.json",
                        "studies/c/profiles/0/train.json")
                .map(ObjectKey::new)
                .toList();
        assertThat(RecordNumbers.of(keys))
                .isEqualTo(Map.of(
                        "a", new RecordNumbers(2, false, 1),
                        "b", new RecordNumbers(7, true, 0),
                        "c", new RecordNumbers(0, false, 0)));
    }
}
