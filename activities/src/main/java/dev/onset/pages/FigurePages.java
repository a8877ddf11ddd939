package dev.onset.pages;

import dev.onset.kind.LivePages;
import dev.onset.kind.Outcome;
import dev.onset.kind.Outcome.Measure;
import dev.onset.kind.Outcome.Quantity;
import dev.onset.kind.ReportFacts;
import dev.onset.kind.StageContext;
import dev.onset.kind.StageProduct;
import dev.onset.kind.StudyDocument;
import dev.onset.kind.StudyPages;
import dev.onset.report.FigureReport;
import dev.onset.report.ReportDigest;
import dev.onset.report.ReportWriter;
import dev.onset.store.CrashPoints;
import dev.onset.store.StageResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pages of a fit that is a report already: it gets its study's name, what was reused and where its numbers come from. */
public final class FigurePages implements StudyPages {
    private static final String VERSION = "4";

    private final StudyDocument study;
    private final String words;
    private final LivePages live;
    private final Map<String, Compared> compared;

    /**
     * How comparisons take a number of the outcome.
     *
     * @param name as other kinds call the same number
     */
    public record Compared(String name, Measure measure) {}

    /** One whose numbers go by their own names. */
    public FigurePages(StudyDocument study, String words, LivePages live) {
        this(study, words, live, Map.of());
    }

    /**
     * @param words what kind of study it is
     * @param live what it shows before there is a fit
     * @param compared by field of the outcome; others go by their own names, as numbers
     */
    public FigurePages(StudyDocument study, String words, LivePages live, Map<String, Compared> compared) {
        this.study = study;
        this.words = words;
        this.live = live;
        this.compared = Map.copyOf(compared);
    }

    @Override
    public LivePages live() {
        return live;
    }

    /** The numbers of the outcome, and what its checks measured. */
    @Override
    public Optional<Outcome> outcome(StageContext context, StageResult fit) {
        FigureReport report = FigureFit.FILE.read(fit, context.blobs());
        Map<String, Quantity> quantities = new LinkedHashMap<>();
        report.outcome().forEach((name, value) -> {
            if (value instanceof Number number) {
                Compared as = compared.getOrDefault(name, new Compared(name, Measure.NUMBER));
                quantities.put(as.name(), new Quantity(as.name(), as.measure(), Optional.of(number.doubleValue())));
            }
        });
        report.checks()
                .forEach(check -> quantities.putIfAbsent(
                        check.name(), new Quantity(check.name(), Measure.NUMBER, check.measured())));
        return Optional.of(new Outcome(report.verdict(), report.verdictWords(), List.copyOf(quantities.values())));
    }

    @Override
    public String version() {
        return VERSION;
    }

    @Override
    public StageProduct write(StageContext context, ReportFacts facts, Path folder) throws IOException {
        CrashPoints.DURING_REPORT.pass();
        FigureReport.Identity identity = new FigureReport.Identity(
                study.spec().study(),
                words,
                study.spec().description(),
                facts.fingerprint(),
                study.spec().seed(),
                study.spec().evidence());
        FigureReport report = FigureFit.FILE
                .read(facts.fit(), context.blobs())
                .with(identity, ReportPages.stages(facts), ReportPages.provenance(facts, List.of()));
        return ReportPages.write(
                ReportWriter.render(report), folder, report.verdict(), report.verdictWords(), ReportDigest.of(report));
    }
}
