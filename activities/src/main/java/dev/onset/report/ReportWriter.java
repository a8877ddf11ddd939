package dev.onset.report;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Renders a report: {@code index.html}, {@code outcome.json} and {@code csv/*.csv}, all in memory. */
public final class ReportWriter {
    private ReportWriter() {}

    /** The files of a report by relative path: what a store keeps, and what {@link ReportFolder} puts on disk. */
    public static Map<String, byte[]> render(TwoPhaseReport report) {
        return files(
                () -> OutcomeJson.of(report), () -> CsvTables.of(report), filled -> new Page(report, filled).render());
    }

    /** The files of a report made of figures, likewise. */
    public static Map<String, byte[]> render(FigureReport report) {
        return files(
                () -> FigureFiles.outcome(report),
                () -> FigureFiles.csv(report),
                filled -> new FigurePage(report, filled).render());
    }

    private interface Text<T> {
        T get() throws IOException;
    }

    private interface PageOf {
        String render(Set<String> filled) throws IOException;
    }

    private static Map<String, byte[]> files(Text<String> outcome, Text<Map<String, String>> csv, PageOf page) {
        Map<String, byte[]> files = new TreeMap<>();
        try {
            Set<String> filled = new TreeSet<>();
            csv.get().forEach((name, text) -> {
                files.put("csv/" + name + ".csv", text.getBytes(StandardCharsets.UTF_8));
                if (text.indexOf('\n') < text.length() - 1) {
                    filled.add(name);
                }
            });
            files.put("outcome.json", outcome.get().getBytes(StandardCharsets.UTF_8));
            files.put("index.html", page.render(filled).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new OnsetException(ErrorCode.INTERNAL, "report: rendering in memory failed: " + e.getMessage(), e);
        }
        return files;
    }
}
