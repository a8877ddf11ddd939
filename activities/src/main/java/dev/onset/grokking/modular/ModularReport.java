package dev.onset.grokking.modular;

import dev.onset.contracts.StudySpec;
import dev.onset.grid.Observations;
import dev.onset.report.AxesPanel;
import dev.onset.report.Check;
import dev.onset.report.Check.Tally;
import dev.onset.report.Colour;
import dev.onset.report.Figure;
import dev.onset.report.Figure.Arrangement;
import dev.onset.report.FigureReport;
import dev.onset.report.FigureReport.KeyFigure;
import dev.onset.report.Mark;
import dev.onset.report.Scale;
import dev.onset.report.Series.Curve;
import dev.onset.report.Series.Mode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** What trainings of modular addition showed, beside the theory. */
final class ModularReport {
    private static final String STEPS = "training step (logarithmic; 0 at 0.5)";
    private static final double SMALLEST_LOSS = 1e-9;

    private final List<ModularCell> cells;
    private final Map<String, List<ModularObservation>> paths = new LinkedHashMap<>();

    ModularReport(StudySpec spec, Observations observations) {
        cells = ModularCell.of(spec);
        cells.forEach(cell -> paths.put(cell.name(), observations.of(cell.name(), ModularObservation.class)));
    }

    FigureReport write() {
        List<Check> checks = checks();
        List<Figure> figures = new ArrayList<>();
        figures.add(time());
        figures.add(ModularTheoryFigure.draw());
        fractions().ifPresent(figures::add);
        return FigureReport.of(
                Tally.of(checks).words(),
                words(),
                lede(),
                keyFigures(checks),
                figures,
                checks,
                ModularNotes.of(standard(), never()));
    }

    /** The bounds for trainings are those of the standard settings. */
    private boolean standard() {
        return cells.get(0).settings().equals(ModularSettings.standard());
    }

    private List<Check> checks() {
        List<Check> checks = new ArrayList<>(ModularChecks.theory());
        if (standard()) {
            Map<ModularChecks.Control, List<ModularObservation>> controls = new LinkedHashMap<>();
            cells.forEach(cell -> cell.control().ifPresent(c -> controls.put(c, path(cell))));
            TreeMap<Long, List<ModularObservation>> bySeed = new TreeMap<>();
            seeds().forEach(cell -> bySeed.put(cell.seed(), path(cell)));
            checks.addAll(ModularChecks.trainings(bySeed, controls));
        }
        return checks;
    }

    private List<ModularCell> seeds() {
        return cells.stream()
                .filter(cell -> cell.control().isEmpty() && !cell.fraction())
                .toList();
    }

    private List<ModularObservation> path(ModularCell cell) {
        return paths.getOrDefault(cell.name(), List.of());
    }

    private OptionalDouble median(Function<List<ModularObservation>, Optional<ModularObservation>> moment) {
        double[] steps = seeds().stream()
                .flatMap(cell -> moment.apply(path(cell)).stream())
                .mapToDouble(ModularObservation::step)
                .sorted()
                .toArray();
        return steps.length < seeds().size() || steps.length == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(steps[(steps.length - 1) / 2]);
    }

    private String words() {
        OptionalDouble memory = median(ModularChecks::memorised);
        OptionalDouble insight = median(ModularChecks::generalised);
        if (memory.isEmpty()) {
            return "not every training reached a training accuracy of .99";
        }
        if (insight.isEmpty()) {
            return "memorised by step " + step(memory) + "; not every seed generalised";
        }
        return "memorised by step " + step(memory) + ", generalised by step " + step(insight);
    }

    private static String step(OptionalDouble value) {
        return value.isPresent() ? Long.toString(Math.round(value.getAsDouble())) : "\u2013";
    }

    private String lede() {
        ModularSettings s = cells.get(0).settings();
        return "Networks of " + s.width() + " squared units learn addition modulo " + s.prime() + " from "
                + Math.round(100 * s.trainFraction()) + " % of the table. " + course();
    }

