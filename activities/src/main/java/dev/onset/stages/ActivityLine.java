package dev.onset.stages;

import dev.onset.contracts.OnsetException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCanceledException;
import io.temporal.client.ActivityCompletionClient;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.ActivityCompletionFailureException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.payload.context.ActivitySerializationContext;

/**
 * Speaks for an activity by its task token. The context's own heartbeat will not do: it keeps silent about a server that does not
 * answer, and it ends with the worker, while what is being committed has yet to end.
 */
final class ActivityLine implements BeatLine {
    private final ActivityCompletionClient client;
    private final byte[] token;

    ActivityLine(ActivityExecutionContext context) {
        client = context.getWorkflowClient()
                .newActivityCompletionClient()
                .withContext(new ActivitySerializationContext(context.getInfo()));
        token = context.getTaskToken();
    }

    @Override
    public BeatAnswer send(String note) {
        try {
            client.heartbeat(token, note);
            return new BeatAnswer.GoesOn();
        } catch (ActivityCanceledException asked) {
            return new BeatAnswer.CancelRequested(asked);
        } catch (ActivityCompletionFailureException failed) {
            return isRefused(failed)
                    ? new BeatAnswer.Over(failed)
                    : new BeatAnswer.Unreachable(String.valueOf(failed.getCause()));
        } catch (ActivityCompletionException over) {
            return new BeatAnswer.Over(over);
        }
    }

    private static boolean isRefused(ActivityCompletionFailureException failed) {
        if (!(failed.getCause() instanceof StatusRuntimeException status)) {
            return false;
        }
        Status.Code code = status.getStatus().getCode();
        return code == Status.Code.INVALID_ARGUMENT || code == Status.Code.FAILED_PRECONDITION;
    }

    @Override
    public void end(OnsetException failure) {
        client.completeExceptionally(
                token,
                ApplicationFailure.newFailure(
                        failure.getMessage(), failure.code().name()));
    }
}
