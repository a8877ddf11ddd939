package dev.onset.workflows;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.StageRoute;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Notices work that waits on a queue which nobody serves.
 *
 * <h2>Why it asks</h2>
 *
 * A server knows who polls a queue, not who would if he were not busy: the only trainer of a fleet polls nothing for hours. So a
 * deadline for work to begin would cry wolf, and begin the work anew each time. Instead the work waits as long as it takes, and
 * where nothing has come of a queue for a while, whoever serves it is asked to say so on a queue beside it, which is answered at
 * once by who is busy too. Unanswered, the question stays there: the answer tells when such a worker has come, and by then it
 * has begun with the work. Asked rarely where the answers are good, since each is history.
 */
final class Presence {
    private static final Duration USUAL = Duration.ofMinutes(1);
    private static final Duration RAREST = Duration.ofMinutes(10);

    private final boolean operated;
    private final Duration patience;
    private final String study;
    private final Runnable changed;
    private final Map<String, Watched> queues = new TreeMap<>();

    /** A queue on which something was begun. */
    private static final class Watched {
        private final String stage;
        private final StageRoute route;
        private int waiting;
        private int ended;
        private boolean watching;
        private boolean missing;

        Watched(String stage, StageRoute route) {
            this.stage = stage;
            this.route = route;
        }
    }

    /**
     * @param operated whether workers are elsewhere; otherwise this process does everything
     * @param seconds that a queue may be silent before it is asked after, and the question before somebody is missed; 0: the
     *     default
     * @param changed told whenever somebody is missed or has come
     */
    Presence(boolean operated, int seconds, String study, Runnable changed) {
        this.operated = operated;
        this.patience = seconds > 0 ? Duration.ofSeconds(seconds) : USUAL;
        this.study = study;
        this.changed = changed;
    }

    /** Does work that waits on a queue for a worker. */
    <T> T during(String stage, StageRoute route, Supplier<T> work) {
        if (!operated) {
            return work.get();
        }
        Watched queue = queues.computeIfAbsent(route.queue(), unknown -> new Watched(stage, route));
        queue.waiting++;
        if (!queue.watching) {
            queue.watching = true;
            Async.procedure(() -> watch(queue)).handle((nothing, cancelled) -> {
                queue.watching = false;
                return null;
            });
        }
        try {
            return work.get();
        } finally {
            queue.waiting--;
            queue.ended++;
        }
    }

    private void watch(Watched queue) {
        Duration pause = patience;
        while (queue.waiting > 0) {
            int ended = queue.ended;
            Workflow.sleep(pause);
            if (queue.waiting > 0 && queue.ended == ended) {
                ask(queue);
            }
            pause = pause.multipliedBy(2).compareTo(RAREST) < 0 ? pause.multipliedBy(2) : RAREST;
        }
    }

    private void ask(Watched queue) {
        String at = Queues.presence(queue.route.queue());
        WorkerActivities worker =
                Workflow.newActivityStub(WorkerActivities.class, StageOptions.presence(at, queue.route.queue()));
        Promise<?>[] answer = new Promise<?>[1];
        CancellationScope question = Workflow.newCancellationScope(
                () -> answer[0] = Async.procedure(worker::here).handle((nothing, problem) -> null));
        question.run();
        BooleanSupplier over = () -> answer[0].isCompleted() || queue.waiting == 0;
        try {
            if (!Workflow.await(patience, over::getAsBoolean)) {
                miss(queue, true);
                Workflow.await(over::getAsBoolean);
            }
        } finally {
            question.cancel("nothing waits on the queue any more");
            if (queue.missing) {
                miss(queue, false);
            }
        }
    }

    private void miss(Watched queue, boolean missing) {
        queue.missing = missing;
        Workflow.getLogger(Presence.class)
                .info("{}", missing ? words(queue) : "somebody serves the queue " + queue.route.queue() + " now");
        changed.run();
    }

    /** Whether work waits on a queue that nobody serves. */
    boolean isMissing(String queue) {
        Watched known = queues.get(queue);
        return known != null && known.missing;
    }

    /** What is waited with where somebody is missed. */
    Optional<Waiting> missing() {
        return queues.values().stream()
                .filter(queue -> queue.missing)
                .findFirst()
                .map(queue -> new Waiting(ErrorCode.WORKER_MISSING.name(), words(queue)));
    }

    private String words(Watched queue) {
        StageRoute route = queue.route;
        String base = Queues.base(route.queue());
        String worker = "infra/onset worker --queues "
                + (base.equals(Queues.OBSERVE_GPU) ? Queues.OBSERVE + " --device cuda" : base);
        return route.pinned()
                ? "stage " + queue.stage + " waits: no worker of the numeric profile it is pinned to, '"
                        + route.profile()
                        + "', serves the queue " + route.queue() + "; nothing is lost. Next: start such a worker ("
                        + worker
                        + "; infra/onset doctor names a machine's profiles), and the study goes on by itself; or, where there"
                        + " will be none, pin the stage anew, which computes again whatever of it is there: infra/onset repin "
                        + study + " --stage " + queue.stage
                : "stage " + queue.stage + " waits: no worker serves the queue " + route.queue()
                        + "; nothing is lost. Next: start one (" + worker + "), and the study goes on by itself";
    }
}
