package dev.onset.grokkingstudy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.StageTally;
import dev.onset.report.FigureReport;
import dev.onset.report.ReportDigest;
import dev.onset.report.ReportParts.Fact;
import dev.onset.report.ReportParts.Provenance;
import dev.onset.report.ReportParts.Stage;
import dev.onset.report.ReportWriter;
import dev.onset.stages.ReportFacts;
import dev.onset.stages.StageContext;
import dev.onset.stages.StageProduct;
import dev.onset.stages.StudyDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The fit's result, {@code fit.json}: everything a report says before it has a study's name; and the report from it. */
final class FigureFit {
    private static final String FIT = "fit.json";
    private static final int MAX_FIT = 64 << 20;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** What a fit says of where it belongs: nothing, since the same fit may serve several studies. */
    static final FigureReport.Identity NAMELESS = new FigureReport.Identity("", "", "", "", 0, true);

    static final Provenance NOWHERE = new Provenance("", "", List.of());

    private FigureFit() {}

    static Map<String, Path> write(FigureReport report, Path folder) throws IOException {
        return Map.of(FIT, Files.write(folder.resolve(FIT), JSON.writeValueAsBytes(report)));
    }

    static StageProduct report(StageContext context, StudyDocument study, String kind, ReportFacts facts, Path folder)
            throws IOException {
        FigureReport report =
                read(facts, context).with(identity(study, kind, facts), stages(facts), provenance(context, facts));
        Map<String, Path> files = new TreeMap<>();
        for (Map.Entry<String, byte[]> page : ReportWriter.render(report).entrySet()) {
            Path file = folder.resolve(page.getKey());
            Files.createDirectories(file.resolveSibling("."));
            files.put(page.getKey(), Files.write(file, page.getValue()));
        }
        return new StageProduct(
                files,
                Map.of(
                        "verdict", report.verdict(),
                        "words", report.verdictWords(),
                        "digest", ReportDigest.of(report)));
    }

    private static FigureReport read(ReportFacts facts, StageContext context) {
        try {
            return JSON.readValue(context.blobs().bytes(facts.fit().output(FIT), MAX_FIT), FigureReport.class);
        } catch (IOException e) {
            throw new OnsetException(
                    ErrorCode.STORE_CORRUPT,
                    facts.fit().key() + " is no fit of this version; it must be recomputed",
                    e);
        }
    }

    private static FigureReport.Identity identity(StudyDocument study, String kind, ReportFacts facts) {
        return new FigureReport.Identity(
                study.spec().study(),
                kind,
                study.spec().description(),
                facts.fingerprint(),
                study.spec().seed(),
                study.spec().evidence());
    }

    private static List<Stage> stages(ReportFacts facts) {
        StageTally tally = facts.tally();
        return List.of(
                new Stage(
                        "train",
                        tally.checkpointsComputed() == 0,
                        counts(tally.checkpointsComputed(), tally.checkpointsReused(), "checkpoints"),
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

    private static Provenance provenance(StageContext context, ReportFacts facts) {
        return new Provenance(
                System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                        + Runtime.getRuntime().availableProcessors() + " cores",
                context.profile(),
                List.of(
                        new Fact("fit result", facts.outcome().key()),
                        new Fact("fit digest", facts.outcome().digest()),
                        new Fact(
                                "written",
                                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()),
                        new Fact("Java", System.getProperty("java.runtime.version", "unknown"))));
    }
}
