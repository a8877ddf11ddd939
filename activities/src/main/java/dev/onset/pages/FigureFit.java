package dev.onset.pages;

import dev.onset.report.FigureReport;
import dev.onset.report.ReportParts.Provenance;
import java.util.List;
import java.util.Map;

/** How a fit made of figures is stored. */
public final class FigureFit {
    public static final FitFile<FigureReport> FILE = new FitFile<>(FigureReport.class, Map.of());

    /** What a fit says of where it belongs: nothing, since the same fit may serve several studies. */
    public static final FigureReport.Identity NAMELESS = new FigureReport.Identity("", "", "", "", 0, true);

    public static final Provenance NOWHERE = new Provenance("", "", List.of());

    private FigureFit() {}
}
