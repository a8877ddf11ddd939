package dev.onset.infra.study;

import dev.onset.infra.store.StudyLease;
import dev.onset.infra.store.StudyLock;
import dev.onset.infra.study.StudyService.Place;
import dev.onset.store.ObjectStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a process owns a study, asked again and again without waiting and without standing in its way. Not safe for several
 * threads.
 */
final class OwnerWatch {
    /** A lock that a process of this machine does not hold is asked for itself, but seldom: the question is an owner too. */
    private static final Duration ASKED = Duration.ofSeconds(30);

    /** Longer than an owner goes without a sign of life. */
    private static final Duration STILL = Duration.ofSeconds(10);

    /** What can be said. */
    enum Owner {
        LIVES,
        NONE,
        /** It was not watched for long enough. */
        UNKNOWN
    }

    private final Place place;
    private final ObjectStore store;
    private final String study;
    private final Clock clock;
    private Instant asked = Instant.MIN;
    private boolean held;
    private Optional<String> sign = Optional.empty();
    private Instant since = Instant.MIN;
    private boolean moved;

    OwnerWatch(Place place, ObjectStore store, String study, Clock clock) {
        this.place = place;
        this.store = store;
        this.study = study;
        this.clock = clock;
    }

    Owner look() {
        if (locked()) {
            return Owner.LIVES;
        }
        return place.store().isEmpty() ? Owner.NONE : leased();
    }

    private boolean locked() {
        Optional<StudyLock.Holder> holder = StudyLock.holder(place.data(), study);
        if (holder.isEmpty() || holder.get().here()) {
            return holder.map(StudyLock.Holder::lives).orElse(false);
        }
        Instant now = clock.instant();
        if (now.isAfter(asked.plus(ASKED))) {
            asked = now;
            held = StudyLock.isHeld(place.data(), study);
        }
        return held;
    }

    private Owner leased() {
        Optional<String> seen = StudyLease.sign(store, study);
        Instant now = clock.instant();
        if (seen.isEmpty()) {
            sign = seen;
            return Owner.NONE;
        }
        if (!seen.equals(sign)) {
            moved = sign.isPresent();
            sign = seen;
            since = now;
        }
        boolean still = now.isAfter(since.plus(STILL));
        return still ? Owner.NONE : moved ? Owner.LIVES : Owner.UNKNOWN;
    }
}
