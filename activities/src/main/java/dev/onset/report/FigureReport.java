package dev.onset.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A report as numbers and words: figures, checks and notes in sections. One drawing code makes the page of it, so that a
 * system says what it found and draws nothing. Numbers must be finite; what does not exist is empty, never NaN. Arrays are
 * taken as they are.
 *
 * @param identity which study this is
 * @param verdict a short name of the outcome
 * @param verdictWords the outcome in words, one sentence
 * @param lede a sentence or two of main numbers
 * @param keyFigures what stands at the top
 * @param sections in the order of the page
 * @param outcome a kind's own fields of {@code outcome.json}: numbers, truth values, texts, lists and maps of such, null for
 *     what does not exist
 * @param stages what was reused and what computed
 * @param provenance versions, machine, digests
 */
public record FigureReport(
        Identity identity,
        String verdict,
        String verdictWords,
        String lede,
        List<KeyFigure> keyFigures,
        List<Section> sections,
        Map<String, @Nullable Object> outcome,
        @Unmeasured List<StageLine> stages,
        @Unmeasured Provenance provenance) {
    /** Sections that every page has. */
    private static final Set<String> TAKEN = Set.of("stages", "provenance", "tip");

    public FigureReport {
        keyFigures = List.copyOf(keyFigures);
        sections = List.copyOf(sections);
        outcome = OutcomeFields.checked(outcome);
        stages = List.copyOf(stages);
        Set<String> ids = new HashSet<>(TAKEN);
        for (Section section : sections) {
            Numbers.that(section.id().matches("[a-z0-9-]+"), "a section's id is '" + section.id() + "'");
            Numbers.that(ids.add(section.id()), "two sections have the id " + section.id());
        }
        Set<String> names = new HashSet<>();
        figures(sections).forEach(f -> Numbers.that(names.add(f.id()), "two figures have the id " + f.id()));
    }

    /**
     * A report that no study has claimed yet: a section for each figure, then checks, then notes.
     *
     * @param checks may be empty; then there is no table of them
     */
    public static FigureReport of(
            String verdict,
            String verdictWords,
            String lede,
            List<KeyFigure> keyFigures,
            List<Figure> figures,
            List<Check> checks,
            List<Section.Notes> notes) {
        List<Section> sections = new ArrayList<>();
        figures.forEach(figure -> sections.add(Section.Figures.of(figure)));
        if (!checks.isEmpty()) {
            sections.add(Section.Checks.of(checks));
        }
        sections.addAll(notes);
        return new FigureReport(
                Identity.unknown(),
                verdict,
                verdictWords,
                lede,
                keyFigures,
                sections,
                Map.of(),
                List.of(),
                Provenance.unknown());
    }

    /** The same numbers as a report of a study: with its name, what was reused, and where they come from. */
    public FigureReport with(Identity study, List<StageLine> newStages, Provenance newProvenance) {
        return new FigureReport(
                study, verdict, verdictWords, lede, keyFigures, sections, outcome, newStages, newProvenance);
    }

    public List<Figure> figures() {
        return figures(sections);
    }

    private static List<Figure> figures(List<Section> sections) {
        return sections.stream()
                .filter(Section.Figures.class::isInstance)
                .flatMap(s -> ((Section.Figures) s).figures().stream())
                .toList();
    }

    public List<Check> checks() {
        return sections.stream()
                .filter(Section.Checks.class::isInstance)
                .flatMap(s -> ((Section.Checks) s).lines().stream())
                .toList();
    }

    public List<Section.Notes> notes() {
        return sections.stream()
                .filter(Section.Notes.class::isInstance)
                .map(Section.Notes.class::cast)
                .toList();
    }

    /** What the digest is of: which section a number stands in is layout, and does not count. */
    Map<String, Object> numbers() {
        Map<String, Object> numbers = new TreeMap<>(Map.of(
                "identity", identity,
                "keyFigures", keyFigures,
                "figures", figures(),
                "checks", checks(),
                "notes", notes()));
        if (!outcome.isEmpty()) {
            numbers.put("outcome", outcome);
        }
        return numbers;
    }

    /**
     * Which study this is.
     *
     * @param kind what kind of study, in words
     * @param evidence false for a first look whose settings cannot support a claim
     */
    public record Identity(
            String study, String kind, String description, String fingerprint, long seed, boolean evidence) {

        /** Of numbers that may serve several studies. */
        public static Identity unknown() {
            return new Identity("", "", "", "", 0, true);
        }
    }

    /** A number at the top of the page, as text. */
    public record KeyFigure(String name, String value, String note) {}
}
