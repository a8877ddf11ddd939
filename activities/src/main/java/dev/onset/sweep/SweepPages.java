package dev.onset.sweep;

import dev.onset.compare.ComparisonReport;
import dev.onset.kind.ComparedRun;
import dev.onset.kind.Factor;
import dev.onset.kind.LivePages;
import dev.onset.kind.ObservedRun;
import dev.onset.kind.ReportFacts;
import dev.onset.kind.RunPoint;
import dev.onset.kind.StageContext;
import dev.onset.kind.StageProduct;
import dev.onset.kind.StudyPages;
import dev.onset.pages.ReportPages;
import dev.onset.report.AxesPanel;
import dev.onset.report.FigureReport;
import dev.onset.report.ReportDigest;
import dev.onset.report.ReportWriter;
import dev.onset.store.CrashPoints;
import dev.onset.store.ObjectKey;
import dev.onset.store.StageResult;
import dev.onset.store.StageResults;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** One report of all points, and a page of each: what its kind writes for few points, a page of its numbers for many. */
final class SweepPages implements StudyPages, LivePages {
    private static final String VERSION = "1";

    private final PointParts parts;
    private final CellPages cells;

    SweepPages(PointParts parts) {
        this.parts = parts;
        this.cells = new CellPages(parts);
    }

    @Override
    public String version() {
        return VERSION + "/" + parts.pages(0).version();
    }

    @Override
    public StageProduct write(StageContext context, ReportFacts facts, Path folder) throws IOException {
        CrashPoints.DURING_REPORT.pass();
        SweepFit fit = SweepFit.FILE.read(facts.fit(), context.blobs());
        StageResults results = new StageResults(context.store());
        Map<String, SweepFit.Row> rows = new TreeMap<>();
        fit.rows().forEach(row -> rows.put(row.point(), row));
        FigureReport.Identity identity = new FigureReport.Identity(
                parts.study().spec().study(),
                "grid of " + parts.expanded().kind().name() + " studies",
                parts.study().spec().description(),
                facts.fingerprint(),
                parts.study().spec().seed(),
                parts.study().spec().evidence());
        FigureReport report = ComparisonReport.of(
                        parts.expanded().sweep().factors(),
                        runs(fit),
                        run -> Optional.ofNullable(rows.get(run.name())).flatMap(row -> glance(context, results, row)),
                        parts.study().spec().seed())
                .with(identity, ReportPages.stages(facts), ReportPages.provenance(facts, List.of()));
        Map<String, byte[]> pages = new TreeMap<>(ReportWriter.render(report));
        pages.putAll(cells.of(context, results, fit, facts, folder));
        return ReportPages.write(pages, folder, report.verdict(), report.verdictWords(), ReportDigest.of(report));
    }

    /** The points as runs that stand beside each other, each leading to its page. */
    private List<ComparedRun> runs(SweepFit fit) {
        List<Sweep.Point> points = parts.expanded().sweep().points();
        return IntStream.range(0, points.size())
                .mapToObj(p -> new ComparedRun(
                        points.get(p).name(),
                        points.get(p).levels(),
                        points.get(p).seed(),
                        fit.rows().get(p).outcome(),
                        Optional.of(cells.link(points.get(p).name()))))
                .toList();
    }

    static Optional<AxesPanel> glance(StageContext context, StageResults results, SweepFit.Row row) {
        if (!row.glance()) {
            return Optional.empty();
        }
        StageResult cell = results.load(new ObjectKey(row.cell()));
        return Optional.of(SweepFit.GLANCE.read(cell, context.blobs()));
    }

    @Override
    public List<ComparedRun> compared(StageContext context, StageResult fit) {
        return runs(SweepFit.FILE.read(fit, context.blobs()));
    }

    @Override
    public List<Factor> factors() {
        return parts.expanded().sweep().factors();
    }

    @Override
    public LivePages live() {
        return this;
    }

    /** A run as its point's own study shows it, under its name here. */
    @Override
    public Optional<AxesPanel> glance(StageContext context, ObservedRun run, Path folder) throws IOException {
        Expanded.Run known = parts.expanded().run(run.point());
        ObservedRun own = new ObservedRun(
                new RunPoint(known.of().name(), run.point().schedule()), run.checkpoints(), run.observations());
        return parts.pages(known.point())
                .live()
                .glance(context, own, folder)
                .map(panel -> new AxesPanel(
                        run.point().name(), panel.x(), panel.y(), panel.series(), panel.marks(), panel.note()));
    }
}
