package dev.onset.infra.cli;

import dev.onset.infra.study.StudyService;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "watch",
        description =
                "Prints a study's status whenever it changes, on a terminal redrawn in place, until it is done, failed, cancelled or"
                        + " stopped, or waits for an operator. Ends with 0 where it is done, 130 where it was cancelled or"
                        + " stopped, else with 3.",
        footer = {"", "Example:", "  onset watch digits --interval 10"})
final class WatchCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final StudyName name = new StudyName();

    @Option(
            names = "--interval",
            paramLabel = "SECONDS",
            description = "Seconds between looks (default: ${DEFAULT-VALUE}).",
            defaultValue = "2")
    private double interval = 2;

    WatchCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        Console console = context.console();
        TerminalBlock block = new TerminalBlock(console.out());
        long millis = Math.max(100, Math.round(interval * 1_000));
        Optional<StudyService.Status> last = Optional.empty();
        try (StudyService service = context.services().get()) {
            while (true) {
                StudyService.Status status = service.status(common.place(), name.study);
                if (!last.equals(Optional.of(status))) {
                    if (common.json) {
                        console.json(status);
                    } else if (Console.redraws()) {
                        block.draw(lines(console, status));
                    } else {
                        StatusCommand.print(console, status);
                    }
                    console.out().flush();
                    last = Optional.of(status);
                }
                if (status.finished()) {
                    return switch (status.state()) {
                        case "done" -> ExitCode.DONE;
                        case "cancelled", "stopped" -> ExitCode.INTERRUPTED;
                        default -> ExitCode.FAILED;
                    };
                }
                Thread.sleep(millis);
            }
        }
    }

    /** The same words, to be drawn over the last ones. */
    private static List<String> lines(Console console, StudyService.Status status) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text, true);
        StatusCommand.print(new Console(out, console.err(), console.terminal(), console.ansi()), status);
        return text.toString().lines().toList();
    }
}