    /** What the seeds did, whatever it was. */
    private String course() {
        int all = seeds().size();
        long memorised = reached(ModularChecks::memorised);
        long generalised = reached(ModularChecks::generalised);
        if (memorised < all) {
            return memorised + " of " + all + " seeds reach a training accuracy of .99 and " + generalised
                    + " a test accuracy of .99.";
        }
        String memory = "Training accuracy is .99 by step " + step(median(ModularChecks::memorised));
        if (generalised < all) {
            return memory + " in every seed; test accuracy reaches .99 in " + generalised + " of " + all + ".";
        }
        return memory + ", test accuracy by step " + step(median(ModularChecks::generalised))
                + " (medians). In between the concentration of the neurons\u2019 Fourier powers on single frequencies goes from "
                + decimals(concentration(ModularChecks::memorised)) + " to "
                + decimals(concentration(ModularChecks::generalised)) + ".";
    }

    private long reached(Function<List<ModularObservation>, Optional<ModularObservation>> moment) {
        return seeds().stream()
                .filter(cell -> moment.apply(path(cell)).isPresent())
                .count();
    }

    /** Mean over seeds at a moment. */
    private double concentration(Function<List<ModularObservation>, Optional<ModularObservation>> moment) {
        return seeds().stream()
                .flatMap(cell -> moment.apply(path(cell)).stream())
                .mapToDouble(ModularObservation::concentration)
                .average()
                .orElse(0);
    }

