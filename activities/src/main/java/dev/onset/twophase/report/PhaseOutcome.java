package dev.onset.twophase.report;

import dev.onset.twophase.report.ReportParts.Estimate;
import dev.onset.twophase.report.ReportParts.OutputResult;
import dev.onset.twophase.report.ReportParts.TestLosses;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A two-phase study's own fields of {@code outcome.json}. */
final class PhaseOutcome {
    private PhaseOutcome() {}

    static Map<String, Object> of(TwoPhaseReport r) {
        OutputResult main = r.main();
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("tStar", main.tStar().map(Estimate::value));
        out.put("tStarInterval", main.tStar().map(t -> List.of(t.low(), t.high())));
        OptionalDouble onset = r.losses().onset();
        out.put("gapOnset", onset.isPresent() ? Optional.of(onset.getAsDouble()) : Optional.empty());
        Map<String, Object> centroid = new LinkedHashMap<>();
        centroid.put("first", main.centroid()[0]);
        centroid.put("lowest", lowest(main.centroid()));
        centroid.put("last", main.centroid()[r.last()]);
        out.put("centroid", centroid);
        Optional<TestLosses> test = r.losses().test();
        out.put("lossGap", test.map(t -> t.gap()[r.last()]));
        out.put("testAccuracy", test.map(t -> t.accuracy()[r.last()]));
        Map<String, Object> sensitivity = new LinkedHashMap<>();
        for (OutputResult o : r.outputs()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("fall", o.fall().map(Estimate::value));
            entry.put("rise", o.rise().map(Estimate::value));
            sensitivity.put(o.id(), entry);
        }
        out.put("outputSensitivity", sensitivity);
        out.put("checkpoints", r.steps().length);
        out.put("samples", r.identity().trainSamples() + r.identity().testSamples());
        r.spectrum().ifPresent(spectrum -> out.put("spectrum", SpectrumReport.fields(spectrum)));
        return out;
    }

    /** The lowest centroid among checkpoints that have one; 0 where none has. */
    static double lowest(double[] centroid) {
        double least = Double.POSITIVE_INFINITY;
        for (double c : centroid) {
            least = c > 0 ? Math.min(least, c) : least;
        }
        return Double.isFinite(least) ? least : 0;
    }
}
