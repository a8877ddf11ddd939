package dev.onset.grokkingstudy;

import dev.onset.contracts.StudySpec;
import dev.onset.report.FigureReport;

final class CubicReport {
    CubicReport(StudySpec spec, GridDriver.Observations observations) {}

    FigureReport write() {
        throw new UnsupportedOperationException();
    }
}
