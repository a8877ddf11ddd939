package dev.onset.infra.cli;

import dev.onset.infra.study.StudyService;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "verify",
        description =
                "Hashes everything in the store again and names what is damaged or missing. Ends with 3 when something is.",
        footer = {"", "Examples:", "  onset verify", "  onset verify digits --json"})
final class VerifyCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(index = "0", arity = "0..1", paramLabel = "STUDY", description = "Only what this study refers to.")
    private @Nullable String study;

    VerifyCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Console console = context.console();
        try (StudyService service = context.services().get()) {
            StudyService.Verification result = service.verify(common.place(), Optional.ofNullable(study));
            if (common.json) {
                console.json(result);
            } else {
                result.damaged().forEach(damage -> console.line("damaged  %s: %s", damage.key(), damage.problem()));
                console.line(
                        "%,d objects, %s: %s",
                        result.objects(),
                        Console.bytes(result.bytes()),
                        result.damaged().isEmpty()
                                ? "all good"
                                : result.damaged().size() + " damaged; the next run recomputes what it needs of them");
            }
            return result.damaged().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
        }
    }
}
