package dev.onset.pages;

import dev.onset.report.FigureReport;
import java.util.Map;

/** How a fit made of figures is stored. */
public final class FigureFit {
    public static final FitFile<FigureReport> FILE = new FitFile<>(FigureReport.class, Map.of());

    private FigureFit() {}
}
