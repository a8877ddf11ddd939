package dev.onset.infra.metrics;

import dev.onset.contracts.OnsetException;
import dev.onset.store.CanonicalJson;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the checks of a process and keeps the answer for a moment so that askers cost nothing.
 *
 * <p>Whoever asks waits for a stated time in all, not for each check: a store that is down lets its check hang for minutes, and a
 * health check that hangs with it is no answer. A check that takes longer goes on, once and not once an asker, and what it finds is
 * told to who asks later.
 */
final class Health implements AutoCloseable {
    private static final long KEEP_NANOS = 2_000_000_000L;

    /** What fails is asked again sooner: a process that starts is well from one moment to the next. */
    private static final long KEEP_FAILING_NANOS = 250_000_000L;

    private static final int LONGEST = 300;

    /**
     * An answer.
     *
     * @param status {@code starting}, {@code ok} or {@code failing}
     * @param checks name to {@code ok} or the reason
     */
    record Report(String status, Map<String, String> checks) {
        boolean ok() {
            return status.equals("ok");
        }

        byte[] json() {
            return CanonicalJson.bytes(this);
        }
    }

    private record Answer(Report report, long at) {
        /** Whether it is new enough, and an answer to all that is asked by now. */
        boolean holds(List<HealthCheck> asked) {
            return System.nanoTime() - at < (report.ok() ? KEEP_NANOS : KEEP_FAILING_NANOS)
                    && asked.size() == report.checks().size()
                    && asked.stream().allMatch(check -> report.checks().containsKey(check.name()));
        }
    }

    /** A check under way, or its last end. */
    private record Asked(CompletableFuture<Optional<String>> answer, long since) {}

    private final Supplier<List<HealthCheck>> checks;
    private final long timeoutMillis;
    private final ExecutorService threads;
    private final Map<String, Asked> underWay = new HashMap<>();
    private final Map<String, String> lastProblems = new HashMap<>();
    private @Nullable Answer last;

    /**
     * @param checks asked every time, since a process learns what it needs while it starts
     * @param timeoutMillis that an asker waits for all of them together
     */
    Health(Supplier<List<HealthCheck>> checks, long timeoutMillis) {
        this.checks = checks;
        this.timeoutMillis = timeoutMillis;
        this.threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "onset-health");
            thread.setDaemon(true);
            return thread;
        });
    }

    synchronized Report report() {
        Answer known = last;
        List<HealthCheck> now = checks.get();
        if (known != null && known.holds(now)) {
            return known.report();
        }
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        now.forEach(this::ask);
        Map<String, String> found = new TreeMap<>();
        now.forEach(check -> found.put(check.name(), answer(check.name(), until)));
        boolean ok = found.values().stream().allMatch("ok"::equals);
        Report report = new Report(found.isEmpty() ? "starting" : ok ? "ok" : "failing", found);
        last = new Answer(report, System.nanoTime());
        return report;
    }

    private void ask(HealthCheck check) {
        underWay.computeIfAbsent(
                check.name(),
                unasked -> new Asked(
                        CompletableFuture.supplyAsync(() -> check.problem().get(), threads), System.nanoTime()));
    }

    private String answer(String name, long until) {
        Asked asked = underWay.get(name);
        if (asked == null) {
            return "not asked";
        }
        try {
            Optional<String> problem = asked.answer().get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
            return ended(name, problem.map(Health::shortened));
        } catch (TimeoutException e) {
            String before = lastProblems.getOrDefault(name, "");
            long seconds = (System.nanoTime() - asked.since()) / 1_000_000_000L;
            return "no answer within " + Math.max(timeoutMillis, seconds * 1000) + " ms"
                    + (before.isEmpty() ? "" : "; the last one: " + before);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            return ended(
                    name,
                    Optional.of(shortened(
                            cause instanceof OnsetException coded
                                    ? coded.code() + ": " + coded.getMessage()
                                    : "" + cause)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    private String ended(String name, Optional<String> problem) {
        underWay.remove(name);
        problem.ifPresentOrElse(why -> lastProblems.put(name, why), () -> lastProblems.remove(name));
        return problem.orElse("ok");
    }

    private static String shortened(String reason) {
        return reason.length() <= LONGEST ? reason : reason.substring(0, LONGEST) + "...";
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
