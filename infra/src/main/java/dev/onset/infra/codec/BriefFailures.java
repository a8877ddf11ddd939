package dev.onset.infra.codec;

import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.failure.v1.Failure;
import io.temporal.common.converter.DataConverter;
import io.temporal.payload.context.SerializationContext;
import java.lang.reflect.Type;
import java.util.Optional;

/**
 * Shortens the messages and stack traces of failures before they are encrypted. Temporal's server cuts a failure that is
 * to be retried down to 4 KB and throws away encrypted attributes whole when it does, so a long one would reach nobody;
 * and a deep stack trace would exceed the bound on payloads. The whole trace is in the worker's log.
 */
final class BriefFailures implements DataConverter {
    static final int MAX_MESSAGE = 1_000;
    static final int FIRST_LINES = 8;
    static final int CAUSE_LINES = 2;
    private static final int MAX_TRACE = 1_000;

    private final DataConverter delegate;

    BriefFailures(DataConverter delegate) {
        this.delegate = delegate;
    }

    @Override
    public Failure exceptionToFailure(Throwable throwable) {
        return brief(delegate.exceptionToFailure(throwable), FIRST_LINES);
    }

    private static Failure brief(Failure failure, int lines) {
        Failure.Builder brief = failure.toBuilder();
        brief.setMessage(cut(failure.getMessage(), MAX_MESSAGE));
        brief.setStackTrace(cut(firstLines(failure.getStackTrace(), lines), MAX_TRACE));
        if (failure.hasCause()) {
            brief.setCause(brief(failure.getCause(), CAUSE_LINES));
        }
        return brief.build();
    }

    private static String firstLines(String text, int lines) {
        int end = -1;
        for (int i = 0; i < lines; i++) {
            int next = text.indexOf('\n', end + 1);
            if (next < 0) {
                return text;
            }
            end = next;
        }
        return text.substring(0, end + 1);
    }

    private static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
        return text.substring(0, end) + "...";
    }

    @Override
    public RuntimeException failureToException(Failure failure) {
        return delegate.failureToException(failure);
    }

    @Override
    public <T> Optional<Payload> toPayload(T value) {
        return delegate.toPayload(value);
    }

    @Override
    public <T> T fromPayload(Payload payload, Class<T> valueClass, Type valueType) {
        return delegate.fromPayload(payload, valueClass, valueType);
    }

    @Override
    public Optional<Payloads> toPayloads(Object... values) {
        return delegate.toPayloads(values);
    }

    @Override
    public <T> T fromPayloads(int index, Optional<Payloads> content, Class<T> valueType, Type valueGenericType) {
        return delegate.fromPayloads(index, content, valueType, valueGenericType);
    }

    @Override
    public Object[] fromPayloads(Optional<Payloads> content, Class<?>[] parameterTypes, Type[] genericParameterTypes) {
        return delegate.fromPayloads(content, parameterTypes, genericParameterTypes);
    }

    @Override
    public DataConverter withContext(SerializationContext context) {
        return new BriefFailures(delegate.withContext(context));
    }
}
