package dev.onset.infra.store;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.store.CanonicalJson;
import dev.onset.store.ExclusiveCreate;
import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import dev.onset.store.SmallObjects;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One owner for each study of a store that several machines share and where no lock of an operating system reaches.
 *
 * <p>Ownership goes by numbers: whoever creates {@code leases/STUDY/NUMBER/owner.json} first owns the study from then on. The
 * owner rewrites {@code beat} every few seconds. Someone else may take the next number only when the last one was ended, or
 * when its beat did not change while they watched, by their own monotonic clock; no two clocks are ever compared. An owner
 * that finds a higher number has been taken for dead: {@link #check} tells it to stop.
 *
 * <p>The lease saves double work and names who runs a study. Safety does not rest on it: an owner that was taken for dead and
 * still writes is fenced by the commit log. A crash leaves the lease without an end; a new start in the same data directory
 * takes over at once (its lock tells that the owner is dead), one elsewhere after {@link Timing#patience}.
 */
public final class StudyLease implements AutoCloseable {
    /**
     * @param beat how often the owner shows that it lives
     * @param patience how long a beat must stand still before the owner counts as dead
     */
    public record Timing(Duration beat, Duration patience) {
        public static final Timing USUAL = new Timing(Duration.ofSeconds(3), Duration.ofSeconds(20));
    }

    /**
     * Who wants a study.
     *
     * @param holder this process, for people
     * @param directory its host and data directory
     */
    public record Candidate(String holder, String directory) {}

    /**
     * Who owns a study.
     *
     * @param holder for people
     * @param directory host and data directory
     * @param token tells this owner from all others
     */
    record Owner(String holder, String directory, String token) {}

    private static final Logger log = LoggerFactory.getLogger(StudyLease.class);
    private static final ObjectKey ROOT = new ObjectKey("leases");
    private static final int MAX_RECORD = 64 << 10;

    private final ObjectStore store;
    private final String study;
    private final int number;
    private final ScheduledExecutorService heart;
    private volatile boolean lost;
    private long beats;

    private StudyLease(ObjectStore store, String study, int number, Timing timing) {
        this.store = store;
        this.study = study;
        this.number = number;
        heart = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "lease-" + study);
            thread.setDaemon(true);
            return thread;
        });
        heart.scheduleWithFixedDelay(this::beat, 0, timing.beat().toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Takes the study. The caller holds the {@link StudyLock} of its data directory.
     *
     * @param note is told when it takes a while
     * @throws OnsetException {@code STUDY_LOCKED}, naming the owner, when it lives
     */
    public static StudyLease acquire(
            ObjectStore store, String study, Candidate candidate, Timing timing, Consumer<String> note) {
        Owner self = new Owner(
                candidate.holder(), candidate.directory(), UUID.randomUUID().toString());
        while (true) {
            int last = last(store, study);
            if (last > 0 && !ended(store, study, last)) {
                Optional<Owner> owner = owner(store, study, last);
                boolean ours = owner.map(other -> other.directory().equals(candidate.directory()))
                        .orElse(false);
                if (!ours) {
                    note.accept(
                            "study " + study + " was last run by " + named(owner) + " and not ended; watching up to "
                                    + timing.patience().toSeconds() + " s whether it lives");
                }
                if (!ours && lives(store, study, last, timing.patience())) {
                    throw new OnsetException(
                            ErrorCode.STUDY_LOCKED,
                            "study " + study + " in " + store.describe() + " is in use by "
                                    + named(owner)
                                    + "; nothing was changed; " + ErrorCode.STUDY_LOCKED.nextAction());
                }
                log.info("study {}: the owner {} is dead; taking over", study, named(owner));
            }
            ExclusiveCreate claim =
                    ExclusiveCreate.make(store, key(study, last + 1, "owner.json"), CanonicalJson.bytes(self));
            if (claim instanceof ExclusiveCreate.Created || claim instanceof ExclusiveCreate.Confirmed) {
                sweep(store, study, last + 1);
                return new StudyLease(store, study, last + 1, timing);
            }
            if (claim instanceof ExclusiveCreate.Unknown unknown) {
                throw unknown.cause();
            }
            // another was faster; look again
        }
    }

    private static String named(Optional<Owner> owner) {
        return owner.map(Owner::holder).orElse("an owner that cannot be read");
    }

    /** Whether someone shows that they own the study; watches for the given time unless the answer is plain. */
    public static boolean isHeld(ObjectStore store, String study, Duration watch) {
        int last = last(store, study);
        return last > 0 && !ended(store, study, last) && lives(store, study, last, watch);
    }

    /**
     * A text that changes while someone owns the study; empty where nobody does, or an owner has ended it. Who sees it stand
     * still for longer than the usual patience may take the owner for dead.
     */
    public static Optional<String> sign(ObjectStore store, String study) {
        int last = last(store, study);
        return last == 0 || ended(store, study, last)
                ? Optional.empty()
                : Optional.of(last + ":" + new String(beatOf(store, study, last), StandardCharsets.US_ASCII));
    }

    private static boolean lives(ObjectStore store, String study, int number, Duration patience) {
        byte[] first = beatOf(store, study, number);
        long until = System.nanoTime() + patience.toNanos();
        long step = Math.max(10, Math.min(1_000, patience.toMillis() / 10));
        while (System.nanoTime() < until) {
            try {
                Thread.sleep(step);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new OnsetException(
                        ErrorCode.STUDY_LOCKED, "interrupted while watching who owns study " + study, e);
            }
            if (!Arrays.equals(first, beatOf(store, study, number))) {
                return !ended(store, study, number);
            }
        }
        return false;
    }

    private static byte[] beatOf(ObjectStore store, String study, int number) {
        return SmallObjects.read(store, key(study, number, "beat"), MAX_RECORD).orElse(new byte[0]);
    }

    private static boolean ended(ObjectStore store, String study, int number) {
        return store.size(key(study, number, "end")).isPresent();
    }

    private static Optional<Owner> owner(ObjectStore store, String study, int number) {
        return SmallObjects.read(store, key(study, number, "owner.json"), MAX_RECORD)
                .flatMap(bytes -> {
                    try {
                        return Optional.of(CanonicalJson.parse(bytes, Owner.class));
                    } catch (IOException e) {
                        log.warn("the lease of study {} cannot be read: {}", study, e.getMessage());
                        return Optional.empty();
                    }
                });
    }

    private static int last(ObjectStore store, String study) {
        int last = 0;
        for (ObjectKey key : numbers(store, study)) {
            if (key.value().endsWith("/owner.json")) {
                last = Math.max(last, number(key));
            }
        }
        return last;
    }

    private static List<ObjectKey> numbers(ObjectStore store, String study) {
        return store.list(ROOT.resolve(study));
    }

    private static int number(ObjectKey key) {
        return Integer.parseInt(key.value().split("/")[2]);
    }

    private static ObjectKey key(String study, int number, String what) {
        return ROOT.resolve(String.format(Locale.ROOT, "%s/%06d/%s", study, number, what));
    }

    /** Removes the records of earlier owners; what counts is the highest number. */
    private static void sweep(ObjectStore store, String study, int current) {
        try {
            for (ObjectKey key : numbers(store, study)) {
                if (number(key) < current) {
                    store.delete(key);
                }
            }
        } catch (OnsetException e) {
            log.warn("old leases of study {} stay for now: {}", study, e.getMessage());
        }
    }

    private void beat() {
        try {
            store.replace(
                    key(study, number, "beat"),
                    ObjectStore.Content.of(Long.toString(beats++).getBytes(StandardCharsets.US_ASCII)));
            if (last(store, study) > number) {
                lost = true;
            }
        } catch (OnsetException e) {
            // an outage: whoever takes over meanwhile is found when it is over
            log.warn("study {}: the lease was not renewed: {}", study, e.getMessage());
        } catch (RuntimeException | Error e) {
            // let through, it would be the last beat of all, and nobody would be told
            log.error("study {}: the lease was not renewed", study, e);
        }
    }

    /**
     * Throws when another has taken the study over.
     *
     * @throws OnsetException {@code STUDY_LOCKED}
     */
    public void check() {
        if (lost) {
            throw new OnsetException(
                    ErrorCode.STUDY_LOCKED,
                    "study " + study + " in " + store.describe()
                            + " was taken over by another process while this one did not answer; what it committed stays");
        }
    }

    /** Ends the lease; the next owner need not wait. */
    @Override
    public void close() {
        heart.shutdown();
        try {
            heart.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            store.create(key(study, number, "end"), ObjectStore.Content.of(new byte[0]));
        } catch (OnsetException e) {
            log.warn("study {}: the lease could not be ended, so the next owner waits: {}", study, e.getMessage());
        }
    }
}
