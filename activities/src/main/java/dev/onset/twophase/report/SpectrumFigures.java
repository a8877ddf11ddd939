package dev.onset.twophase.report;

import dev.onset.report.AxesPanel;
import dev.onset.report.Colour;
import dev.onset.report.Figure;
import dev.onset.report.Figure.Arrangement;
import dev.onset.report.Fmt;
import dev.onset.report.HeatPanel;
import dev.onset.report.HeatPanel.Shade;
import dev.onset.report.Mark;
import dev.onset.report.Range;
import dev.onset.report.SamplePanel;
import dev.onset.report.Scale;
import dev.onset.report.Section;
import dev.onset.report.Series;
import dev.onset.report.Series.Curve;
import dev.onset.report.Series.Look;
import dev.onset.report.Series.Mode;
import dev.onset.report.Series.Spread;
import dev.onset.report.TablePanel;
import dev.onset.report.TablePanel.Cell;
import dev.onset.report.TablePanel.Column;
import dev.onset.report.TablePanel.Format;
import dev.onset.twophase.report.ReportParts.ControlPath;
import dev.onset.twophase.report.ReportParts.Estimate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** The order spectrum as figures: mean-order paths, shares, who matters, and the decision. */
public final class SpectrumFigures {
    private static final int STRONGEST = 8;
    private static final Colour[] COLOURS = {Colour.BLUE, Colour.GREEN, Colour.VIOLET, Colour.ORANGE};

    private final SpectrumPart part;
    private final double[] steps;

    public SpectrumFigures(SpectrumPart part, long[] steps) {
        this.part = part;
        this.steps = Timeline.doubles(steps);
    }

    /** In the order of the page. */
    public List<Section> sections() {
        List<Section> sections = new ArrayList<>(
                List.of(Section.Figures.of(paths()), Section.Figures.of(shares()), Section.Figures.of(decision())));
        if (!part.pictures().isEmpty()) {
            sections.add(Section.Figures.of(pictures()));
        }
        if (!part.texts().isEmpty()) {
            sections.add(Section.Figures.of(texts()));
        }
        CloserFigures.section(part.closer(), part.main().name()).ifPresent(sections::add);
        sections.add(new Section.Notes("spectrum-meaning", "What the order spectrum says", sentences()));
        return sections;
    }

    private Figure paths() {
        List<Series> series = new ArrayList<>();
        double top = 2;
        for (int i = part.outputs().size() - 1; i >= 0; i--) {
            SpectrumPart.Output o = part.outputs().get(i);
            boolean[] exists = CentroidFigure.exists(o.order());
            series.addAll(new Spread(o.name(), COLOURS[i], Look.BAND, steps, o.low(), o.high()).where(exists));
            series.addAll(Curve.of(o.name(), COLOURS[i], Mode.LINE_AND_POINTS, steps, o.order())
                    .labelled(o.name())
                    .where(exists));
            top = Math.max(top, LossFigure.max(o.order(), o.high()));
        }
        for (int i = 0; i < part.controls().size(); i++) {
            ControlPath c = part.controls().get(i);
            series.addAll(Curve.line(c.name(), Colour.grey(i), Timeline.doubles(c.steps()), c.centroid())
                    .labelled(c.name())
                    .where(CentroidFigure.exists(c.centroid())));
            top = Math.max(top, LossFigure.max(c.centroid(), new double[0]));
        }
        if (series.isEmpty()) {
            series.add(Curve.line(part.main().name(), COLOURS[0], new double[0], new double[0]));
        }
        AxesPanel panel = AxesPanel.of(
                "mean order M = sum of k W_k / V",
                Timeline.SCALE,
                Scale.linear("mean order").from(0.8, top + 0.1),
                series,
                turn());
        return Figure.of(
                "spectrum",
                "Order spectrum: the mean order",
                "Players: " + part.players() + ", " + part.count() + " a sample, each present with probability "
                        + Fmt.plain(part.p()) + ". " + (part.exact() ? "Exact" : "Sampled") + ", "
                        + Fmt.step(Math.round(part.passes()))
                        + " passes a sample and checkpoint. Bands are 95 % bootstrap intervals over samples.",
                Arrangement.STACKED,
                List.of(panel));
    }

