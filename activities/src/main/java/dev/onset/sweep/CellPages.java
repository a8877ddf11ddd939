package dev.onset.sweep;

import dev.onset.contracts.StageOutcome;
import dev.onset.kind.Outcome;
import dev.onset.kind.Outcome.Quantity;
import dev.onset.kind.ReportFacts;
import dev.onset.kind.StageContext;
import dev.onset.kind.StageProduct;
import dev.onset.kind.StudyPages;
import dev.onset.pages.ReportPages;
import dev.onset.report.Figure;
import dev.onset.report.Figure.Arrangement;
import dev.onset.report.FigureReport;
import dev.onset.report.Fmt;
import dev.onset.report.ReportWriter;
import dev.onset.report.TablePanel;
import dev.onset.report.TablePanel.Cell;
import dev.onset.report.TablePanel.Column;
import dev.onset.store.ObjectKey;
import dev.onset.store.StageResult;
import dev.onset.store.StageResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A page of each point, beneath {@code cells}. Up to {@value #WHOLE} points have the whole report that their kind writes; of more
 * points each has one page with its course, its settings and its numbers, so that a report of a thousand stays a few ten megabytes.
 */
final class CellPages {
    static final int WHOLE = 100;
    private static final String FOLDER = "cells/";

    private final PointParts parts;

    CellPages(PointParts parts) {
        this.parts = parts;
    }

    private boolean whole() {
        return parts.expanded().size() <= WHOLE;
    }

    /** Where a point's page is. */
    String link(String point) {
        return FOLDER + point + (whole() ? "/index.html" : ".html");
    }

    /** The pages by relative path. */
    Map<String, byte[]> of(StageContext context, StageResults results, SweepFit fit, ReportFacts facts, Path folder)
            throws IOException {
        Map<String, byte[]> pages = new TreeMap<>();
        for (int p = 0; p < fit.rows().size(); p++) {
            SweepFit.Row row = fit.rows().get(p);
            if (whole()) {
                StageResult cell = results.load(new ObjectKey(row.cell()));
                pages.putAll(whole(context, p, cell, facts, folder.resolve("cell-" + p)));
            } else {
                pages.put(link(row.point()), brief(context, results, p, row, facts));
            }
        }
        return pages;
    }

    private Map<String, byte[]> whole(StageContext context, int point, StageResult cell, ReportFacts facts, Path folder)
            throws IOException {
        StudyPages own = parts.pages(point);
        ReportFacts of = new ReportFacts(
                cell,
                new StageOutcome(
                        cell.key().value(),
                        cell.digest(),
                        cell.generation(),
                        facts.outcome().reused(),
                        facts.outcome().reason()),
                facts.fingerprint(),
                facts.profiles(),
                facts.tally(),
                facts.runSeconds(),
                facts.fitSeconds());
        StageProduct written = own.write(context, of, Files.createDirectory(folder));
        Map<String, byte[]> pages = new TreeMap<>();
        for (Map.Entry<String, Path> file : written.files().entrySet()) {
            pages.put(
                    FOLDER + parts.expanded().sweep().points().get(point).name() + "/" + file.getKey(),
                    Files.readAllBytes(file.getValue()));
        }
        return pages;
    }

    private byte[] brief(StageContext context, StageResults results, int p, SweepFit.Row row, ReportFacts facts) {
        Sweep.Point point = parts.expanded().sweep().points().get(p);
        Outcome outcome = row.outcome();
        List<Figure> figures = new ArrayList<>();
        SweepPages.glance(context, results, row)
                .ifPresent(panel -> figures.add(Figure.of("course", "Course", "", Arrangement.STACKED, List.of(panel))
                        .numbers()));
        figures.add(Figure.of(
                        "numbers",
                        "Numbers",
                        "",
                        Arrangement.STACKED,
                        List.of(new TablePanel(
                                "Numbers",
                                List.of(Column.text("Quantity"), Column.text("Value")),
                                outcome.quantities().stream()
                                        .map(CellPages::line)
                                        .toList())))
                .numbers());
        figures.add(Figure.of(
                        "setting",
                        "Setting",
                        "What differs from the study as it stands is " + point.changes() + ", with seed " + point.seed()
                                + ".",
                        Arrangement.STACKED,
                        List.of(new TablePanel(
                                "Setting",
                                List.of(Column.text("Factor"), Column.text("Level")),
                                point.levels().entrySet().stream()
                                        .map(level -> List.of(Cell.of(level.getKey()), Cell.of(level.getValue())))
                                        .toList())))
                .numbers());
        FigureReport report = FigureReport.of(
                        outcome.verdict(),
                        outcome.words(),
                        "A point of the grid.",
                        List.of(),
                        figures,
                        List.of(),
                        List.of())
                .with(
                        new FigureReport.Identity(
                                parts.study().spec().study() + " / " + point.name(),
                                parts.expanded().kind().name() + " study of a grid",
                                parts.study().spec().description(),
                                facts.fingerprint(),
                                point.seed(),
                                parts.study().spec().evidence()),
                        List.of(),
                        ReportPages.provenance(facts, List.of()));
        return Optional.ofNullable(ReportWriter.render(report).get("index.html"))
                .orElseThrow();
    }

    private static List<Cell> line(Quantity quantity) {
        String value = quantity.value()
                .map(found -> switch (quantity.measure()) {
                    case STEP -> Fmt.step(found);
                    case SHARE -> Fmt.percent(found);
                    case NUMBER -> Fmt.found(found);
                })
                .orElse("");
        return List.of(Cell.of(quantity.name()), Cell.of(value));
    }
}
