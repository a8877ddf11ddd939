package dev.onset.twophase.report;

import dev.onset.report.AxesPanel;
import dev.onset.report.Colour;
import dev.onset.report.Figure;
import dev.onset.report.Figure.Arrangement;
import dev.onset.report.FigureReport;
import dev.onset.report.FigureReport.KeyFigure;
import dev.onset.report.Fmt;
import dev.onset.report.Provenance;
import dev.onset.report.Scale;
import dev.onset.report.Section;
import dev.onset.report.Series;
import dev.onset.report.Series.Curve;
import dev.onset.report.Series.Mode;
import dev.onset.twophase.report.ReportParts.Criterion;
import dev.onset.twophase.report.ReportParts.Estimate;
import dev.onset.twophase.report.ReportParts.Losses;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The report of a study that observes order spectra and no interactions. */
public final class SpectrumReport {
    private SpectrumReport() {}

    /**
     * The report without its study's name.
     *
     * @param verdictWords the detector's decision on the first output, in words
     */
    public static FigureReport of(SpectrumPart part, long[] steps, Losses losses, String verdictWords) {
        SpectrumFigures figures = new SpectrumFigures(part, steps);
        List<Section> sections = new ArrayList<>();
        sections.addAll(figures.sections());
        sections.add(1, Section.Figures.of(losses(steps, losses)));
        sections.add(new Section.Checks(
                "criteria",
                "The tests behind the verdict",
                "On the mean order of the " + part.main().name() + ".",
                part.main().criteria().stream().map(Criterion::check).toList(),
                Optional.empty()));
        String words = "order spectrum, " + part.main().name() + ": " + verdictWords
                + figures.needsTheLogOdds()
                        .map(s -> "; the verdict needs the log-odds")
                        .orElse("");
        return new FigureReport(
                FigureReport.Identity.unknown(),
                part.main().verdict(),
                words,
                figures.needsTheLogOdds().orElse(""),
                keyFigures(part),
                sections,
                outcome(part, steps, losses),
                List.of(),
                Provenance.unknown());
    }

    private static List<KeyFigure> keyFigures(SpectrumPart part) {
        List<KeyFigure> out = new ArrayList<>();
        for (SpectrumPart.Output o : part.outputs()) {
            double[] order = o.order();
            double lowest = Arrays.stream(order).filter(m -> m > 0).min().orElse(0);
            out.add(new KeyFigure(
                    "mean order, " + o.name(),
                    Fmt.fixed(order[0], 2) + " / " + Fmt.fixed(lowest, 2) + " / "
                            + Fmt.fixed(order[order.length - 1], 2),
                    "first / lowest / last checkpoint"));
            out.add(key("fall, " + o.name(), o.fall()));
            out.add(key("rise, " + o.name(), o.rise()));
        }
        part.main()
                .tStar()
                .ifPresent(t ->
                        out.add(new KeyFigure("t*, step", Fmt.step(t.value()), Fmt.interval(t.low(), t.high(), 0))));
        out.add(new KeyFigure("players", Fmt.step(part.count()), part.players()));
        return out;
    }

    private static KeyFigure key(String name, Optional<Estimate> e) {
        return new KeyFigure(
                name,
                e.map(x -> Fmt.fixed(x.value(), 2)).orElse(Fmt.NONE),
                e.map(x -> Fmt.interval(x.low(), x.high(), 2)).orElse("none found"));
    }

    private static Figure losses(long[] checkpoints, Losses losses) {
        double[] steps = Timeline.doubles(checkpoints);
        List<Series> series = new ArrayList<>();
        List<Series> accuracies = new ArrayList<>();
        double most = LossFigure.max(losses.train(), new double[0]);
        if (losses.test().isPresent()) {
            ReportParts.TestLosses test = losses.test().get();
            series.add(Curve.of("test", Colour.ORANGE, Mode.LINE_AND_POINTS, steps, test.loss()));
            accuracies.add(Curve.of("test", Colour.ORANGE, Mode.LINE_AND_POINTS, steps, test.accuracy()));
            most = LossFigure.max(losses.train(), test.loss());
        }
        series.add(Curve.of("training", Colour.BLUE, Mode.LINE_AND_POINTS, steps, losses.train()));
        accuracies.add(Curve.of("training", Colour.BLUE, Mode.LINE_AND_POINTS, steps, losses.trainAccuracy()));
        return Figure.of(
                "losses",
                "Losses and accuracy",
                "Lines are means over the whole splits.",
                Arrangement.STACKED,
                List.of(
                        AxesPanel.of(
                                "cross-entropy loss, nats",
                                Timeline.SCALE,
                                Scale.linear("loss").from(0, 1.05 * Math.max(most, 1e-3)),
                                series,
                                List.of()),
                        AxesPanel.of(
                                "accuracy, share correct",
                                Timeline.SCALE,
                                Scale.linear("accuracy").from(0, 1),
                                accuracies,
                                List.of())));
    }

    private static Map<String, @Nullable Object> outcome(SpectrumPart part, long[] steps, Losses losses) {
        Map<String, @Nullable Object> out = new HashMap<>();
        out.put("spectrum", fields(part));
        out.put("steps", Arrays.stream(steps).boxed().toList());
        losses.test().ifPresent(t -> out.put("testAccuracy", t.accuracy()[t.accuracy().length - 1]));
        SpectrumPart.Output main = part.outputs().get(0);
        out.put("tStar", main.tStar().map(Estimate::value).orElse(null));
        out.put("meanOrderFirst", existing(main.order()[0]));
        out.put(
                "meanOrderLowest",
                existing(Arrays.stream(main.order()).filter(m -> m > 0).min().orElse(0)));
        out.put("meanOrderLast", existing(main.order()[main.order().length - 1]));
        return out;
    }

    /** A mean order of 0 is one of games that do not vary. */
    private static @Nullable Double existing(double order) {
        return order > 0 ? order : null;
    }

    /** The spectrum's own fields of {@code outcome.json}. */
    static Map<String, @Nullable Object> fields(SpectrumPart part) {
        Map<String, @Nullable Object> out = new HashMap<>();
        out.put("p", part.p());
        out.put("players", part.count());
        out.put("exact", part.exact());
        for (SpectrumPart.Output o : part.outputs()) {
            Map<String, @Nullable Object> of = new HashMap<>();
            of.put("verdict", o.verdict());
            of.put("meanOrder", Arrays.stream(o.order()).boxed().toList());
            of.put("low", Arrays.stream(o.low()).boxed().toList());
            of.put("high", Arrays.stream(o.high()).boxed().toList());
            of.put("tStar", o.tStar().map(Estimate::value).orElse(null));
            of.put("fall", interval(o.fall()));
            of.put("rise", interval(o.rise()));
            out.put(o.id(), of);
        }
        if (!part.closer().isEmpty()) {
            out.put("closer", CloserFigures.outcome(part.closer()));
        }
        return out;
    }

    private static @Nullable List<Double> interval(Optional<Estimate> e) {
        return e.map(x -> List.of(x.value(), x.low(), x.high())).orElse(null);
    }
}