    private static String decimals(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private List<KeyFigure> keyFigures(List<Check> checks) {
        double[] last = seeds().stream()
                .mapToDouble(cell -> path(cell).get(path(cell).size() - 1).concentration())
                .toArray();
        return List.of(
                new KeyFigure("checks passed", Tally.of(checks).held() + " of " + checks.size(), "table below"),
                new KeyFigure(
                        "training accuracy .99",
                        step(median(ModularChecks::memorised)),
                        "step, median of " + seeds().size() + " seeds"),
                new KeyFigure(
                        "test accuracy .99", step(median(ModularChecks::generalised)), "step, median; checkpoints"),
                new KeyFigure(
                        "concentration at the end",
                        decimals(Arrays.stream(last).average().orElse(0)),
                        "mean of the seeds; spread evenly it is "
                                + decimals(2.0 / (cells.get(0).settings().prime() - 1))));
    }

    /** Training and test accuracy of one run. */
    static AxesPanel glance(String cell, List<ModularObservation> path) {
        return AxesPanel.of(
                cell,
                Scale.logarithmic("step"),
                Scale.linear("accuracy").from(0, 1.02),
                List.of(
                        series("training", Colour.BLUE, Mode.LINE, path, ModularObservation::trainAccuracy),
                        series("test", Colour.ORANGE, Mode.LINE, path, ModularObservation::testAccuracy)),
                List.of());
    }

    /** Accuracies, order parameter and losses against the step, as far as they are observed. */
    Figure time() {
        List<Mark> marks = new ArrayList<>();
        median(ModularChecks::memorised).ifPresent(v -> marks.add(Mark.at(v, "memorised " + Math.round(v))));
        median(ModularChecks::generalised).ifPresent(v -> marks.add(Mark.at(v, "generalised " + Math.round(v))));
        return Figure.of(
                "training",
                "Training and test accuracy, and the order parameter",
                "One line a seed. Marks are medians over seeds. The order parameter is the mean over neurons of the inverse"
                        + " participation ratio of their Fourier powers: 1 when each neuron has one frequency.",
                Arrangement.STACKED,
                List.of(
                        panel(
                                "accuracy, share correct",
                                false,
                                true,
                                ModularObservation::trainAccuracy,
                                ModularObservation::testAccuracy,
                                marks),
                        concentration(marks),
                        panel(
                                "mean squared error (logarithmic)",
                                true,
                                false,
                                o -> Math.max(o.trainLoss(), SMALLEST_LOSS),
                                o -> Math.max(o.testLoss(), SMALLEST_LOSS),
                                marks)));
    }

    private AxesPanel panel(
            String title,
            boolean logarithmic,
            boolean controls,
            ToDoubleFunction<ModularObservation> train,
            ToDoubleFunction<ModularObservation> test,
            List<Mark> marks) {
        List<Curve> series = new ArrayList<>();
        if (controls) {
            controls(series, test);
        }
        seeds().forEach(cell -> series.add(series("training", Colour.BLUE, Mode.LINE, path(cell), train)));
        seeds().forEach(cell -> series.add(series("test", Colour.ORANGE, Mode.LINE, path(cell), test)));
        Scale y = logarithmic ? Scale.logarithmic(title) : Scale.linear(title).from(0, 1.02);
        return AxesPanel.of(title, Scale.logarithmic(STEPS), y, series, marks);
    }

    private AxesPanel concentration(List<Mark> marks) {
        List<Curve> series = new ArrayList<>();
        controls(series, ModularObservation::concentration);
        seeds().forEach(cell -> series.add(series(
                "Fourier concentration", Colour.VIOLET, Mode.LINE, path(cell), ModularObservation::concentration)));
        String title = "Fourier concentration of the neurons";
        return AxesPanel.of(title, Scale.logarithmic(STEPS), Scale.linear(title).from(0, 1.02), series, marks);
    }

    private void controls(List<Curve> series, ToDoubleFunction<ModularObservation> value) {
        Colour[] colours = {Colour.GREY, Colour.GREY_DOTTED};
        int index = 0;
        for (ModularCell cell : cells) {
            if (cell.control().isPresent()) {
                String name = "control: " + cell.control().get().name();
                series.add(series(name, colours[index++ % colours.length], Mode.LINE, path(cell), value));
            }
        }
    }

    private static Curve series(
            String name,
            Colour colour,
            Mode mode,
            List<ModularObservation> path,
            ToDoubleFunction<ModularObservation> value) {
        return Curve.of(
                name,
                colour,
                mode,
                path.stream().mapToDouble(ModularObservation::step).toArray(),
                path.stream().mapToDouble(value).toArray());
    }

    /** Runs on the axis of training fractions, with the first seed at the study's own; empty where there is no axis. */
    private List<ModularCell> axis() {
        return cells.stream().noneMatch(ModularCell::fraction)
                ? List.of()
                : cells.stream()
                        .filter(cell -> cell.fraction() || cell.equals(seeds().get(0)))
                        .toList();
    }

    /** Training fractions that did not generalise, as text. */
    private String never() {
        return axis().stream()
                .filter(cell -> ModularChecks.generalised(path(cell)).isEmpty())
                .map(cell -> Double.toString(cell.settings().trainFraction()))
                .collect(Collectors.joining(", "));
    }

    /** Where each training fraction generalised; empty where none did, which the notes then say. */
    private Optional<Figure> fractions() {
        TreeMap<Double, Double> steps = new TreeMap<>();
        axis().forEach(cell -> ModularChecks.generalised(path(cell))
                .ifPresent(o -> steps.put(cell.settings().trainFraction(), (double) o.step())));
        if (steps.isEmpty()) {
            return Optional.empty();
        }
        Curve series = Curve.of(
                "first checkpoint with test accuracy .99",
                Colour.BLUE,
                Mode.LINE_AND_POINTS,
                steps.keySet().stream().mapToDouble(v -> v).toArray(),
                steps.values().stream().mapToDouble(v -> v).toArray());
        return Optional.of(Figure.of(
                "fractions",
                "Delay against the amount of data",
                "One run a fraction, first seed."
                        + (never().isEmpty() ? "" : " Not generalised by the last step: " + never() + "."),
                Arrangement.STACKED,
                List.of(AxesPanel.of(
                        "step of test accuracy .99",
                        Scale.linear("share of the table used for training"),
                        Scale.linear("step"),
                        List.of(series),
                        List.of()))));
    }
}
