package dev.onset.report;

import dev.onset.report.FigureReport.Figure;
import dev.onset.report.FigureReport.Line;
import dev.onset.report.FigureReport.Notes;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Set;

/** The page of a report made of figures, self-contained. */
final class FigurePage {
    private static final Set<String> LONG = Set.of("s-checks", "stages", "provenance");

    private final FigureReport r;
    private final Set<String> filled;

    FigurePage(FigureReport report, Set<String> filled) {
        this.r = report;
        this.filled = filled;
    }

    String render() throws IOException {
        Markup out = new Markup();
        summary(out);
        Sections sections = new Sections(out, filled, LONG);
        for (Figure figure : r.figures()) {
            sections.figure(figure.title(), new FigureChart(figure).draw(), figure.caption(), figure.id());
        }
        sections.figure(
                "What the study must show",
                checks(),
                "A check that fails stays in the table. One that could not be measured has failed.",
                FigureFiles.CHECKS);
        for (Notes notes : r.notes()) {
            sections.open(notes.title(), notes.id());
            out.open("ul", "class", "prose");
            notes.items().forEach(item -> out.el("li", item));
            out.close().close();
        }
        if (!r.stages().isEmpty()) {
            sections.open("Reused and computed", "stages");
            out.add(Tables.stages(r.stages())).close();
        }
        sections.open("Provenance", "provenance");
        out.add(Tables.provenance(
                        r.identity().study(),
                        r.identity().fingerprint(),
                        ReportDigest.of(r),
                        r.identity().seed(),
                        r.provenance()))
                .close();
        return PageShell.around(r.identity().study() + ": " + r.verdict(), out);
    }

    private void summary(Markup out) {
        FigureReport.Identity identity = r.identity();
        out.open("header").open("p", "class", "study").el("b", identity.study());
        out.text(" \u00b7 " + identity.kind() + " \u00b7 seed " + identity.seed() + " \u00b7 ");
        out.el("b", r.verdict(), "class", "verdict");
        if (!identity.evidence()) {
            out.text(" \u00b7 ").el("strong", "a first look, no evidence");
        }
        out.close().el("h1", Summary.sentence(r.verdictWords())).el("p", r.lede(), "class", "lede");
        out.open("div", "class", "figures");
        r.keyFigures().forEach(f -> Summary.figure(out, f.name(), f.value(), f.note()));
        out.close();
        if (!r.notes().isEmpty()) {
            Notes first = r.notes().get(0);
            out.open("p", "class", "caution").el("b", "Mind: ");
            out.text(first.items().get(0) + " ").el("a", first.title() + ".", "href", "#" + first.id());
            out.close();
        }
        if (!identity.description().isBlank()) {
            out.el("p", identity.description(), "class", "about");
        }
        out.close();
    }

    private static String measured(double value) {
        return value == Math.rint(value) ? Fmt.found(value) : Fmt.sig(value, 4);
    }

    private Markup checks() {
        Markup out = Tables.head("Check", "#Expected", "#Measured", "Passed");
        for (Line line : r.checks()) {
            String asked = line.relation() == FigureReport.Relation.WITHIN
                    ? Fmt.sig(line.expected(), 4) + " \u00b1 "
                            + BigDecimal.valueOf(line.tolerance())
                                    .stripTrailingZeros()
                                    .toPlainString()
                    : line.relation().sign + " " + Fmt.plain(line.expected());
            out.open("tr").open("td").el("b", line.name()).close();
            out.el("td", asked, "class", "num");
            out.el("td", line.measured().map(FigurePage::measured).orElse(Fmt.NONE), "class", "num");
            out.el("td", line.pass() ? "\u2713 yes" : "\u2717 no", "class", line.pass() ? "yes" : "no")
                    .close();
        }
        return Tables.end(out);
    }
}
