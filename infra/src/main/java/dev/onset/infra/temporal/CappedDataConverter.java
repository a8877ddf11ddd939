package dev.onset.infra.temporal;

import dev.onset.contracts.ErrorCode;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.common.converter.DataConverter;
import io.temporal.failure.ApplicationFailure;
import java.lang.reflect.Type;
import java.util.Optional;

/**
 * Refuses payloads over {@value #MAX_BYTES} bytes wherever they would enter history, embedded and real alike. The refusal
 * is a failure that ends the workflow: thrown as anything else it would fail the workflow's task and be retried for ever.
 */
public final class CappedDataConverter implements DataConverter {
    static final int MAX_BYTES = 64 * 1024;

    private final DataConverter delegate;

    public CappedDataConverter(DataConverter delegate) {
        this.delegate = delegate;
    }

    @Override
    public <T> Optional<Payload> toPayload(T value) {
        Optional<Payload> payload = delegate.toPayload(value);
        payload.ifPresent(p -> check(p, value));
        return payload;
    }

    @Override
    public <T> T fromPayload(Payload payload, Class<T> valueClass, Type valueType) {
        return delegate.fromPayload(payload, valueClass, valueType);
    }

    @Override
    public Optional<Payloads> toPayloads(Object... values) {
        Optional<Payloads> payloads = delegate.toPayloads(values);
        payloads.ifPresent(all -> {
            for (int i = 0; i < all.getPayloadsCount(); i++) {
                check(all.getPayloads(i), i < values.length ? values[i] : "");
            }
        });
        return payloads;
    }

    @Override
    public <T> T fromPayloads(int index, Optional<Payloads> content, Class<T> valueClass, Type valueType) {
        return delegate.fromPayloads(index, content, valueClass, valueType);
    }

    private static void check(Payload payload, Object value) {
        int size = payload.getData().size();
        if (size > MAX_BYTES) {
            throw ApplicationFailure.newNonRetryableFailure(
                    "a payload of type " + value.getClass().getSimpleName() + " has " + size + " bytes; at most "
                            + MAX_BYTES + " may enter workflow history, so data must be passed by reference",
                    ErrorCode.PAYLOAD_TOO_LARGE.name());
        }
    }
}
