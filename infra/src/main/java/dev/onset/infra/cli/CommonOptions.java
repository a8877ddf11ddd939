package dev.onset.infra.cli;

import dev.onset.contracts.OnsetException;
import dev.onset.infra.store.S3Address;
import dev.onset.infra.study.StudyService;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Options every command takes, with the environment's values for those that are not given. */
final class CommonOptions {
    static final String STORE_VARIABLE = "ONSET_STORE";
    private static final String TEMPORAL_VARIABLE = "TEMPORAL_ADDRESS";

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
                    "Keep the store in S3 instead; the data directory then has the reports (default: the variable ONSET_STORE;"
                            + " --store '' keeps it in the data directory whatever that says). The server is named by"
                            + " AWS_ENDPOINT_URL_S3, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_CA_BUNDLE.")
    private @Nullable Chosen store;

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

    private Map<String, String> environment = Map.of();

    /** Options that are not given have this environment's values. */
    void environment(Map<String, String> variables) {
        environment = variables;
    }

    /** The environment of this command. */
    Map<String, String> environment() {
        return environment;
    }

    Path data() {
        return data.toAbsolutePath().normalize();
    }

    /**
     * The S3 store of the option or, without the option, of the environment.
     *
     * @throws OnsetException STUDY_INVALID where the environment names one that is none
     */
    Optional<S3Address> store() {
        if (store != null) {
            return store.address();
        }
        String named = environment.getOrDefault(STORE_VARIABLE, "").strip();
        return named.isEmpty() ? Optional.empty() : Optional.of(S3Address.parse(named, STORE_VARIABLE));
    }

    /** What --store says; empty text keeps the store in the data directory. */
    private record Chosen(Optional<S3Address> address) {}

    /** An address is refused with the other options, before anything is done. */
    static final class StoreConverter implements CommandLine.ITypeConverter<Chosen> {
        @Override
        public Chosen convert(String text) {
            try {
                return new Chosen(text.isBlank() ? Optional.empty() : Optional.of(S3Address.parse(text)));
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
            return environment.getOrDefault(TEMPORAL_VARIABLE, "").isBlank() ? Optional.empty() : Optional.of("");
        }
        return temporal.equals("embedded") ? Optional.empty() : Optional.of(temporal);
    }
}
