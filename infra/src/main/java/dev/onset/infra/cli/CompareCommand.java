package dev.onset.infra.cli;

import dev.onset.infra.study.StudyService;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "compare",
        description =
                "Writes one page of finished studies beside each other: their courses, every number, and which differ. A grid among"
                        + " them counts with all its points. Studies of other kinds are compared by the numbers they share.",
        footer = {
            "",
            "Examples:",
            "  onset compare digits digits-linear",
            "  onset compare digits other/onset-data::digits s3://bucket/prefix::digits"
        })
final class CompareCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(
            arity = "2..*",
            paramLabel = "STUDY|PLACE::STUDY",
            description = "A study of this store; or of another data directory or s3:// store.")
    private List<String> studies = new ArrayList<>();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The page's folder (default: DATA/comparisons and the studies' names).")
    @Nullable
    private Path out;

    CompareCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        try (StudyService service = context.services().get()) {
            StudyService.Comparison found = service.compare(
                    common.place(),
                    studies,
                    Optional.ofNullable(out).map(path -> path.toAbsolutePath().normalize()));
            if (common.json) {
                context.console().json(found);
            } else {
                context.console().line(found.words());
                context.console().line("  report   %s", found.report());
                context.console().line("  figures  %s", found.outcome());
                context.console().line("  digest   %s", found.digest());
            }
            return ExitCode.DONE;
        }
    }
}