    private List<Mark> turn() {
        return part.main()
                .tStar()
                .<List<Mark>>map(t -> List.of(new Mark.Upright(
                        t.value(),
                        "t* " + Fmt.step(t.value()),
                        Optional.of(new Range(t.low(), t.high())),
                        Optional.empty())))
                .orElse(List.of());
    }

    private Figure shares() {
        List<AxesPanel> panels = new ArrayList<>();
        for (SpectrumPart.Output o : part.outputs()) {
            List<Series> series = new ArrayList<>();
            for (int k = 0; k < o.shares().length; k++) {
                series.addAll(Curve.of("order " + (k + 1), COLOURS[k], Mode.LINE_AND_POINTS, steps, o.shares()[k])
                        .labelled("order " + (k + 1))
                        .where(o.known()[k]));
            }
            if (series.isEmpty()) {
                series.add(Curve.line("order 1", COLOURS[0], new double[0], new double[0]));
            }
            double least = Arrays.stream(o.shares())
                    .flatMapToDouble(Arrays::stream)
                    .min()
                    .orElse(0);
            panels.add(AxesPanel.of(
                    o.name() + ": share of the variance",
                    Timeline.SCALE,
                    Scale.linear("share").from(Math.min(0, least), 1),
                    series,
                    turn()));
        }
        return Figure.of(
                "spectrum-shares",
                "Order spectrum: shares by order",
                "Means over samples. A share is not drawn where one sample\u2019s standard error exceeds 0.05.",
                Arrangement.STACKED,
                panels);
    }

    private Figure decision() {
        List<List<Cell>> rows = new ArrayList<>();
        if (!part.interactionVerdict().isEmpty()) {
            rows.add(List.of(
                    Cell.of("interactions, centroid").strongly(),
                    Cell.of(part.interactionVerdict()),
                    Cell.of(OptionalDouble.empty()),
                    Cell.of(OptionalDouble.empty()),
                    Cell.of(OptionalDouble.empty())));
        }
        for (SpectrumPart.Output o : part.outputs()) {
            rows.add(List.of(
                    Cell.of("order spectrum, " + o.name())
                            .strongly()
                            .noted(o.linear() ? "linear in the logits" : "not linear in the logits"),
                    Cell.of(o.verdict()),
                    estimate(o.tStar(), 0),
                    estimate(o.fall(), 2),
                    estimate(o.rise(), 2)));
        }
        List<TablePanel> panels = new ArrayList<>();
        panels.add(new TablePanel(
                "Verdicts",
                List.of(
                        Column.text("Measure"),
                        Column.text("Verdict"),
                        new Column("t*", Format.COUNT),
                        new Column("Fall, orders", Format.TWO_DECIMALS),
                        new Column("Rise, orders", Format.TWO_DECIMALS)),
                rows));
        if (!part.nulls().isEmpty()) {
            panels.add(new TablePanel(
                    "Data that must not show two phases",
                    List.of(Column.text("Null"), new Column("Called two-phase", Format.COUNT)),
                    part.nulls().stream()
                            .map(n -> List.of(
                                    Cell.of(n.name()).strongly().noted(n.words()),
                                    Cell.of(Fmt.step(n.positive()) + " of " + Fmt.step(n.trials()))))
                            .toList()));
        }
        return Figure.of(
                "spectrum-verdict",
                "Order spectrum: two phases?",
                "The lower 2.5 % of fall and rise of the mean order are held against " + Fmt.plain(part.minimumChange())
                        + " orders.",
                Arrangement.STACKED,
                panels);
    }

    private static Cell estimate(Optional<Estimate> e, int decimals) {
        return e.map(x -> Cell.of(x.value()).noted(Fmt.interval(x.low(), x.high(), decimals)))
                .orElseGet(() -> Cell.of(OptionalDouble.empty()));
    }

