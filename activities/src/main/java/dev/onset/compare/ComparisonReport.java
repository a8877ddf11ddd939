package dev.onset.compare;

import dev.onset.kind.ComparedRun;
import dev.onset.kind.Factor;
import dev.onset.kind.Outcome.Link;
import dev.onset.kind.Outcome.Quantity;
import dev.onset.phases.PartialRankCorrelation;
import dev.onset.report.AxesPanel;
import dev.onset.report.Figure;
import dev.onset.report.FigureReport;
import dev.onset.report.FigureReport.Identity;
import dev.onset.report.FigureReport.KeyFigure;
import dev.onset.report.Fmt;
import dev.onset.report.Provenance;
import dev.onset.report.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finished runs beside each other as one report: their courses in small panels, what each factor moves, the spread over seeds, and
 * every number. What is drawn is bounded, however many runs there are; the CSV files have all.
 */
public final class ComparisonReport {
    private static final int RESAMPLES = 2_000;
    private static final int SENTENCES = 60;

    private final List<Factor> factors;
    private final List<ComparedRun> runs;
    private final Glances glances;
    private final List<Quantity> quantities;
    private final List<Setting> settings;
    private final List<Effect> effects;
    private final long seed;

    /** The small panel of a run, where it has one; asked of those that are drawn. */
    public interface Glances {
        Optional<AxesPanel> of(ComparedRun run);
    }

    private ComparisonReport(List<Factor> factors, List<ComparedRun> runs, Glances glances, long seed) {
        this.factors = factors;
        this.runs = runs;
        this.glances = glances;
        this.seed = seed;
        this.quantities = quantities(runs);
        this.settings = Setting.of(runs);
        this.effects = new Effects(runs, seed).of(factors, quantities);
    }

    /**
     * The comparison, which no study has claimed yet.
     *
     * @param factors what varies, in order; may be empty
     * @param runs one at least; those of one place in all factors are told apart by their seeds
     * @param seed of the resamples
     */
    public static FigureReport of(List<Factor> factors, List<ComparedRun> runs, Glances glances, long seed) {
        return new ComparisonReport(factors, runs, glances, seed).report();
    }

    /** Those that any run has, those of the first run first. */
    private static List<Quantity> quantities(List<ComparedRun> runs) {
        Map<String, Quantity> all = new LinkedHashMap<>();
        runs.forEach(run -> run.outcome().quantities().forEach(one -> all.putIfAbsent(one.name(), one)));
        return List.copyOf(all.values());
    }

    private FigureReport report() {
        List<Section> sections = new ArrayList<>();
        List<Figure> courses = new CourseFigures(factors, settings, glances).figures();
        if (!courses.isEmpty()) {
            sections.add(new Section.Figures("courses", "Courses", List.of(), courses, false));
        }
        EffectFigures moved = new EffectFigures(effects, quantities);
        if (!effects.isEmpty()) {
            sections.add(new Section.Notes("limits", "What this does not say", limits()));
            sections.add(
                    new Section.Figures("factors", "Which factor moves what", moved.words(), moved.figures(), false));
            sections.add(new Section.Notes(
                    "plainly",
                    "In plain words",
                    Sentences.of(effects).stream().limit(SENTENCES).toList()));
        }
        Optional<PartialRankCorrelation> linked = linked();
        new LinkFigure(runs).figure(linked).ifPresent(figure -> sections.add(Section.Figures.of(figure)));
        RunTables tables = new RunTables(factors, runs, settings, quantities);
        sections.add(new Section.Figures("settings", "Settings", List.of(), List.of(tables.settings()), false));
        sections.add(new Section.Figures("runs", "Runs", List.of(), List.of(tables.runs()), false));
        return new FigureReport(
                Identity.unknown(),
                "compared",
                words(),
                lede(linked),
                keyFigures(linked),
                sections,
                outcome(linked),
                List.of(),
                Provenance.unknown());
    }

