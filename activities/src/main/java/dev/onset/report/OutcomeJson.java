package dev.onset.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onset.report.ReportParts.Estimate;
import dev.onset.report.ReportParts.OutputResult;
import dev.onset.report.ReportParts.TestLosses;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;

/** The study's outcome for other tools, {@code outcome.json}. What does not exist is null. */
final class OutcomeJson {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private OutcomeJson() {}

    static String of(TwoPhaseReport r) throws IOException {
        OutputResult main = r.main();
        ObjectNode out = JSON.createObjectNode();
        out.put("study", r.identity().study());
        out.put("fingerprint", r.identity().fingerprint());
        out.put("verdict", r.verdict().id());
        put(out, "tStar", main.tStar().map(Estimate::value));
        main.tStar()
                .ifPresentOrElse(
                        t -> out.putArray("tStarInterval").add(t.low()).add(t.high()),
                        () -> out.putNull("tStarInterval"));
        OptionalDouble onset = r.losses().onset();
        put(out, "gapOnset", onset.isPresent() ? Optional.of(onset.getAsDouble()) : Optional.empty());
        ObjectNode centroid = out.putObject("centroid");
        centroid.put("first", main.centroid()[0]);
        centroid.put("lowest", lowest(main.centroid()));
        centroid.put("last", main.centroid()[r.last()]);
        Optional<TestLosses> test = r.losses().test();
        put(out, "lossGap", test.map(t -> t.gap()[r.last()]));
        put(out, "testAccuracy", test.map(t -> t.accuracy()[r.last()]));
        ObjectNode sensitivity = out.putObject("outputSensitivity");
        for (OutputResult o : r.outputs()) {
            ObjectNode entry = sensitivity.putObject(o.id());
            put(entry, "fall", o.fall().map(Estimate::value));
            put(entry, "rise", o.rise().map(Estimate::value));
        }
        out.put("checkpoints", r.steps().length);
        out.put("samples", r.identity().trainSamples() + r.identity().testSamples());
        out.put("digest", ReportDigest.of(r));
        return JSON.writeValueAsString(out) + "\n";
    }

    /** The lowest centroid among checkpoints that have one; 0 where none has. */
    static double lowest(double[] centroid) {
        double least = Double.POSITIVE_INFINITY;
        for (double c : centroid) {
            least = c > 0 ? Math.min(least, c) : least;
        }
        return Double.isFinite(least) ? least : 0;
    }

    private static void put(ObjectNode node, String field, Optional<Double> value) {
        if (value.isPresent()) {
            node.put(field, value.get());
        } else {
            node.putNull(field);
        }
    }
}