    private Figure pictures() {
        double most = part.pictures().stream()
                .flatMapToDouble(picture -> Arrays.stream(picture.values()))
                .max()
                .orElse(0);
        // one scale, so that samples and checkpoints can be compared
        Shade shade = new Shade("share of the variance", new Range(0, Math.max(most, 1e-6)), true);
        List<HeatPanel> panels =
                part.pictures().stream().map(picture -> heat(picture, shade)).toList();
        boolean total = part.pictures().stream().allMatch(SpectrumPart.Picture::total);
        return Figure.of(
                "spectrum-influences",
                "Who matters",
                (total ? "Total influences" : "First-order components, since total influences were not measured")
                        + " of the players of a few samples, as shares of the variance of the "
                        + part.main().name()
                        + ", at the first, the turning and the last checkpoint.",
                Arrangement.SMALL,
                panels);
    }

    private Figure texts() {
        return Figure.of(
                "spectrum-words",
                "Who matters",
                "The words that matter most in a few texts at the last checkpoint, by their "
                        + (part.texts().stream().allMatch(SpectrumPart.Text::total)
                                ? "total influence"
                                : "first-order component, since total influences were not measured,")
                        + " as a share of the variance of the " + part.main().name() + ". Players are underlined.",
                Arrangement.STACKED,
                part.texts().stream().map(SpectrumFigures::panel).toList());
    }

    private static SamplePanel panel(SpectrumPart.Text text) {
        List<SamplePanel.Group> strongest = IntStream.range(0, text.values().length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer player) -> -text.values()[player]))
                .limit(STRONGEST)
                .map(player -> new SamplePanel.Group("", "", false, text.values()[player], new int[] {player}))
                .toList();
        return new SamplePanel(
                text.title(),
                "step " + Fmt.step(text.step()),
                new SamplePanel.Tokens(text.words(), text.players()),
                strongest);
    }

    private static HeatPanel heat(SpectrumPart.Picture picture, Shade shade) {
        double[][] rows = new double[picture.height()][];
        for (int y = 0; y < rows.length; y++) {
            int from = (picture.height() - 1 - y) * picture.width();
            rows[y] = Arrays.copyOfRange(picture.values(), from, from + picture.width());
        }
        return new HeatPanel(
                picture.title() + ", step " + Fmt.step(picture.step()),
                new HeatPanel.Lanes("column", labels(picture.width(), false)),
                new HeatPanel.Lanes("row", labels(picture.height(), true)),
                rows,
                shade,
                List.of(),
                List.of());
    }

    private static List<String> labels(int count, boolean fromBelow) {
        return IntStream.range(0, count)
                .mapToObj(i -> Integer.toString(fromBelow ? count - 1 - i : i))
                .toList();
    }

    /** What the verdicts mean together. */
    public List<String> sentences() {
        List<String> out = new ArrayList<>();
        needsTheLogOdds().ifPresent(out::add);
        if (!part.interactionVerdict().isEmpty()) {
            out.add(
                    "The centroid of interactions weighs many small terms, a sum of magnitudes over 2^n of them; the mean"
                            + " order weighs energy. The former says " + part.interactionVerdict() + ", the latter "
                            + part.main().verdict() + " with the " + part.main().name()
                            + ". Neither is the truth alone.");
        }
        out.add("The mean order depends on what the players are (" + part.players() + "): grouping players changes it,"
                + " players that do nothing do not.");
        out.add("p = " + Fmt.plain(part.p()) + " is a lens: a smaller one weighs games near the baseline.");
        return out;
    }

    /** Where the first output shows two phases and one that is linear in the logits does not. */
    public Optional<String> needsTheLogOdds() {
        SpectrumPart.Output main = part.main();
        Optional<SpectrumPart.Output> linear =
                part.outputs().stream().filter(SpectrumPart.Output::linear).findFirst();
        if (!main.twoPhases()
                || main.linear()
                || linear.isEmpty()
                || linear.get().twoPhases()) {
            return Optional.empty();
        }
        return Optional.of("This verdict needs the " + main.name() + ": from its lowest point the mean order rises by "
                + rise(main) + " orders with them and by " + rise(linear.get()) + " with the "
                + linear.get().name()
                + ", which is linear in the logits. The return of high orders is the nonlinearity of the log-odds as"
                + " confidence grows.");
    }

    private static String rise(SpectrumPart.Output output) {
        return output.rise().map(r -> Fmt.fixed(r.value(), 2)).orElse(Fmt.NONE);
    }
}
