package dev.onset.grokking;

import dev.onset.report.Check;
import dev.onset.report.FigureReport;
import dev.onset.report.Provenance;
import dev.onset.report.ReportWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** What a report says in sentences. */
public final class ReportText {
    private ReportText() {}

    public static String of(FigureReport report) {
        return report.verdictWords() + "\n" + report.lede() + "\n"
                + report.notes().stream()
                        .flatMap(notes -> notes.items().stream())
                        .collect(Collectors.joining("\n"));
    }

    public static List<String> failed(FigureReport report) {
        return report.checks().stream()
                .filter(line -> !line.pass())
                .map(Check::name)
                .toList();
    }

    /** The page as a reader gets it. */
    public static String page(FigureReport report) throws IOException {
        FigureReport named = report.with(
                new FigureReport.Identity("mine", "a kind", "", "0", 0, true), List.of(), Provenance.unknown());
        return new String(ReportWriter.render(named).get("index.html"), StandardCharsets.UTF_8);
    }
}
