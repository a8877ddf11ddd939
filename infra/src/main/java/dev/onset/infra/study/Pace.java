package dev.onset.infra.study;

import dev.onset.infra.study.Glimpse.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;

/** How long a study still takes, from how fast it went on lately. Not safe for several threads. */
final class Pace {
    private static final Duration WINDOW = Duration.ofMinutes(10);
    private static final double SHORTEST_SECONDS = 4;

    private record Seen(Instant at, Progress progress) {}

    private final Deque<Seen> seen = new ArrayDeque<>();

    /** Begins with nothing done at that time. */
    void begin(Instant at, Progress all) {
        seen.clear();
        seen.add(new Seen(at, new Progress(all.runs(), 0, all.lastSteps(), 0, 0, all.checkpoints())));
    }

    void forget() {
        seen.clear();
    }

    boolean isEmpty() {
        return seen.isEmpty();
    }

    /** Takes note of where it stands. */
    void take(Instant at, Progress progress) {
        if (seen.isEmpty() || !seen.getLast().progress().equals(progress)) {
            seen.add(new Seen(at, progress));
        }
        while (seen.size() > 2 && seen.getFirst().at().isBefore(at.minus(WINDOW))) {
            seen.removeFirst();
        }
    }

    /** Seconds until all is trained and observed; empty where that cannot be told yet. */
    OptionalDouble secondsLeft(Instant now) {
        if (seen.size() < 2) {
            return OptionalDouble.empty();
        }
        Seen first = seen.getFirst();
        Seen last = seen.getLast();
        double seconds = Duration.between(first.at(), last.at()).toMillis() / 1e3;
        OptionalDouble training = left(
                last.progress().lastSteps() - last.progress().steps(),
                last.progress().steps() - first.progress().steps(),
                seconds);
        OptionalDouble observing = left(
                last.progress().checkpoints() - last.progress().observed(),
                last.progress().observed() - first.progress().observed(),
                seconds);
        if (seconds < SHORTEST_SECONDS || training.isEmpty() || observing.isEmpty()) {
            return OptionalDouble.empty();
        }
        double since = Duration.between(last.at(), now).toMillis() / 1e3;
        return OptionalDouble.of(Math.max(1, Math.max(training.getAsDouble(), observing.getAsDouble()) - since));
    }

    private static OptionalDouble left(long rest, long done, double seconds) {
        return rest == 0
                ? OptionalDouble.of(0)
                : done <= 0 ? OptionalDouble.empty() : OptionalDouble.of(rest * seconds / done);
    }
}
