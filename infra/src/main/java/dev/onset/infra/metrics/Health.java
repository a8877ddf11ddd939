package dev.onset.infra.metrics;

import dev.onset.contracts.OnsetException;
import dev.onset.store.CanonicalJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs the checks of a process, each within a time, and keeps the answer for a moment so that askers cost nothing. */
final class Health implements AutoCloseable {
    private static final long KEEP_NANOS = 2_000_000_000L;
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

    private record Answer(Report report, long at) {}

    private final Supplier<List<HealthCheck>> checks;
    private final long timeoutMillis;
    private final ExecutorService threads;
    private @Nullable Answer last;

    /** @param checks asked every time, since a process learns what it needs while it starts */
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
        if (known != null && System.nanoTime() - known.at() < KEEP_NANOS) {
            return known.report();
        }
        Map<String, Future<Optional<String>>> asked = new TreeMap<>();
        checks.get()
                .forEach(check -> asked.put(
                        check.name(), threads.submit(() -> check.problem().get())));
        Map<String, String> found = new TreeMap<>();
        asked.forEach((name, answer) -> found.put(name, answer(answer).orElse("ok")));
        boolean ok = found.values().stream().allMatch("ok"::equals);
        Report report = new Report(found.isEmpty() ? "starting" : ok ? "ok" : "failing", found);
        // while it starts there is nothing to ask, and what there is may come at any moment
        last = found.isEmpty() ? null : new Answer(report, System.nanoTime());
        return report;
    }

    private Optional<String> answer(Future<Optional<String>> asked) {
        try {
            return asked.get(timeoutMillis, TimeUnit.MILLISECONDS).map(Health::shortened);
        } catch (TimeoutException e) {
            asked.cancel(true);
            return Optional.of("no answer within " + timeoutMillis + " ms");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            return Optional.of(shortened(
                    cause instanceof OnsetException coded ? coded.code() + ": " + coded.getMessage() : "" + cause));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    private static String shortened(String reason) {
        return reason.length() <= LONGEST ? reason : reason.substring(0, LONGEST) + "...";
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
