package dev.onset.twophase;

import dev.onset.kind.Outcome;
import dev.onset.kind.Outcome.Measure;
import dev.onset.kind.Outcome.Quantity;
import dev.onset.pages.FigurePages.Compared;
import dev.onset.twophase.report.ReportParts.Estimate;
import dev.onset.twophase.report.ReportParts.OutputResult;
import dev.onset.twophase.report.ReportParts.TestLosses;
import dev.onset.twophase.report.TwoPhaseReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** By what two-phase studies are compared. */
final class ComparedPhases {
    private static final String TURN = "t*";
    private static final String ONSET = "gap onset";
    private static final String HALVED = "loss halved";
    private static final String ACCURACY = "test accuracy";

    /** Numbers of a study by order spectrum alone. */
    static final Map<String, Compared> SPECTRUM = Map.of(
            "tStar", new Compared(TURN, Measure.STEP),
            "testAccuracy", new Compared(ACCURACY, Measure.SHARE),
            "meanOrderFirst", new Compared("mean order first", Measure.NUMBER),
            "meanOrderLowest", new Compared("mean order lowest", Measure.NUMBER),
            "meanOrderLast", new Compared("mean order last", Measure.NUMBER));

    private ComparedPhases() {}

    /**
     * The numbers of a fit. Those at the stop belong to the checkpoint with the lowest test loss: where training would have ended
     * had it been stopped by that loss, since how a run goes on changes nothing before.
     */
    static Outcome of(TwoPhaseReport fit) {
        OutputResult main = fit.outputs().get(0);
        double[] centroid = main.centroid();
        int last = centroid.length - 1;
        Optional<TestLosses> test = fit.losses().test();
        OptionalDouble onset = fit.losses().onsets().isEmpty()
                ? OptionalDouble.empty()
                : fit.losses().onsets().get(0).step();
        List<Quantity> all = new ArrayList<>();
        all.add(step(TURN, main.tStar().map(Estimate::value)));
        all.add(step(ONSET, boxed(onset)));
        all.add(step(HALVED, boxed(fit.losses().halving())));
        all.add(number("gap", test.map(t -> t.gap()[last])));
        all.add(share(ACCURACY, test.map(t -> t.accuracy()[last])));
        all.add(number("centroid first", existing(centroid[0])));
        all.add(number("centroid lowest", lowest(centroid)));
        all.add(number("centroid last", existing(centroid[last])));
        all.add(number("fall", main.fall().map(Estimate::value)));
        all.add(number("rise", main.rise().map(Estimate::value)));
        Optional<Integer> stop = test.map(t -> at(fit.steps(), t.bestStep()));
        all.add(step("stop", stop.map(t -> (double) Math.max(1, fit.steps()[t]))));
        all.add(number("gap at stop", stop.flatMap(t -> test.map(losses -> losses.gap()[t]))));
        all.add(number("centroid at stop", stop.flatMap(t -> existing(centroid[t]))));
        return new Outcome(
                fit.verdict().id(), fit.verdictWords(), all, Optional.of(new Outcome.Link(TURN, ONSET, HALVED)));
    }

    private static int at(long[] steps, double step) {
        int at = 0;
        while (at < steps.length - 1 && steps[at] < step) {
            at++;
        }
        return at;
    }

    /** A centroid of 0 is one of no salient interaction. */
    private static Optional<Double> existing(double centroid) {
        return centroid > 0 ? Optional.of(centroid) : Optional.empty();
    }

    private static Optional<Double> lowest(double[] centroid) {
        return Arrays.stream(centroid).filter(c -> c > 0).boxed().min(Double::compare);
    }

    private static Optional<Double> boxed(OptionalDouble value) {
        return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
    }

    private static Quantity step(String name, Optional<Double> value) {
        return new Quantity(name, Measure.STEP, value);
    }

    private static Quantity number(String name, Optional<Double> value) {
        return new Quantity(name, Measure.NUMBER, value);
    }

    private static Quantity share(String name, Optional<Double> value) {
        return new Quantity(name, Measure.SHARE, value);
    }
}
