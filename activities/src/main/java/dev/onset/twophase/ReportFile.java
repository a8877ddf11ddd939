package dev.onset.twophase;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.onset.pages.FitFile;
import dev.onset.twophase.report.SampleDrawing;
import dev.onset.twophase.report.TwoPhaseReport;
import java.util.Map;

/** How a two-phase fit is stored. */
final class ReportFile {
    static final FitFile<TwoPhaseReport> FIT =
            new FitFile<>(TwoPhaseReport.class, Map.of(SampleDrawing.class, DrawingKinds.class));

    /** Names the kinds of drawing in JSON; the report's own records need not know. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = SampleDrawing.Image.class, name = "image"),
        @JsonSubTypes.Type(value = SampleDrawing.Sentence.class, name = "sentence"),
        @JsonSubTypes.Type(value = SampleDrawing.Features.class, name = "features")
    })
    private interface DrawingKinds {}

    private ReportFile() {}
}
