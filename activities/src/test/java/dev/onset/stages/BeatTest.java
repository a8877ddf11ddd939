package dev.onset.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.kind.StageCancelled;
import io.temporal.client.ActivityCanceledException;
import io.temporal.client.ActivityNotExistsException;
import io.temporal.client.ActivityWorkerShutdownException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What one beat says and hears, on a clock of the test's own. */
@Tag("unit")
final class BeatTest {
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final Duration STALL = Duration.ofSeconds(60);

    /** Answers what it is told to, and remembers what it heard. */
    private static final class Line implements BeatLine {
        private BeatAnswer answer = new BeatAnswer.GoesOn();
        private final List<String> heard = new ArrayList<>();
        private boolean broken;

        @Override
        public BeatAnswer send(String note) {
            if (broken) {
                throw new IllegalStateException("unexpected");
            }
            heard.add(note);
            return answer;
        }

        @Override
        public void end(OnsetException failure) {
            heard.add("ended " + failure.code());
        }
    }

    private final AtomicLong clock = new AtomicLong(1);
    private final Line line = new Line();
    private final List<String> told = new ArrayList<>();
    private final Beat observing = beat(false);
    private final Beat training = beat(true);

    private Beat beat(boolean commits) {
        Beat.Owner owner = new Beat.Owner(
                "stage", commits, () -> false, () -> told.add("unknown"), failure -> told.add("stalled"));
        return new Beat(line, owner, EVERY, STALL, clock::get);
    }

    private void beats(Beat beat, int count) {
        for (int i = 0; i < count; i++) {
            clock.addAndGet(EVERY.toNanos());
            beat.beat();
        }
    }

    @AfterEach
    void clearTheInterruptOfAStall() {
        Thread.interrupted();
    }

    @Test
    void beats_carryTheLatestNote_howeverOftenItChanges() {
        observing.alive("one");
        observing.alive("two");
        beats(observing, 1);
        observing.alive("three");
        beats(observing, 2);
        assertThat(line.heard).containsExactly("two", "three", "three");
    }

    @Test
    void workThatTicksOnly_beatsForEver() {
        for (int i = 0; i < 100; i++) {
            observing.tick();
            beats(observing, 6);
        }
        assertThat(line.heard).hasSize(600).doesNotContain("ended STALLED");
    }

    @Test
    void workThatDoesNotMove_isEndedAtItsLimit_andBeatsNoMore() {
        observing.alive("reading a disk");
        beats(observing, 30);
        assertThat(line.heard).hasSize(1 + 12).endsWith("reading a disk", "ended STALLED");
        assertThat(told).containsExactly("stalled");
        assertThat(observing.isStalled()).isTrue();
        assertThatThrownBy(() -> observing.alive("awake"))
                .isInstanceOf(StageCancelled.class)
                .hasMessageContaining("reading a disk");
    }

    @Test
    void suspendedProcess_hasNotStalled() {
        observing.alive("at work");
        beats(observing, 1);
        clock.addAndGet(Duration.ofHours(8).toNanos());
        beats(observing, 1);
        observing.alive("at work again");
        beats(observing, 1);
        assertThat(told).isEmpty();
        assertThat(line.heard).hasSize(3);
    }

    @Test
    void cancellation_endsWhatDoesNotCommit_andAsksWhatDoesToCommit() {
        line.answer = new BeatAnswer.CancelRequested(new ActivityCanceledException());
        beats(observing, 1);
        beats(training, 1);
        assertThatThrownBy(() -> observing.alive("on"))
                .isInstanceOf(StageCancelled.class)
                .hasCauseInstanceOf(ActivityCanceledException.class);
        assertThatCode(() -> training.alive("on")).doesNotThrowAnyException();
        assertThat(training.stopping()).isTrue();
    }

    @Test
    void attemptThatIsOver_endsAtItsNextSignOfLife_alsoWhereItCommits() {
        line.answer = new BeatAnswer.Over(new ActivityNotExistsException(new IllegalStateException("gone")));
        beats(training, 2);
        assertThat(told).as("counted once").containsExactly("unknown");
        assertThatThrownBy(training::check)
                .isInstanceOf(StageCancelled.class)
                .hasCauseInstanceOf(ActivityNotExistsException.class);
        assertThatCode(training::tick).as("a tick inside a commit ends nothing").doesNotThrowAnyException();
    }

    @Test
    void serverThatIsAway_endsNothing_andIsSaidToBeAway_untilItAnswers() {
        line.answer = new BeatAnswer.Unreachable("UNAVAILABLE");
        beats(training, 1);
        assertThat(training.outage()).isZero();
        training.tick();
        beats(training, 4);
        assertThatCode(() -> training.alive("on")).doesNotThrowAnyException();
        assertThat(training.stopping()).isFalse();
        assertThat(training.outage()).isEqualTo(EVERY.multipliedBy(4));
        line.answer = new BeatAnswer.GoesOn();
        beats(training, 1);
        assertThat(training.outage()).isZero();
    }

    @Test
    void unexpectedFailureOfABeat_isNotTheLast() {
        line.broken = true;
        beats(observing, 1);
        line.broken = false;
        beats(observing, 1);
        assertThat(line.heard).hasSize(1);
    }

    @Test
    void shutDownWorker_endsWhatIsUnderWay() {
        training.end("this worker is shut down", new ActivityWorkerShutdownException());
        assertThatThrownBy(() -> training.alive("on")).hasCauseInstanceOf(ActivityWorkerShutdownException.class);
    }

    @Test
    void codeOfAStall_isRetryable() {
        assertThat(ErrorCode.STALLED.retryable()).isTrue();
    }
}
