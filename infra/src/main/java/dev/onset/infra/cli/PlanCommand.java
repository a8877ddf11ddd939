package dev.onset.infra.cli;

import dev.onset.infra.study.StudyService;
import dev.onset.studyfile.StudyFile;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi.Style;
import picocli.CommandLine.Mixin;

@Command(
        name = "plan",
        description =
                "Says what a run would compute, what it would reuse and why, and what that costs. Writes nothing.",
        footer = {"", "Example:", "  onset plan digits --set detector.gapOnset=0.05"})
final class PlanCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final StudyOptions study = new StudyOptions();

    PlanCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        StudyFile file = study.load();
        Console console = context.console();
        try (StudyService service = context.services().get()) {
            StudyService.Plan plan = service.plan(file, study.options(common.place()));
            if (common.json) {
                console.json(plan);
                return ExitCode.DONE;
            }
            console.line("%s  %s", console.bold(plan.study()), plan.fingerprint());
            plan.notes().forEach(note -> console.line("  %s", note));
            for (StudyService.PlannedStage stage : plan.stages()) {
                String verb = stage.willRun()
                        ? console.colour("runs  ", Style.fg_yellow)
                        : console.colour("reused", Style.fg_green);
                console.line("  %-18s %s  %s", stage.stage(), verb, stage.reason());
            }
            console.line(
                    "  about %,d forward passes, %s written, %s",
                    plan.forwardPasses(), Console.bytes(plan.bytes()), Console.duration(plan.seconds()));
            return ExitCode.DONE;
        }
    }
}
