package dev.onset.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Locale;

/** The study's outcome for other tools, {@code outcome.json}. What does not exist is null. */
final class OutcomeJson {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private OutcomeJson() {}

    static String of(FigureReport r, String digest) throws IOException {
        ObjectNode out = JSON.createObjectNode();
        out.put("study", r.identity().study());
        out.put("fingerprint", r.identity().fingerprint());
        out.put("verdict", r.verdict());
        out.put("words", r.verdictWords());
        r.outcome().forEach((name, value) -> out.set(name, JSON.valueToTree(value)));
        ArrayNode checks = out.putArray("checks");
        for (Check c : r.checks()) {
            ObjectNode check = checks.addObject();
            check.put("name", c.name());
            check.put("relation", relation(c));
            check.put("expected", c.expected());
            check.put("tolerance", c.tolerance());
            c.measured().ifPresentOrElse(m -> check.put("measured", m), () -> check.putNull("measured"));
            check.put("pass", c.pass());
        }
        out.put("digest", digest);
        return JSON.writeValueAsString(out) + "\n";
    }

    static String relation(Check check) {
        return check.relation().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