    private List<String> limits() {
        List<String> limits = new ArrayList<>();
        if (factors.stream().anyMatch(factor -> factor.name().equals(Factor.STUDY))) {
            limits.add(
                    "Studies may differ in more than one thing: this says by how much their numbers differ, not why.");
        }
        if (factors.stream().anyMatch(factor -> !factor.name().equals(Factor.STUDY))) {
            int seeds =
                    settings.stream().mapToInt(one -> one.runs().size()).min().orElse(1);
            limits.add(
                    "Each factor was varied with all others held, " + seeds + (seeds == 1 ? " run" : " runs")
                            + " a setting or more: whether two factors need each other shows only where the grid is a product.");
        }
        limits.add(
                "A quantity is compared where both runs of a pair have it: a level that takes one away, such as the step of a"
                        + " turn that there is no more, shows in the verdicts instead.");
        limits.add("A number that is not bold may still be moved: few seeds tell large effects alone from none.");
        return limits;
    }

    private Optional<Link> link() {
        return runs.stream().flatMap(run -> run.outcome().link().stream()).findFirst();
    }

    private Optional<PartialRankCorrelation> linked() {
        return link().flatMap(link -> {
            List<double[]> rows = LinkFigure.rows(runs, link);
            return PartialRankCorrelation.of(column(rows, 0), column(rows, 1), column(rows, 2), RESAMPLES, seed);
        });
    }

    private static double[] column(List<double[]> rows, int index) {
        return rows.stream().mapToDouble(row -> Math.log(row[index])).toArray();
    }

    private Map<String, Integer> verdicts() {
        Map<String, Integer> count = new TreeMap<>();
        runs.forEach(run -> count.merge(run.outcome().verdict(), 1, Integer::sum));
        return count;
    }

    private String words() {
        return runs.size() + " runs beside each other: "
                + verdicts().entrySet().stream()
                        .map(verdict -> verdict.getValue() + " "
                                + (verdict.getKey().isEmpty() ? "without verdict" : verdict.getKey()))
                        .collect(Collectors.joining(", "));
    }

    private String lede(Optional<PartialRankCorrelation> linked) {
        String varied = factors.stream()
                .filter(factor -> !factor.name().equals(Factor.SEED))
                .map(factor -> Setting.brief(factor.name()))
                .collect(Collectors.joining(", "));
        String seeds = settings.size() == runs.size()
                ? ""
                : " Each setting was run with up to "
                        + settings.stream()
                                .mapToInt(one -> one.runs().size())
                                .max()
                                .orElse(1) + " seeds.";
        String together = link().map(link -> linked.map(found -> " Over all runs " + link.one() + " and "
                                + link.other() + " move together when " + link.given() + " is held: "
                                + (found.linked() ? "shown" : "not shown") + ".")
                        .orElse(" Too few runs have " + link.one() + " and " + link.other()
                                + " to say whether they move together."))
                .orElse("");
        return (varied.isEmpty() ? settings() + "." : "Varied: " + varied + ".") + seeds + together;
    }

    private String settings() {
        return settings.size() == 1 ? "One setting" : settings.size() + " settings";
    }

    private List<KeyFigure> keyFigures(Optional<PartialRankCorrelation> linked) {
        List<KeyFigure> all = new ArrayList<>();
        all.add(new KeyFigure("Runs", Integer.toString(runs.size()), settings()));
        link().ifPresent(link -> all.add(linked.map(found -> new KeyFigure(
                        "Partial rank correlation",
                        Fmt.fixed(found.value(), 2),
                        link.one() + " with " + link.other() + " given " + link.given() + "; 95 % interval "
                                + Fmt.interval(found.low(), found.high(), 2) + ", " + found.runs() + " runs"))
                .orElse(new KeyFigure(
                        "Partial rank correlation",
                        Fmt.NONE,
                        "fewer than " + PartialRankCorrelation.MINIMUM_RUNS
                                + " runs have both, or one does not vary"))));
        long moving = effects.stream().filter(Effect::moves).count();
        if (!effects.isEmpty()) {
            all.add(new KeyFigure(
                    "Effects", Long.toString(moving), "told from none, of " + effects.size() + " looked at"));
        }
        return all;
    }

    private Map<String, Object> outcome(Optional<PartialRankCorrelation> linked) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("runs", runs.size());
        out.put("settings", settings.size());
        out.put("verdicts", verdicts());
        out.put(
                "partialRankCorrelation",
                linked.map(found -> Map.of(
                        "value", found.value(), "low", found.low(), "high", found.high(), "runs", found.runs())));
        out.put("effects", effects.size());
        out.put("effectsToldFromNone", (int)
                effects.stream().filter(Effect::moves).count());
        return out;
    }
}
