package dev.onset.report;

import dev.onset.report.Check.Relation;
import dev.onset.report.TablePanel.Cell;
import dev.onset.report.TablePanel.Column;
import dev.onset.report.TablePanel.Format;
import java.math.BigDecimal;
import java.util.List;

/** Writes tables. */
final class TableDrawing {
    private TableDrawing() {}

    static Markup draw(TablePanel panel) {
        Markup out = head(panel.title(), panel.columns());
        for (List<Cell> row : panel.rows()) {
            out.open("tr");
            for (int i = 0; i < row.size(); i++) {
                cell(out, row.get(i), panel.columns().get(i).format());
            }
            out.close();
        }
        return end(out);
    }

    private static void cell(Markup out, Cell cell, Format format) {
        String style = switch (cell.tone()) {
            case PLAIN -> "";
            case SOFT -> "soft";
            case GOOD -> "yes";
            case BAD -> "no";
        };
        out.open("td", "class", (style + (format == Format.TEXT ? "" : " num")).strip());
        if (cell.link().isPresent()) {
            out.el("a", cell.print(format), "href", cell.link().get());
        } else if (cell.strong()) {
            out.el("b", cell.print(format));
        } else {
            out.text(cell.print(format));
        }
        if (!cell.note().isEmpty()) {
            out.el("small", cell.note());
        }
        out.close();
    }

    static Markup checks(List<Check> checks) {
        Markup out = head(
                "Checks",
                List.of(
                        Column.text("Check"),
                        new Column("Expected", Format.NUMBER),
                        new Column("Measured", Format.NUMBER),
                        Column.text("Passed")));
        for (Check check : checks) {
            out.open("tr").open("td").el("b", check.name());
            if (!check.words().isEmpty()) {
                out.el("small", check.words());
            }
            out.close().el("td", asked(check), "class", "num");
            out.el("td", check.measured().map(Fmt::plain).orElse(Fmt.NONE), "class", "num");
            out.el("td", check.pass() ? "\u2713 yes" : "\u2717 no", "class", check.pass() ? "yes" : "no")
                    .close();
        }
        return end(out);
    }

    private static String asked(Check check) {
        return check.relation() == Relation.WITHIN
                ? Fmt.plain(check.expected()) + " \u00b1 "
                        + BigDecimal.valueOf(check.tolerance())
                                .stripTrailingZeros()
                                .toPlainString()
                : check.relation().sign() + " " + Fmt.plain(check.expected());
    }

    static Markup stages(List<StageLine> stages) {
        Markup out =
                head("Stages", List.of(Column.text("Stage"), Column.text("Result"), new Column("Time", Format.NUMBER)));
        for (StageLine s : stages) {
            out.open("tr").open("td").el("b", s.name()).el("small", s.reason()).close();
            out.el("td", s.reused() ? "reused" : "computed", "class", s.reused() ? "soft" : "")
                    .el("td", Fmt.seconds(s.seconds()), "class", "num")
                    .close();
        }
        return end(out);
    }

    static Markup provenance(FigureReport.Identity study, String digest, Provenance from) {
        Markup out = new Markup().open("dl", "class", "facts");
        fact(out, "Study", study.study());
        fact(out, "Fingerprint", study.fingerprint());
        fact(out, "Digest of all numbers", digest);
        fact(out, "Seed", Long.toString(study.seed()));
        fact(out, "Machine", from.machine());
        fact(out, "Numeric profile", from.numericProfile());
        from.facts().forEach(f -> fact(out, f.label(), f.value()));
        return out.close();
    }

    private static void fact(Markup out, String label, String value) {
        out.open("div").el("dt", label).el("dd", value).close();
    }

    private static Markup head(String title, List<Column> columns) {
        Markup out = new Markup()
                .open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", title)
                .open("table")
                .open("thead")
                .open("tr");
        for (Column column : columns) {
            out.el("th", column.name(), "scope", "col", "class", column.format() == Format.TEXT ? "" : "num");
        }
        return out.close().close().open("tbody");
    }

    private static Markup end(Markup out) {
        return out.close().close().close();
    }
}
