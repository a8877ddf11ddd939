package dev.onset.twophase.report;

import dev.onset.report.AxesPanel;
import dev.onset.report.Colour;
import dev.onset.report.Figure;
import dev.onset.report.Panel;
import dev.onset.report.Scale;
import dev.onset.report.Series;
import dev.onset.report.Series.Curve;
import dev.onset.report.Series.Mode;
import java.util.ArrayList;
import java.util.List;

/**
 * The figures of a report that can be drawn of a run that goes on: the same ones, of the checkpoints so far, over the steps of
 * the whole run.
 */
public final class LiveFigures {
    private LiveFigures() {}

    /**
     * Losses, centroid, strength by order up to the newest checkpoint, and the heat map.
     *
     * @param lastStep where the run ends
     */
    public static List<Figure> of(TwoPhaseReport soFar, long lastStep) {
        PhaseTables tables = new PhaseTables(soFar);
        return List.of(
                soFar(
                        new LossFigure(soFar).figure(tables),
                        lastStep,
                        "Lines are means over the whole splits, the band around the gap is its 95 % bootstrap interval, marks"
                                + " are where turn and gap are as far as these checkpoints show."),
                soFar(
                        new CentroidFigure(soFar).figure(tables),
                        lastStep,
                        "Bands are 95 % bootstrap intervals over samples. Grey lines are control models, where one has"
                                + " begun."),
                new StrengthFigure(soFar).figure(tables),
                new HeatFigure(soFar).figure(tables));
    }

    /** With the steps of the whole run, and without sentences that speak of its end. */
    private static Figure soFar(Figure figure, long lastStep, String caption) {
        List<Panel> panels = figure.panels().stream()
                .map(panel -> panel instanceof AxesPanel axes ? whole(axes, lastStep) : panel)
                .toList();
        return Figure.of(figure.id(), figure.title(), caption, figure.arrangement(), panels);
    }

    private static Panel whole(AxesPanel panel, long lastStep) {
        return new AxesPanel(
                panel.title(), panel.x().from(0, lastStep), panel.y(), panel.series(), panel.marks(), panel.note());
    }

    /**
     * The centroid of one run in a small panel.
     *
     * @param centroid by checkpoint; 0 where no interaction is salient
     * @param lastStep where the run ends
     */
    public static AxesPanel glance(String title, long[] steps, double[] centroid, long lastStep) {
        Curve path = Curve.of("mean order", Colour.BLUE, Mode.LINE_AND_POINTS, Timeline.doubles(steps), centroid);
        List<Series> series = new ArrayList<>(path.where(CentroidFigure.exists(centroid)));
        if (series.isEmpty()) {
            series.add(Curve.line("mean order", Colour.BLUE, new double[0], new double[0]));
        }
        return AxesPanel.of(
                title, Scale.logarithmic("step").from(0, lastStep), Scale.linear("mean order"), series, List.of());
    }
}
