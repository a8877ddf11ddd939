package dev.onset.infra.cli;

import dev.onset.contracts.OnsetException;
import dev.onset.infra.store.S3Address;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Options every command takes. */
final class CommonOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data directory: store and reports (default: ${DEFAULT-VALUE}).",
            defaultValue = "onset-data")
    Path data = Path.of("onset-data");

    @Option(
            names = "--store",
            paramLabel = "s3://BUCKET/PREFIX",
            converter = StoreConverter.class,
            description =
                    "Keep the store in S3 instead; the data directory then has the reports. The server is named by"
                            + " AWS_ENDPOINT_URL_S3, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_CA_BUNDLE.")
    @Nullable
    S3Address store;

    @Option(
            names = "--temporal",
            paramLabel = "HOST:PORT|embedded",
            description =
                    "Run studies on this Temporal server, with its namespace, keys and certificates from Temporal's own"
                            + " environment variables; TEMPORAL_ADDRESS alone does the same. embedded: in this process.")
    @Nullable
    String temporal;

    @Option(names = "--json", description = "Print the facts as JSON on standard output.")
    boolean json;

    @Option(names = "--no-color", description = "No colours; the variable NO_COLOR does the same.")
    boolean noColor;

    @Option(names = "--debug", description = "Print a stack trace with an error.")
    boolean debug;

    Path data() {
        return data.toAbsolutePath().normalize();
    }

    Optional<S3Address> store() {
        return Optional.ofNullable(store);
    }

    /** An address is refused with the other options, before anything is done. */
    static final class StoreConverter implements CommandLine.ITypeConverter<S3Address> {
        @Override
        public S3Address convert(String text) {
            try {
                return S3Address.parse(text);
            } catch (OnsetException e) {
                throw new CommandLine.TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    StudyService.Place place() {
        return new StudyService.Place(data(), store(), temporal());
    }

    private Optional<String> temporal() {
        if (temporal == null) {
            String address = System.getenv("TEMPORAL_ADDRESS");
            return address == null || address.isBlank() ? Optional.empty() : Optional.of("");
        }
        return temporal.equals("embedded") ? Optional.empty() : Optional.of(temporal);
    }
}
