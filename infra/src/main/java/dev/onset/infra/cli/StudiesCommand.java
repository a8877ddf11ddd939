package dev.onset.infra.cli;

import dev.onset.contracts.StudySpec;
import dev.onset.infra.study.StudyService;
import dev.onset.studyfile.Overrides;
import dev.onset.studyfile.StudyFile;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "studies",
        description = "Lists the bundled studies and those of the data directory.",
        footer = {"", "Examples:", "  onset studies", "  onset studies --show digits > my-study.yaml"})
final class StudiesCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Option(names = "--show", paramLabel = "NAME", description = "Print a bundled study's file: a model for your own.")
    private String show = "";

    StudiesCommand(Context context) {
        this.context = context;
    }

    /** A bundled study, for {@code --json}. */
    record Bundled(String study, boolean evidence, String description) {}

    /** All facts of this command. */
    record Listing(List<Bundled> bundled, List<StudyService.Known> known) {}

    @Override
    public Integer call() {
        Console console = context.console();
        if (!show.isEmpty()) {
            console.out().print(StudyFile.bundledText(show));
            return ExitCode.DONE;
        }
        try (StudyService service = context.services().get()) {
            Listing listing = new Listing(
                    StudyFile.bundled().stream().map(StudiesCommand::bundled).toList(),
                    service.studies(common.place()));
            if (common.json) {
                console.json(listing);
                return ExitCode.DONE;
            }
            console.line("Bundled:");
            listing.bundled().forEach(b -> console.line("  %-22s %s", b.study(), b.description()));
            console.line("In %s:%s", where(), listing.known().isEmpty() ? " none" : "");
            listing.known()
                    .forEach(k -> console.line(
                            "  %-22s %s  %s%s",
                            k.study(),
                            k.fingerprint(),
                            k.state(),
                            k.verdict().map(v -> ", " + v).orElse("")));
            listing.known().stream()
                    .flatMap(known -> known.notes().stream())
                    .distinct()
                    .forEach(note -> console.line("  note: %s", note));
            return ExitCode.DONE;
        }
    }

    private String where() {
        return common.store().map(Object::toString).orElse(common.data().toString());
    }

    private static Bundled bundled(String name) {
        StudySpec spec = StudyFile.load(name, Overrides.none()).spec();
        return new Bundled(name, spec.evidence(), spec.description());
    }
}
