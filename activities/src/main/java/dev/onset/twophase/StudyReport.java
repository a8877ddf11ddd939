package dev.onset.twophase;

import dev.onset.contracts.StageTally;
import dev.onset.contracts.TwoPhase;
import dev.onset.report.ReportDigest;
import dev.onset.report.ReportParts.Fact;
import dev.onset.report.ReportParts.Identity;
import dev.onset.report.ReportParts.Provenance;
import dev.onset.report.ReportParts.Stage;
import dev.onset.report.ReportWriter;
import dev.onset.report.TwoPhaseReport;
import dev.onset.stages.ReportFacts;
import dev.onset.stages.StageContext;
import dev.onset.stages.StageProduct;
import dev.onset.stages.StudyDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Turns a fit into pages: adds which study it is, what was reused, and where the numbers come from. */
final class StudyReport {
    private StudyReport() {}

    static StageProduct write(StageContext context, StudyDocument study, ReportFacts facts, Path folder)
            throws IOException {
        TwoPhaseReport report = ReportFile.read(facts.fit(), context.blobs())
                .with(identity(study, facts), stages(facts), provenance(context, study, facts));
        Map<String, Path> files = new TreeMap<>();
        for (Map.Entry<String, byte[]> page : ReportWriter.render(report).entrySet()) {
            Path file = folder.resolve(page.getKey());
            Files.createDirectories(file.resolveSibling("."));
            files.put(page.getKey(), Files.write(file, page.getValue()));
        }
        return new StageProduct(
                files,
                Map.of(
                        "verdict", report.verdict().id(),
                        "words", report.verdictWords(),
                        "digest", ReportDigest.of(report)));
    }

    /** The study, as far as it names no computation. */
    static Identity identity(StudyDocument study, ReportFacts facts) {
        TwoPhase experiment = study.experiment(TwoPhase.class);
        return new Identity(
                study.spec().study(),
                study.spec().description(),
                facts.fingerprint(),
                study.spec().seed(),
                study.spec().evidence(),
                experiment.data().source().equals("bundled:digits"),
                PhaseFit.players(experiment),
                experiment.observation().trainSamples(),
                experiment.observation().testSamples());
    }

    private static List<Stage> stages(ReportFacts facts) {
        StageTally tally = facts.tally();
        return List.of(
                new Stage(
                        "train",
                        tally.checkpointsComputed() == 0,
                        counts(tally.checkpointsComputed(), tally.checkpointsReused(), "checkpoints")
                                + (tally.fencedCommits() == 0
                                        ? ""
                                        : "; " + tally.fencedCommits() + " commits yielded to another attempt"),
                        facts.runSeconds()),
                new Stage(
                        "observe",
                        tally.observationsComputed() == 0,
                        counts(tally.observationsComputed(), tally.observationsReused(), "observations"),
                        facts.runSeconds()),
                new Stage("fit", facts.outcome().reused(), facts.outcome().reason(), facts.fitSeconds()));
    }

    private static String counts(int computed, int reused, String what) {
        return computed + " " + what + " computed, " + reused + " reused";
    }

    private static Provenance provenance(StageContext context, StudyDocument study, ReportFacts facts) {
        TwoPhase experiment = study.experiment(TwoPhase.class);
        List<Fact> lines = new ArrayList<>();
        lines.add(new Fact("fit result", facts.outcome().key()));
        lines.add(new Fact("fit digest", facts.outcome().digest()));
        lines.add(new Fact("data", experiment.data().source()));
        study.inputs().forEach((role, ref) -> lines.add(new Fact(role + " SHA-256", ref.sha256())));
        lines.add(new Fact(
                "written", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()));
        lines.add(new Fact("Java", System.getProperty("java.runtime.version", "unknown")));
        return new Provenance(machine(), context.profile(), lines);
    }

    private static String machine() {
        return System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                + Runtime.getRuntime().availableProcessors() + " cores";
    }
}
