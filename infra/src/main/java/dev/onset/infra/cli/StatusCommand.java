package dev.onset.infra.cli;

import dev.onset.infra.study.StudyService;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "status",
        description =
                "Says where a study stands: last commit, observed checkpoints, failure, report. Ends with 0 whatever the state, also"
                        + " where the Temporal server does not answer: then it says what is in the store, and that the rest is not known.",
        footer = {"", "Example:", "  onset status digits --json"})
final class StatusCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final StudyName name = new StudyName();

    StatusCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        try (StudyService service = context.services().get()) {
            StudyService.Status status = service.status(common.place(), name.study);
            if (common.json) {
                context.console().json(status);
            } else {
                print(context.console(), status);
            }
            return ExitCode.DONE;
        }
    }

    private static String verb(String state) {
        return switch (state) {
            case "waiting-for-operator", "waiting-for-worker" -> "waits";
            case "cancelled", "terminated" -> "ended";
            default -> "failed";
        };
    }

    static void print(Console console, StudyService.Status status) {
        console.line("%s  %s  %s", console.bold(status.study()), status.fingerprint(), status.state());
        for (StudyService.RunStanding run : status.runs()) {
            console.line(
                    "  %-12s step %,d of %,d   checkpoints: %d committed, %d observed, %d planned%s",
                    run.run(),
                    run.step(),
                    run.steps(),
                    run.committed(),
                    run.observed(),
                    run.checkpoints(),
                    run.committed() < run.checkpoints()
                            ? String.format(
                                    Locale.ROOT, "   a kill costs at most %,d s and a commit", run.boundSeconds())
                            : "");
        }
        status.runs().stream()
                .findFirst()
                .ifPresent(run -> run.profile()
                        .forEach((stage, profile) ->
                                console.line("  profile  %-12s %s (%s)", stage, profile.words(), profile.queue())));
        status.phase().ifPresent(phase -> console.line("  phase    %s, as far as it is observed", phase));
        status.failure().ifPresent(failure -> console.line("  %s: %s", verb(status.state()), failure));
        status.notes().forEach(note -> console.line("  note     %s", note));
        status.report().ifPresent(report -> console.line("  report   %s", report));
    }
}
