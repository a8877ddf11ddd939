package dev.onset.twophase.report;

import dev.onset.report.AxesPanel;
import dev.onset.report.Colour;
import dev.onset.report.Figure;
import dev.onset.report.Figure.Arrangement;
import dev.onset.report.Scale;
import dev.onset.report.Series;
import dev.onset.report.Series.Curve;
import dev.onset.report.Series.Look;
import dev.onset.report.Series.Mode;
import dev.onset.report.Series.Spread;
import dev.onset.twophase.report.ReportParts.ControlPath;
import dev.onset.twophase.report.ReportParts.OutputResult;
import dev.onset.twophase.report.ReportParts.SparseRange;
import java.util.ArrayList;
import java.util.List;

/** Centroid paths of every output with their intervals, and of the control models. */
final class CentroidFigure {
    private static final Colour[] COLOURS = {Colour.BLUE, Colour.GREEN, Colour.VIOLET};

    private final TwoPhaseReport report;
    private final Timeline time;

    CentroidFigure(TwoPhaseReport report) {
        this.report = report;
        this.time = new Timeline(report);
    }

    Figure figure(PhaseTables tables) {
        List<Series> series = new ArrayList<>();
        for (int i = report.outputs().size() - 1; i >= 0; i--) {
            path(series, report.outputs().get(i), COLOURS[i % COLOURS.length]);
        }
        for (int i = 0; i < report.controls().size(); i++) {
            ControlPath c = report.controls().get(i);
            Curve path = Curve.line(c.name(), Colour.grey(i), Timeline.doubles(c.steps()), c.centroid());
            series.addAll(path.labelled(c.name()).where(exists(c.centroid())));
        }
        if (series.isEmpty()) {
            series.add(Curve.line(report.main().name(), COLOURS[0], new double[0], new double[0]));
        }
        AxesPanel panel = AxesPanel.of(
                "centroid: mean order of salient interactions",
                steps(),
                Scale.linear("centroid").from(0.8, top() + 0.2),
                series,
                time.marks());
        return Figure.of("centroid", "Mean order of interactions", words(), Arrangement.STACKED, List.of(panel))
                .numbers(tables.centroid(), tables.turns(), tables.controls());
    }

    /** The whole run, also where no interaction is salient. */
    private Scale steps() {
        double last = time.steps[time.steps.length - 1];
        return last > time.steps[0] ? Timeline.SCALE.from(time.steps[0], last) : Timeline.SCALE;
    }

    private String words() {
        return "Bands are 95 % bootstrap intervals over samples"
                + (report.main().tStar().isPresent() ? "; the grey band is the interval of t*." : ".")
                + (report.outputs().stream().allMatch(o -> o.equallySparse().isEmpty())
                        ? ""
                        : " Whiskers show how far the centroid moves among equally sparse solutions.")
                + (report.controls().isEmpty() ? " No control model was run." : " Grey lines are control models.");
    }

    private void path(List<Series> series, OutputResult o, Colour colour) {
        boolean[] exists = exists(o.centroid());
        series.addAll(
                new Spread(o.name(), colour, Look.BAND, time.steps, o.centroidLow(), o.centroidHigh()).where(exists));
        series.addAll(Curve.of(o.name(), colour, Mode.LINE_AND_POINTS, time.steps, o.centroid())
                .labelled(o.name())
                .where(exists));
        if (!o.equallySparse().isEmpty()) {
            series.add(new Spread(
                    o.name() + ", equally sparse solutions",
                    colour,
                    Look.WHISKERS,
                    o.equallySparse().stream()
                            .mapToDouble(r -> time.steps[r.checkpoint()])
                            .toArray(),
                    o.equallySparse().stream().mapToDouble(SparseRange::low).toArray(),
                    o.equallySparse().stream().mapToDouble(SparseRange::high).toArray()));
        }
    }

    /** No centroid exists where no interaction is salient. */
    static boolean[] exists(double[] centroid) {
        boolean[] exists = new boolean[centroid.length];
        for (int t = 0; t < exists.length; t++) {
            exists[t] = centroid[t] > 0;
        }
        return exists;
    }

    private double top() {
        double most = 2;
        for (OutputResult o : report.outputs()) {
            most = Math.max(most, LossFigure.max(o.centroid(), o.centroidHigh()));
        }
        for (ControlPath c : report.controls()) {
            most = Math.max(most, LossFigure.max(c.centroid(), new double[0]));
        }
        return Math.ceil(most);
    }
}
