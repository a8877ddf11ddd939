package dev.onset.infra.temporal;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What a failed call of a Temporal server means, below whatever the SDK wraps around it. */
public final class TemporalFailure {
    private TemporalFailure() {}

    /** Whether it only means that nobody answers now. */
    public static boolean isOutage(Throwable failure) {
        return status(failure)
                .filter(status -> !isRefusal(status))
                .map(status -> switch (status.getStatus().getCode()) {
                    case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED, RESOURCE_EXHAUSTED, INTERNAL, UNKNOWN, ABORTED ->
                        true;
                    case OK,
                            INVALID_ARGUMENT,
                            NOT_FOUND,
                            ALREADY_EXISTS,
                            PERMISSION_DENIED,
                            FAILED_PRECONDITION,
                            OUT_OF_RANGE,
                            UNIMPLEMENTED,
                            DATA_LOSS,
                            UNAUTHENTICATED -> false;
                })
                .orElse(false);
    }

    /** Whether the server does not know the workflow that was asked for. */
    public static boolean isUnknown(Throwable failure) {
        return status(failure)
                .map(status -> status.getStatus().getCode() == Status.Code.NOT_FOUND && !namesNamespace(status))
                .orElse(false);
    }

    /**
     * The server's own failure by code: {@link ErrorCode#TEMPORAL_REFUSED} for credentials, certificates and namespaces,
     * {@link ErrorCode#TEMPORAL_UNAVAILABLE} where nobody answers; empty for whatever else failed.
     *
     * @param address for the message
     * @param meaning what it means for studies
     */
    public static Optional<OnsetException> coded(Throwable failure, String address, String meaning) {
        Optional<StatusRuntimeException> status = status(failure);
        if (status.isPresent() && isRefusal(status.get())) {
            return Optional.of(new OnsetException(
                    ErrorCode.TEMPORAL_REFUSED,
                    "the Temporal server at " + address + " refuses this client (" + reason(status.get()) + "); "
                            + meaning,
                    failure));
        }
        return isOutage(failure)
                ? status.map(away -> new OnsetException(
                        ErrorCode.TEMPORAL_UNAVAILABLE,
                        "no Temporal server answers at " + address + " (" + reason(away) + "); " + meaning,
                        failure))
                : Optional.empty();
    }

    private static boolean isRefusal(StatusRuntimeException status) {
        return switch (status.getStatus().getCode()) {
            case UNAUTHENTICATED, PERMISSION_DENIED -> true;
            case NOT_FOUND -> namesNamespace(status);
            case UNAVAILABLE, UNKNOWN -> untrusted(status);
            case OK,
                    CANCELLED,
                    INVALID_ARGUMENT,
                    DEADLINE_EXCEEDED,
                    ALREADY_EXISTS,
                    RESOURCE_EXHAUSTED,
                    FAILED_PRECONDITION,
                    ABORTED,
                    OUT_OF_RANGE,
                    UNIMPLEMENTED,
                    INTERNAL,
                    DATA_LOSS -> false;
        };
    }

    private static boolean namesNamespace(StatusRuntimeException status) {
        String told = status.getStatus().getDescription();
        return told != null && told.startsWith("Namespace ") && told.contains("not found");
    }

    /** A connection that broke is no refusal; one whose certificate or protocol does not fit is. */
    private static boolean untrusted(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof CertificateException || at instanceof CertPathValidatorException) {
                return true;
            }
            if (at instanceof SSLException && !String.valueOf(at.getMessage()).contains("closed")) {
                return true;
            }
        }
        return false;
    }

    private static Optional<StatusRuntimeException> status(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof StatusRuntimeException status) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }

    /** In a line: gRPC's own code and description, and the innermost cause where a connection failed. */
    private static String reason(StatusRuntimeException status) {
        String told = firstLine(status.getStatus().getDescription());
        Throwable innermost = status;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return status.getStatus().getCode()
                + (told.isEmpty() ? "" : ": " + told)
                + (innermost == status || innermost.getMessage() == null
                        ? ""
                        : ": " + firstLine(innermost.getMessage()));
    }

    private static String firstLine(@Nullable String text) {
        return text == null ? "" : text.lines().findFirst().orElse("");
    }
}
