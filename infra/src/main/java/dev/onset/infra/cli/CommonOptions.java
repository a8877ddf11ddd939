package dev.onset.infra.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Options every command takes. */
final class CommonOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data directory: store and reports (default: ${DEFAULT-VALUE}).",
            defaultValue = "onset-data")
    Path data = Path.of("onset-data");

    @Option(names = "--json", description = "Print the facts as JSON on standard output.")
    boolean json;

    @Option(names = "--no-color", description = "No colours; the variable NO_COLOR does the same.")
    boolean noColor;

    @Option(names = "--debug", description = "Print a stack trace with an error.")
    boolean debug;

    Path data() {
        return data.toAbsolutePath().normalize();
    }
}
