package dev.onset.infra.cli;

import dev.onset.infra.study.StudyService;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "report",
        description = "Prints the path of a study's newest report.",
        footer = {"", "Example:", "  xdg-open \"$(onset report digits)\""})
final class ReportCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final StudyName name = new StudyName();

    ReportCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        try (StudyService service = context.services().get()) {
            Path report = service.report(common.place(), name.study);
            if (common.json) {
                context.console().json(Map.of("study", name.study, "report", report));
            } else {
                context.console().line(report.toString());
            }
            return ExitCode.DONE;
        }
    }
}
