package dev.onset.infra.metrics;

import dev.onset.contracts.ErrorCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.common.converter.DataConverter;
import io.temporal.failure.ApplicationFailure;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.function.Supplier;

/** Measures what enters workflow history, and counts what its delegate refuses as too large. */
final class MeteredDataConverter implements DataConverter {
    private final DataConverter delegate;
    private final DistributionSummary bytes;
    private final Counter refused;

    MeteredDataConverter(DataConverter delegate, MeterRegistry registry) {
        this.delegate = delegate;
        bytes = DistributionSummary.builder("onset.payload")
                .description("Payloads that entered workflow history")
                .baseUnit("bytes")
                .register(registry);
        refused = Counter.builder("onset.payloads.refused")
                .description("Payloads that were too large for workflow history")
                .register(registry);
    }

    @Override
    public <T> Optional<Payload> toPayload(T value) {
        Optional<Payload> payload = counted(() -> delegate.toPayload(value));
        payload.ifPresent(this::measure);
        return payload;
    }

    @Override
    public Optional<Payloads> toPayloads(Object... values) {
        Optional<Payloads> payloads = counted(() -> delegate.toPayloads(values));
        payloads.ifPresent(all -> all.getPayloadsList().forEach(this::measure));
        return payloads;
    }

    private void measure(Payload payload) {
        bytes.record(payload.getData().size());
    }

    private <R> R counted(Supplier<R> conversion) {
        try {
            return conversion.get();
        } catch (ApplicationFailure e) {
            if (ErrorCode.PAYLOAD_TOO_LARGE.name().equals(e.getType())) {
                refused.increment();
            }
            throw e;
        }
    }

    @Override
    public <T> T fromPayload(Payload payload, Class<T> valueClass, Type valueType) {
        return delegate.fromPayload(payload, valueClass, valueType);
    }

    @Override
    public <T> T fromPayloads(int index, Optional<Payloads> content, Class<T> valueClass, Type valueType) {
        return delegate.fromPayloads(index, content, valueClass, valueType);
    }
}
