package dev.onset.infra.cli;

import dev.onset.infra.study.StudyService;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "why",
        description = "Says why each stage of a study's last execution was computed or reused.",
        footer = {"", "Example:", "  onset why digits"})
final class WhyCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final StudyName name = new StudyName();

    WhyCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Console console = context.console();
        try (StudyService service = context.services().get()) {
            StudyService.Why why = service.why(common.place(), name.study);
            if (common.json) {
                console.json(why);
                return ExitCode.DONE;
            }
            console.line("%s  %s", console.bold(why.study()), why.fingerprint());
            for (StudyService.StageFact stage : why.stages()) {
                console.line("  %-18s %-8s  %s", stage.stage(), stage.reused() ? "reused" : "computed", stage.reason());
            }
            why.work().ifPresent(work -> console.line("  it then did: %s", RunCommand.describe(work)));
            return ExitCode.DONE;
        }
    }
}
