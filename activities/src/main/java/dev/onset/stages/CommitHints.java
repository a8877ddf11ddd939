package dev.onset.stages;

import dev.onset.workflows.RunWorkflow;
import io.temporal.client.WorkflowException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the run what is durable, at most so often, on a thread of its own: a server that does not answer keeps a call waiting for
 * a minute, and training does not wait. A lost hint costs nothing: the segment's result reconciles.
 */
final class CommitHints implements OpenStudy.DurableListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CommitHints.class);

    /** Steps alone are told this much more rarely than commits: every signal is history. */
    private static final int STEPS_RARER = 10;

    /** The segment's result tells the same: a hint that is late then is not waited for. */
    private static final int LAST_SECONDS = 2;

    private record Hint(int prefix, long step, String digest) {}

    private final RunWorkflow run;
    private final long everyNanos;
    private final ExecutorService sender = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "commit-hints");
        thread.setDaemon(true);
        return thread;
    });
    private boolean begun;
    private long lastSent;
    private Hint told = new Hint(0, 0, "");
    private Hint newest = told;
    private boolean sending;
    private boolean fresh;

    CommitHints(RunWorkflow run, long everyMillis) {
        this.run = run;
        this.everyNanos = TimeUnit.MILLISECONDS.toNanos(everyMillis);
    }

    @Override
    public synchronized void durable(int prefix, long step, String digest) {
        fresh |= prefix != newest.prefix();
        newest = new Hint(prefix, step, digest);
        long now = System.nanoTime();
        if (!begun || now - lastSent >= (fresh ? everyNanos : STEPS_RARER * everyNanos)) {
            begun = true;
            lastSent = now;
            send();
        }
    }

    /** One at a time: what comes up meanwhile is told by the next. */
    private synchronized void send() {
        if (sending || newest.equals(told)) {
            return;
        }
        Hint hint = newest;
        sending = true;
        fresh = false;
        sender.execute(() -> {
            boolean heard = tell(hint);
            synchronized (this) {
                sending = false;
                told = heard ? hint : told;
                fresh |= !heard;
            }
        });
    }

    private boolean tell(Hint hint) {
        try {
            run.checkpointsCommitted(hint.prefix(), hint.step(), hint.digest());
            return true;
        } catch (WorkflowException e) {
            LOG.warn("the run could not be told about a commit; its segment's result will tell", e);
            return false;
        }
    }

    /** Tells what is not yet told, as far as the server answers at once. */
    @Override
    public void close() {
        send();
        sender.shutdown();
        try {
            if (!sender.awaitTermination(LAST_SECONDS, TimeUnit.SECONDS)) {
                sender.shutdownNow();
            }
        } catch (InterruptedException e) {
            sender.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
