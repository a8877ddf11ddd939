package dev.onset.infra.cli;

import dev.onset.contracts.RerunStage;
import dev.onset.infra.study.StudyService;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "rerun",
        description =
                "Does a stage of a study again, and all after it, whatever the store has; reuses everything before it."
                        + " A study that runs on a server is asked to; one that has ended is executed again under the same id.",
        footer = {"", "Example:", "  onset rerun digits --from fit --reason 'the detector was mended'"})
final class RerunCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final StudyName name = new StudyName();

    @Mixin
    private final OrderCommand.Reason reason = new OrderCommand.Reason();

    @Option(names = "--from", required = true, paramLabel = "STAGE", description = "observe, fit or report.")
    private String from = "";

    RerunCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        RerunStage stage = OrderCommand.stage(from);
        Console console = context.console();
        try (StudyService service = context.services().get();
                Display display = Display.on(console, () -> LogFile.attach(common.data()))) {
            StudyService.FinishedStudy result =
                    service.rerun(common.place(), name.study, stage, reason.reason, display);
            display.finished();
            display.close();
            if (common.json) {
                console.json(result);
            } else {
                RunCommand.print(console, result);
            }
            return ExitCode.DONE;
        }
    }
}
