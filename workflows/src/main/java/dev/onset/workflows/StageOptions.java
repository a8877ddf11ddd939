package dev.onset.workflows;

import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;

/** How each stage is retried and watched; built once, here. */
final class StageOptions {
    /** Errors that may pass are retried about half an hour; errors that cannot are not retryable by their code. */
    private static final RetryOptions RETRY = RetryOptions.newBuilder()
            .setInitialInterval(Duration.ofSeconds(1))
            .setBackoffCoefficient(2.0)
            .setMaximumInterval(Duration.ofMinutes(2))
            .setMaximumAttempts(20)
            .build();

    private static final int NOTICE_ATTEMPTS = 6;

    private StageOptions() {}

    static ActivityOptions plan() {
        return stage(Queues.PLAN, Duration.ofMinutes(10)).setSummary("plan").build();
    }

    /** A segment is hours at most; its life is shown by heartbeats, not by its deadline. */
    static ActivityOptions train(String queue, String summary) {
        return stage(queue, Duration.ofDays(8)).setSummary(summary).build();
    }

    static ActivityOptions observe(String queue, String summary) {
        return stage(queue, Duration.ofHours(12)).setSummary(summary).build();
    }

    static ActivityOptions fit(String queue, String summary) {
        return stage(queue, Duration.ofHours(12)).setSummary(summary).build();
    }

    static ActivityOptions pin(String queue, String stage) {
        return stage(queue, Duration.ofMinutes(10))
                .setSummary("pin the numeric profile of " + stage)
                .build();
    }

    /** It is answered at once or waits for somebody to come; whoever asked need not hear how it ended. */
    static ActivityOptions presence(String at, String queue) {
        return ActivityOptions.newBuilder()
                .setTaskQueue(at)
                .setStartToCloseTimeout(Duration.ofMinutes(1))
                .setCancellationType(ActivityCancellationType.TRY_CANCEL)
                .setSummary("does anybody serve " + queue)
                .build();
    }

    static ActivityOptions read(String summary) {
        return stage(Queues.PLAN, Duration.ofHours(2)).setSummary(summary).build();
    }

    /** A notice that nobody takes within a minute or so is given up: nothing waits for it. */
    static ActivityOptions notice(String milestone) {
        return stage(Queues.PLAN, Duration.ofMinutes(2))
                .setSummary("tell of " + milestone)
                .setRetryOptions(
                        RETRY.toBuilder().setMaximumAttempts(NOTICE_ATTEMPTS).build())
                .build();
    }

    private static ActivityOptions.Builder stage(String queue, Duration startToClose) {
        return ActivityOptions.newBuilder()
                .setTaskQueue(queue)
                .setStartToCloseTimeout(startToClose)
                .setHeartbeatTimeout(Duration.ofMinutes(1))
                .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
                .setRetryOptions(RETRY);
    }
}
