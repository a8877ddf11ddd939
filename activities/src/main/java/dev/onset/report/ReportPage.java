package dev.onset.report;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The page of a report, self-contained. */
final class ReportPage {
    private final FigureReport r;
    private final String digest;
    private final Set<String> filled;
    private final Markup out = new Markup();
    private int number;

    /**
     * @param digest of the report's numbers
     * @param filled names of the CSV files that hold at least one row
     */
    ReportPage(FigureReport report, String digest, Set<String> filled) {
        this.r = report;
        this.digest = digest;
        this.filled = filled;
    }

    String render() throws IOException {
        summary();
        r.sections().forEach(this::section);
        if (!r.stages().isEmpty()) {
            open("Reused and computed", "stages", true);
            out.add(TableDrawing.stages(r.stages())).close();
        }
        open("Provenance", "provenance", true);
        out.add(TableDrawing.provenance(r.identity(), digest, r.provenance())).close();
        return PageShell.around(r.identity().study() + ": " + r.verdict(), out);
    }

    private void summary() {
        FigureReport.Identity identity = r.identity();
        out.open("header").open("p", "class", "study").el("b", identity.study());
        out.text(" \u00b7 " + identity.kind() + " \u00b7 seed " + identity.seed() + " \u00b7 verdict ");
        out.el("b", r.verdict(), "class", "verdict");
        if (!identity.evidence()) {
            out.text(" \u00b7 ").el("strong", "a first look, no evidence");
        }
        out.close().el("h1", sentence(r.verdictWords())).el("p", r.lede(), "class", "lede");
        out.open("div", "class", "figures");
        for (FigureReport.KeyFigure figure : r.keyFigures()) {
            out.open("div").el("span", figure.name()).el("b", figure.value());
            out.el("small", figure.note()).close();
        }
        out.close();
        r.notes().stream().findFirst().ifPresent(this::caution);
        if (!identity.description().isBlank()) {
            out.el("p", identity.description(), "class", "about");
        }
        out.close();
    }

    /** The first sentence of the notes stands beside the verdict. */
    private void caution(Section.Notes notes) {
        out.open("p", "class", "caution").el("b", "Mind: ").text(notes.items().get(0) + " ");
        String title = notes.title().substring(0, 1).toLowerCase(Locale.ROOT)
                + notes.title().substring(1);
        out.el("a", "See " + title + ".", "href", "#" + notes.id()).close();
    }

    static String sentence(String words) {
        String text = words.strip();
        if (text.isEmpty()) {
            return "No verdict was given.";
        }
        String first = text.substring(0, text.offsetByCodePoints(0, 1)).toUpperCase(Locale.ROOT);
        String rest = text.substring(text.offsetByCodePoints(0, 1));
        return first + rest + (text.endsWith(".") ? "" : ".");
    }

    private void section(Section section) {
        if (section instanceof Section.Figures figures) {
            figures(figures);
        } else if (section instanceof Section.Checks checks) {
            open(checks.title(), "s-" + checks.id(), true);
            out.add(TableDrawing.checks(checks.lines()));
            caption(checks.caption(), List.of(checks.id()));
            out.close();
        } else if (section instanceof Section.Notes notes) {
            open(notes.title(), notes.id(), true);
            out.open("ul", "class", "prose");
            notes.items().forEach(item -> out.el("li", item));
            out.close().close();
        }
    }

    private void figures(Section.Figures section) {
        boolean tables =
                section.figures().stream().flatMap(f -> f.allPanels().stream()).anyMatch(TablePanel.class::isInstance);
        String id = "s-" + section.id();
        if (section.collapsed()) {
            number++;
            out.open("section", "id", id, "class", "long").open("details").open("summary");
            heading(section.title());
            out.close();
        } else {
            open(section.title(), id, tables);
        }
        section.prose().forEach(p -> out.el("p", p, "class", "prose"));
        for (Figure figure : section.figures()) {
            if (!figure.title().equals(section.title())) {
                out.el("h3", figure.title());
            }
            out.add(new FigureDrawing(figure).draw());
            caption(figure.caption(), ReportTables.names(figure));
        }
        if (section.collapsed()) {
            out.close();
        }
        out.close();
    }

    /** Opens a section; the caller closes it. A long one may run over a page break: lists and tables, not drawings. */
    private void open(String title, String id, boolean isLong) {
        number++;
        out.open("section", "id", id, "class", isLong ? "long" : "");
        heading(title);
    }

    private void heading(String title) {
        out.open("h2").el("span", Integer.toString(number)).text(title).close();
    }

    /** Words below a figure, and links to its numbers. */
    private void caption(String words, List<String> csv) {
        List<String> files = csv.stream().filter(filled::contains).toList();
        if (words.isBlank() && files.isEmpty()) {
            return;
        }
        out.open("p", "class", "caption").text(words.isBlank() ? "" : words.strip() + " ");
        out.open("span", "class", "numbers");
        String before = "Numbers: ";
        for (String name : files) {
            out.text(before).el("a", name + ".csv", "href", "csv/" + name + ".csv");
            before = ", ";
        }
        out.text(files.isEmpty() ? "" : ".").close().close();
    }
}
