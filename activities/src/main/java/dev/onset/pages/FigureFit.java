package dev.onset.pages;

import dev.onset.report.FigureReport;
import java.util.Map;

/** How a fit made of figures is stored. */
final class FigureFit {
    static final FitFile<FigureReport> FILE = new FitFile<>(FigureReport.class, Map.of());

    private FigureFit() {}
}
