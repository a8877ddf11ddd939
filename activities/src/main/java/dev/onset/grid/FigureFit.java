package dev.onset.grid;

import dev.onset.kind.FitFile;
import dev.onset.kind.ReportFacts;
import dev.onset.kind.ReportPages;
import dev.onset.kind.StageContext;
import dev.onset.kind.StageProduct;
import dev.onset.kind.StudyDocument;
import dev.onset.report.FigureReport;
import dev.onset.report.ReportDigest;
import dev.onset.report.ReportWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** How a fit made of figures is stored, and the report from it. */
public final class FigureFit {
    public static final FitFile<FigureReport> FILE = new FitFile<>(FigureReport.class, Map.of());

    private FigureFit() {}

    static StageProduct report(StageContext context, StudyDocument study, String kind, ReportFacts facts, Path folder)
            throws IOException {
        FigureReport.Identity identity = new FigureReport.Identity(
                study.spec().study(),
                kind,
                study.spec().description(),
                facts.fingerprint(),
                study.spec().seed(),
                study.spec().evidence());
        FigureReport report = FILE.read(facts.fit(), context.blobs())
                .with(identity, ReportPages.stages(facts), ReportPages.provenance(context, facts, List.of()));
        return ReportPages.write(
                ReportWriter.render(report), folder, report.verdict(), report.verdictWords(), ReportDigest.of(report));
    }
}
