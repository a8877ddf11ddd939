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
    public static Map<String, byte[]> render(FigureReport report) {
        return render(report, ReportDigest.of(report));
    }

    /**
     * The files of a report whose numbers a kind keeps in records of its own.
     *
     * @param digest of those records
     */
    public static Map<String, byte[]> render(FigureReport report, String digest) {
        Map<String, byte[]> files = new TreeMap<>();
        Set<String> filled = new TreeSet<>();
        ReportTables.of(report).forEach((name, text) -> {
            files.put("csv/" + name + ".csv", text.getBytes(StandardCharsets.UTF_8));
            if (text.indexOf('\n') < text.length() - 1) {
                filled.add(name);
            }
        });
        try {
            files.put("outcome.json", OutcomeJson.of(report, digest).getBytes(StandardCharsets.UTF_8));
            String page = new ReportPage(report, digest, filled).render();
            files.put("index.html", page.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new OnsetException(ErrorCode.INTERNAL, "report: rendering in memory failed: " + e.getMessage(), e);
        }
        return files;
    }
}
