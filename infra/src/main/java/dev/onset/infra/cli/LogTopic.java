package dev.onset.infra.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import io.grpc.StatusRuntimeException;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a line of the log is about. A store or server that is away is noticed in many places, each with words of its own: all of
 * them are one topic. Any other line is of a topic with those that differ from it in numbers and names only.
 */
final class LogTopic {
    static final String OUTAGE = "outage";

    /** What these say is about servers and stores that do not answer, if it is a warning. */
    private static final List<String> SOURCES = List.of(
            "io.temporal.",
            "io.grpc.",
            "io.minio.",
            "okhttp3.",
            "dev.onset.infra.store.",
            "dev.onset.stages.ServerAbsence");

    /** Longer chains than this are cycles. */
    private static final int DEEPEST = 32;

    private LogTopic() {}

    static String of(ILoggingEvent event) {
        boolean outage = SOURCES.stream()
                        .anyMatch(source -> event.getLoggerName().startsWith(source))
                || (event.getThrowableProxy() instanceof ThrowableProxy proxy && isOutage(proxy.getThrowable()));
        return outage ? OUTAGE : event.getLoggerName() + " " + event.getMessage();
    }

    private static boolean isOutage(Throwable failure) {
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof StatusRuntimeException
                    || cause instanceof IOException
                    || (cause instanceof OnsetException coded
                            && isOutage(coded.code().name()))
                    || (cause instanceof ApplicationFailure failed && isOutage(failed.getType()))) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean isOutage(String code) {
        return Arrays.stream(ErrorCode.values())
                .anyMatch(known -> known.name().equals(code) && known.category() == ErrorCode.Category.STORE);
    }
}
