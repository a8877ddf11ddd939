package dev.onset.twophase.report;

import dev.onset.report.DataTable;
import dev.onset.report.Figure;
import dev.onset.report.FigureReport;
import dev.onset.report.ReportDigest;
import dev.onset.report.ReportWriter;
import dev.onset.report.Section;
import dev.onset.twophase.report.ReportParts.Identity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A two-phase study's pages: what the numbers are drawn as, and in which order they are told. */
public final class TwoPhaseFigures {
    private final TwoPhaseReport r;
    private final PhaseTables tables;

    private TwoPhaseFigures(TwoPhaseReport report) {
        this.r = report;
        this.tables = new PhaseTables(report);
    }

    /** The files of the report by relative path. */
    public static Map<String, byte[]> render(TwoPhaseReport report) {
        return ReportWriter.render(of(report), ReportDigest.of(report));
    }

    static FigureReport of(TwoPhaseReport report) {
        return new TwoPhaseFigures(report).report();
    }

    private FigureReport report() {
        Identity study = r.identity();
        PhaseSummary summary = new PhaseSummary(r);
        return new FigureReport(
                new FigureReport.Identity(
                        study.study(),
                        "two-phase study",
                        study.description(),
                        study.fingerprint(),
                        study.seed(),
                        study.evidence()),
                r.verdict().id(),
                r.verdictWords(),
                summary.lede(),
                summary.keyFigures(),
                sections(),
                PhaseOutcome.of(r),
                r.stages(),
                r.provenance());
    }

    private List<Section> sections() {
        List<Section> sections = new ArrayList<>();
        charts().forEach(figure -> sections.add(Section.Figures.of(figure)));
        r.spectrum().ifPresent(spectrum -> sections.addAll(new SpectrumFigures(spectrum, r.steps()).sections()));
        if (!r.theory().isEmpty()) {
            sections.add(new TheoryFigures(r).section());
        }
        if (!r.ratios().isEmpty()) {
            sections.add(Section.Figures.of(TheoryFigures.ratios(r.ratios())));
        }
        DecisionFigures decisions = new DecisionFigures(r);
        if (!r.criteria().isEmpty()) {
            sections.add(decisions.criteria(tables));
        }
        sections.add(Section.Figures.of(decisions.sensitivity(tables)));
        sections.add(new Section.Notes("meaning", "What the verdict does not mean", Cautions.of(r)));
        if (!r.solver().isEmpty()) {
            sections.add(Section.Figures.of(decisions.solver(tables)));
        }
        return complete(sections);
    }

    private List<Figure> charts() {
        List<Figure> figures = new ArrayList<>(List.of(
                new LossFigure(r).figure(tables),
                new StrengthFigure(r).figure(tables),
                new CentroidFigure(r).figure(tables),
                new HeatFigure(r).figure(tables)));
        new SparsityFigure(r).figure(tables).ifPresent(figures::add);
        if (!r.samples().isEmpty()) {
            figures.add(SampleFigure.of(r.samples(), r.identity().tensor(), tables));
        }
        if (!r.generalisation().isEmpty()) {
            figures.add(GeneralisationFigures.similarity(r.generalisation()));
        }
        if (!r.labelGroups().isEmpty()) {
            figures.add(GeneralisationFigures.labels(r.labelGroups()));
        }
        return figures;
    }

    /** Every study has the same files, empty where it lacks what they hold: those go with the first figure. */
    private List<Section> complete(List<Section> sections) {
        Set<String> there = new TreeSet<>();
        for (Section section : sections) {
            if (section instanceof Section.Figures figures) {
                figures.figures().forEach(f -> f.tables().ifPresent(all -> all.forEach(t -> there.add(t.name()))));
            } else if (section instanceof Section.Checks checks) {
                there.add(checks.id());
            }
        }
        List<DataTable> first = new ArrayList<>();
        Figure losses = ((Section.Figures) sections.get(0)).figures().get(0);
        losses.tables().ifPresent(first::addAll);
        tables.all().stream().filter(t -> !there.contains(t.name())).forEach(first::add);
        List<Section> out = new ArrayList<>(sections);
        out.set(0, Section.Figures.of(losses.numbers(first.toArray(DataTable[]::new))));
        return out;
    }
}
