package dev.onset.infra.metrics;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the Temporal server something every so often, on a thread of its own; an outage is said once, not at every question. */
final class ServerPoll implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServerPoll.class);

    private final String question;
    private final Runnable ask;
    private final Runnable unanswered;
    private final ScheduledExecutorService timer;
    private boolean silent;

    private ServerPoll(String name, String question, Runnable ask, Runnable unanswered) {
        this.question = question;
        this.ask = ask;
        this.unanswered = unanswered;
        timer = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * @param question in words that follow "the server does not say"
     * @param unanswered called each time the question fails
     */
    static ServerPoll start(String name, Duration every, String question, Runnable ask, Runnable unanswered) {
        ServerPoll poll = new ServerPoll(name, question, ask, unanswered);
        poll.timer.scheduleWithFixedDelay(poll::look, 0, every.toMillis(), TimeUnit.MILLISECONDS);
        return poll;
    }

    private void look() {
        try {
            ask.run();
            silent = false;
        } catch (RuntimeException e) {
            unanswered.run();
            if (!silent) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                LOG.warn("the server does not say {}: {}", question, cause.toString(), cause);
                silent = true;
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
