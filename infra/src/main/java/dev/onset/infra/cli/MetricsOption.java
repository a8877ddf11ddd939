package dev.onset.infra.cli;

import dev.onset.contracts.OnsetException;
import dev.onset.infra.metrics.MetricsAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Whether metrics are offered, and where. */
final class MetricsOption {
    @Option(
            names = "--metrics",
            paramLabel = "[HOST:]PORT",
            converter = AddressConverter.class,
            description = "Offer /metrics and /healthz there; on loopback unless a host is given (default: off).")
    private @Nullable MetricsAddress metrics;

    Optional<MetricsAddress> address() {
        return Optional.ofNullable(metrics);
    }

    /** An address is refused with the other options, before anything is done. */
    static final class AddressConverter implements CommandLine.ITypeConverter<MetricsAddress> {
        @Override
        public MetricsAddress convert(String text) {
            try {
                return MetricsAddress.parse(text);
            } catch (OnsetException e) {
                throw new CommandLine.TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }
}
