package dev.onset.infra.study;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.stages.Fitness;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a worker out of service while it cannot work, and back when it can.
 *
 * <h2>States</h2>
 *
 * <p>Each queue of stages is <em>served</em> or <em>left</em>. A failure that may be the worker's own ({@link ErrorCode#ofWorker})
 * makes it leave: every queue, or only the one on which it happened where the cause is what that queue needs, a GPU or a library.
 * Then nothing more is asked for there, and what comes all the same is declined: another worker does it. After a pause the worker
 * tries by itself what failed ({@link Trial}), every so often until it succeeds, and serves again. Where it has to leave again
 * for the same reason soon after, the pause doubles each time, since then the trial sees less than the work: a worker whose disk has
 * room for the trial alone must not fail one stage a second.
 *
 * <p>Workflows are served all the while, so that a study whose only worker this is can still be asked. A crash forgets
 * everything here: the next process begins in service.
 */
final class Withdrawal implements Fitness, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Withdrawal.class);
    private static final long LOOK_MILLIS = 500;
    private static final Set<ErrorCode> OF_ONE_QUEUE = Set.of(ErrorCode.DEVICE_UNAVAILABLE, ErrorCode.LIBRARY_UNUSABLE);

    /**
     * How long is waited.
     *
     * @param first before the first trial after a failure that a trial can see
     * @param blind before the first where only the work itself can tell, as for memory
     * @param again between two trials, and how long a worker must have served for the pause to begin anew
     * @param longest pause
     * @param log between two lines of the log that say the same
     */
    record Pauses(Duration first, Duration blind, Duration again, Duration longest, Duration log) {
        static final Pauses USUAL = new Pauses(
                Duration.ofSeconds(5),
                Duration.ofMinutes(1),
                Duration.ofSeconds(10),
                Duration.ofMinutes(30),
                Duration.ofMinutes(1));
    }

    /** Tries what failed. */
    interface Trial {
        /** Why it fails still; empty where it works. What it throws is a reason too. */
        Optional<String> problem(ErrorCode code);
    }

    /** Who polls. */
    interface Polling {
        void suspend(String queue);

        void resume(String queue);
    }

    private static final class Left {
        private final ErrorCode code;
        private final Set<String> queues = new TreeSet<>();
        private final Duration pause;
        private String reason;
        private long tryAt;
        private long saidAt;

        Left(ErrorCode code, String reason, Duration pause) {
            this.code = code;
            this.reason = reason;
            this.pause = pause;
        }
    }

    private record Returned(Duration pause, long at) {}

    private final Set<String> queues;
    private final Polling polling;
    private final Trial trial;
    private final Pauses pauses;
    private final LongSupplier nanos;
    private final Map<ErrorCode, Left> left = new LinkedHashMap<>();
    private final Map<ErrorCode, Returned> returned = new TreeMap<>();
    private final ScheduledExecutorService timer;

    /** @param queues of stages, that the worker serves */
    Withdrawal(Set<String> queues, Polling polling, Trial trial, Pauses pauses, LongSupplier nanos) {
        this.queues = Collections.unmodifiableSet(new TreeSet<>(queues));
        this.polling = polling;
        this.trial = trial;
        this.pauses = pauses;
        this.nanos = nanos;
        this.timer = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "onset-withdrawal");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Begins to look whether it is time for a trial. */
    void start() {
        timer.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void failed(String queue, OnsetException failure) {
        ErrorCode code = failure.code();
        if (!code.ofWorker()) {
            return;
        }
        Left known = left.get(code);
        if (known != null) {
            queues.stream()
                    .filter(one -> stage(one).equals(stage(queue)))
                    .filter(known.queues::add)
                    .forEach(polling::suspend);
            return;
        }
        long now = nanos.getAsLong();
        Left leaving = new Left(code, String.valueOf(failure.getMessage()), pause(code, now));
        queues.stream()
                .filter(one -> !OF_ONE_QUEUE.contains(code) || stage(one).equals(stage(queue)))
                .forEach(leaving.queues::add);
        leaving.tryAt = now + leaving.pause.toNanos();
        leaving.queues.forEach(polling::suspend);
        left.put(code, leaving);
        say(leaving, now);
    }

    private Duration pause(ErrorCode code, long now) {
        Duration first = code == ErrorCode.OUT_OF_MEMORY || code == ErrorCode.DEVICE_UNAVAILABLE
                ? pauses.blind()
                : pauses.first();
        Returned before = returned.get(code);
        if (before == null
                || now - before.at() > before.pause().plus(pauses.again()).toNanos()) {
            return first;
        }
        Duration doubled = before.pause().multipliedBy(2);
        return doubled.compareTo(pauses.longest()) < 0 ? doubled : pauses.longest();
    }

    @Override
    public synchronized Optional<OnsetException> problem(String queue) {
        return left.values().stream()
                .filter(one -> one.queues.contains(queue))
                .findFirst()
                .map(one -> new OnsetException(
                        one.code, "this worker takes no work of queue " + queue + " at present: " + one.reason));
    }

    /** Code to reason, for everything because of which a queue is left. */
    synchronized Map<ErrorCode, String> problems() {
        Map<ErrorCode, String> reasons = new TreeMap<>();
        left.values().forEach(one -> reasons.put(one.code, words(one)));
        return reasons;
    }

    private static String words(Left one) {
        return "takes no work of " + stages(one) + ": " + one.code + ": " + one.reason;
    }

    /** A queue of work that is pinned to a profile, and the one on which a worker says that it is there, are their stage's. */
    private static String stage(String queue) {
        int dot = queue.indexOf('.');
        return dot < 0 ? queue : queue.substring(0, dot);
    }

    private static String stages(Left one) {
        return one.queues.stream().map(Withdrawal::stage).distinct().collect(Collectors.joining(", "));
    }

    /** Makes the trials whose time has come. */
    void look() {
        for (ErrorCode code : due()) {
            Optional<String> problem;
            try {
                problem = trial.problem(code);
            } catch (RuntimeException | Error e) {
                problem = Optional.of(
                        e instanceof OnsetException coded ? String.valueOf(coded.getMessage()) : e.toString());
            }
            tried(code, problem);
        }
    }

    private synchronized Set<ErrorCode> due() {
        long now = nanos.getAsLong();
        Set<ErrorCode> due = new TreeSet<>();
        left.values().stream().filter(one -> now - one.tryAt >= 0).forEach(one -> due.add(one.code));
        return due;
    }

    private synchronized void tried(ErrorCode code, Optional<String> problem) {
        Left one = left.get(code);
        long now = nanos.getAsLong();
        if (one == null) {
            return;
        }
        if (problem.isPresent()) {
            one.reason = problem.get();
            one.tryAt = now + pauses.again().toNanos();
            if (now - one.saidAt >= pauses.log().toNanos()) {
                say(one, now);
            }
            return;
        }
        left.remove(code);
        returned.put(code, new Returned(one.pause, now));
        one.queues.stream().filter(queue -> problem(queue).isEmpty()).forEach(polling::resume);
        LOG.info("takes work of {} again: what failed with {} works", stages(one), code);
    }

    private static void say(Left one, long now) {
        one.saidAt = now;
        LOG.warn("{}. Mend that: it takes work again by itself once it can; others do its work meanwhile", words(one));
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
