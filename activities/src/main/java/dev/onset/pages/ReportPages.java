package dev.onset.pages;

import dev.onset.contracts.StageTally;
import dev.onset.kind.ReportFacts;
import dev.onset.kind.StageProduct;
import dev.onset.report.Provenance;
import dev.onset.report.Provenance.Fact;
import dev.onset.report.StageLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What every report says of its own making, and its pages as a stage's product. */
public final class ReportPages {
    private ReportPages() {}

    /** What was reused and what computed, stage by stage. */
    public static List<StageLine> stages(ReportFacts facts) {
        StageTally tally = facts.tally();
        String fenced =
                tally.fencedCommits() == 0 ? "" : "; " + tally.fencedCommits() + " commits yielded to another attempt";
        return List.of(
                new StageLine(
                        "train",
                        tally.checkpointsComputed() == 0,
                        counts(tally.checkpointsComputed(), tally.checkpointsReused(), "checkpoints") + fenced,
                        facts.runSeconds()),
                new StageLine(
                        "observe",
                        tally.observationsComputed() == 0,
                        counts(tally.observationsComputed(), tally.observationsReused(), "observations"),
                        facts.runSeconds()),
                new StageLine("fit", facts.outcome().reused(), facts.outcome().reason(), facts.fitSeconds()));
    }

    private static String counts(int computed, int reused, String what) {
        return computed + " " + what + " computed, " + reused + " reused";
    }

    /** Where the numbers come from: the fit, what the study adds, when and where the page was written. */
    public static Provenance provenance(ReportFacts facts, List<Fact> ofTheStudy) {
        List<Fact> lines = new ArrayList<>();
        lines.add(new Fact("fit result", facts.outcome().key()));
        lines.add(new Fact("fit digest", facts.outcome().digest()));
        lines.addAll(ofTheStudy);
        lines.add(new Fact(
                "written", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()));
        lines.add(new Fact("Java", System.getProperty("java.runtime.version", "unknown")));
        String machine = System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                + Runtime.getRuntime().availableProcessors() + " cores";
        return new Provenance(
                machine,
                facts.profiles().entrySet().stream()
                        .map(pin -> pin.getKey() + ": " + pin.getValue())
                        .collect(Collectors.joining("; ")),
                lines);
    }

    /** Writes pages by relative path; the scalars are what the command line tells. */
    public static StageProduct write(
            Map<String, byte[]> pages, Path folder, String verdict, String words, String digest) throws IOException {
        Map<String, Path> files = new TreeMap<>();
        for (Map.Entry<String, byte[]> page : pages.entrySet()) {
            Path file = folder.resolve(page.getKey());
            Files.createDirectories(file.resolveSibling("."));
            files.put(page.getKey(), Files.write(file, page.getValue()));
        }
        return new StageProduct(files, Map.of("verdict", verdict, "words", words, "digest", digest));
    }
}
