package dev.onset.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onset.report.FigureReport.Figure;
import dev.onset.report.FigureReport.Line;
import dev.onset.report.FigureReport.Panel;
import dev.onset.report.FigureReport.Series;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The numbers of a report made of figures for other tools: {@code outcome.json}, and a CSV file for every figure. */
final class FigureFiles {
    static final String CHECKS = "checks";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private FigureFiles() {}

    /** What was not measured is null. */
    static String outcome(FigureReport r) throws IOException {
        ObjectNode out = JSON.createObjectNode();
        out.put("study", r.identity().study());
        out.put("fingerprint", r.identity().fingerprint());
        out.put("verdict", r.verdict());
        ArrayNode checks = out.putArray("checks");
        for (Line line : r.checks()) {
            ObjectNode check = checks.addObject();
            check.put("name", line.name());
            check.put("relation", relation(line));
            check.put("expected", line.expected());
            check.put("tolerance", line.tolerance());
            line.measured().ifPresentOrElse(m -> check.put("measured", m), () -> check.putNull("measured"));
            check.put("pass", line.pass());
        }
        out.put("digest", ReportDigest.of(r));
        return JSON.writeValueAsString(out) + "\n";
    }

    private static String relation(Line line) {
        return line.relation().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Content by name, without the ending. */
    static Map<String, String> csv(FigureReport r) throws IOException {
        Map<String, String> files = new TreeMap<>();
        for (Figure figure : r.figures()) {
            CsvTables.Table t = new CsvTables.Table("panel", "series", "x", "y", "standard_error");
            for (Panel panel : figure.panels()) {
                for (Series s : panel.series()) {
                    for (int i = 0; i < s.x().length; i++) {
                        Optional<Double> error = s.error().length == 0 ? Optional.empty() : Optional.of(s.error()[i]);
                        t.row(panel.title(), s.name(), s.x()[i], s.y()[i], error);
                    }
                }
            }
            files.put(figure.id(), t.text());
        }
        CsvTables.Table checks = new CsvTables.Table("name", "relation", "expected", "tolerance", "measured", "pass");
        r.checks().forEach(c -> checks.row(c.name(), relation(c), c.expected(), c.tolerance(), c.measured(), c.pass()));
        files.put(CHECKS, checks.text());
        return files;
    }
}
