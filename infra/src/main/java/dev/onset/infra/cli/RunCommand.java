package dev.onset.infra.cli;

import dev.onset.infra.study.StudyService;
import dev.onset.studyfile.StudyFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "run",
        description =
                "Runs a study to its report. What is committed already is reused, so the same command goes on after an interruption.",
        footer = {
            "",
            "Examples:",
            "  onset run digits",
            "  onset run digits-quick --data /tmp/first-look",
            "  onset run my-study.yaml --seed 3 --set training.learningRate=0.02"
        })
final class RunCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final StudyOptions study = new StudyOptions();

    @Mixin
    private final MetricsOption metrics = new MetricsOption();

    @Option(
            names = "--detach",
            description = "With a Temporal server: start the study, print its workflow id, and do not follow it.")
    private boolean detach;

    @Option(
            names = "--repin",
            split = ",",
            paramLabel = "STAGE",
            description =
                    "Pins stages (train, fit, or an observable's name) to this process' numeric profile, with a server to that of"
                            + " the next worker, and computes again what was computed of them under another; without it, a study that"
                            + " was begun under another profile is refused here.")
    private List<String> repin = new ArrayList<>();

    @Option(names = "--open", description = "Show the study in the browser while it runs.")
    private boolean open;

    @Spec
    private @Nullable CommandSpec spec;

    RunCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        StudyFile file = study.load();
        Console console = context.console();
        try (StudyService service = context.services().get();
                OpenPage page = new OpenPage(common.place(), common.environment(), this::note);
                Display display = Display.on(console, () -> accepted(file, page));
                Interrupt interrupt = Interrupt.watch(service::cancel, () -> {
                    display.close();
                    console.err().println(farewell());
                    console.err().flush();
                })) {
            if (detach) {
                String id = service.start(file, study.options(common.place()).withRepin(repin), display);
                display.close();
                console.line("%s", id);
                return ExitCode.DONE;
            }
            StudyService.FinishedStudy result;
            try {
                StudyService.RunOptions options = study.options(common.place())
                        .withMetrics(metrics.address())
                        .withRepin(repin);
                result = service.run(file, options, display);
            } catch (RuntimeException e) {
                if (interrupt.happened()) {
                    return ExitCode.INTERRUPTED;
                }
                throw e;
            }
            display.finished();
            display.close();
            if (common.json) {
                console.json(result);
            } else {
                print(console, result);
            }
            return ExitCode.DONE;
        }
    }

    private void accepted(StudyFile file, OpenPage page) {
        LogFile.attach(common.data());
        if (open && !detach) {
            page.start(file.spec().study());
        }
    }

    private void note(String line) {
        context.console().err().println(line);
        context.console().err().flush();
    }

    static void print(Console console, StudyService.FinishedStudy result) {
        console.line("%s: %s (%s)", console.bold(result.study()), result.words(), result.verdict());
        if (!result.evidence()) {
            console.line("  This study is too small to be evidence of anything.");
        }
        long reused =
                result.stages().stream().filter(StudyService.StageFact::reused).count();
        console.line(
                "  stages   %d computed, %d reused, in %s",
                result.stages().size() - reused, reused, Console.duration(result.seconds()));
        console.line("  work     %s", describe(result.work()));
        console.line("  report   %s", result.report());
        console.line("  figures  %s", result.outcome());
        console.line("  digest   %s", result.digest());
    }

    static String describe(StudyService.Work work) {
        return String.format(
                Locale.ROOT,
                "checkpoints %d computed, %d reused; observations %d computed, %d reused; fit %s, report %s%s",
                work.checkpointsComputed(),
                work.checkpointsReused(),
                work.observationsComputed(),
                work.observationsReused(),
                work.fitComputed() ? "computed" : "reused",
                work.reportComputed() ? "computed" : "reused",
                work.fencedCommits() == 0 ? "" : "; " + work.fencedCommits() + " commits yielded to another attempt");
    }

    private String farewell() {
        return common.place().temporal().isPresent()
                ? "onset: interrupted. The study goes on at the Temporal server; follow it with: " + again()
                        + "; end it with: infra/onset cancel"
                : "onset: interrupted. What is committed stays; go on with: " + again();
    }

    private String again() {
        StringBuilder line = new StringBuilder("infra/onset");
        if (spec != null && spec.root().commandLine().getParseResult() != null) {
            for (String argument : spec.root().commandLine().getParseResult().originalArgs()) {
                line.append(' ').append(quoted(argument));
            }
        }
        return line.toString();
    }

    private static String quoted(String argument) {
        return argument.matches("[A-Za-z0-9_./:=,+@%-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }
}
