package dev.onset.infra.serve;

import dev.onset.compare.Overlay;
import dev.onset.infra.study.Glimpse;
import dev.onset.infra.study.StudyDetail;
import dev.onset.infra.study.StudyShelf;
import dev.onset.report.AxesPanel;
import dev.onset.report.Figure;
import dev.onset.report.Figure.Arrangement;
import dev.onset.report.Fmt;
import dev.onset.report.Markup;
import dev.onset.report.Panel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Chosen studies beside each other: what they are, where they stand, and their own runs in one drawing. */
final class CompareHtml {
    private static final int MOST = 12;

    private final StudyShelf shelf;

    CompareHtml(StudyShelf shelf) {
        this.shelf = shelf;
    }

    String page(Request request) {
        List<String> asked = request.query().getOrDefault("study", List.of()).stream()
                .distinct()
                .limit(MOST)
                .toList();
        Map<String, StudyDetail> chosen = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        for (String name : asked) {
            Optional<StudyDetail> study = shelf.last().study(name).flatMap(at -> shelf.detail(name));
            study.ifPresentOrElse(found -> chosen.put(name, found), () -> missing.add(name));
        }
        Markup out = Shell.links().el("h1", "Comparison");
        if (!missing.isEmpty()) {
            out.el("p", "This store has no study " + String.join(", ", missing) + ".", "class", "caution");
        }
        if (chosen.size() < 2) {
            out.el("p", "Choose two or more studies; at most " + MOST + " are shown.", "class", "lede");
        }
        choice(out, chosen);
        if (!chosen.isEmpty()) {
            facts(out, List.copyOf(chosen.values()));
            drawings(out, chosen);
        }
        return Shell.page("Comparison", out.finish());
    }

    /** Adding one more, also without script. */
    private void choice(Markup out, Map<String, StudyDetail> chosen) {
        out.open("form", "action", "/compare", "class", "find");
        chosen.keySet().forEach(name -> out.leaf("input", "type", "hidden", "name", "study", "value", name));
        out.el("label", "And", "for", "other");
        out.leaf(
                "input",
                "id",
                "other",
                "name",
                "study",
                "list",
                "studies",
                "autocomplete",
                "off",
                "required",
                "required");
        out.open("datalist", "id", "studies");
        shelf.last().studies().stream()
                .map(Glimpse::study)
                .filter(name -> !chosen.containsKey(name))
                .limit(1_000)
                .forEach(name -> out.leaf("option", "value", name));
        out.close().el("button", "Add", "type", "submit").close();
    }

    private static void facts(Markup out, List<StudyDetail> studies) {
        out.open("section", "class", "long")
                .el("h2", "What they are")
                .open("div", "class", "scroll")
                .open("table");
        out.open("thead").open("tr").el("th", "");
        studies.forEach(one -> out.open("th")
                .el(
                        "a",
                        one.glimpse().study(),
                        "href",
                        "/studies/" + one.glimpse().study() + "/")
                .close());
        out.close().close().open("tbody");
        row(out, studies, "State", one -> Words.state(one.glimpse().state()));
        row(out, studies, "Verdict", one -> Words.orNone(one.glimpse().verdict()));
        row(out, studies, "Phase", one -> Words.orNone(one.glimpse().phase()));
        row(out, studies, "Kind", StudyDetail::kind);
        row(out, studies, "Trained on", StudyDetail::dataset);
        row(out, studies, "Seed", one -> Long.toString(one.seed()));
        row(out, studies, "Runs", one -> Integer.toString(one.runs().size()));
        row(
                out,
                studies,
                "Steps a run",
                one -> one.runs().stream()
                        .findFirst()
                        .map(run -> Fmt.step(run.step()) + " of " + Fmt.step(run.lastStep()))
                        .orElse(Fmt.NONE));
        row(
                out,
                studies,
                "Checkpoints observed",
                one -> one.runs().stream().mapToInt(run -> run.observed()).sum() + " of "
                        + one.runs().stream().mapToInt(run -> run.checkpoints()).sum());
        row(out, studies, "Evidence", one -> one.evidence() ? "yes" : "a first look");
        row(out, studies, "Began", one -> Words.time(one.glimpse().began()));
        out.close().close().close().close();
    }

    private static void row(Markup out, List<StudyDetail> studies, String name, Function<StudyDetail, String> value) {
        out.open("tr").el("th", name, "scope", "row");
        studies.forEach(one -> out.el("td", value.apply(one)));
        out.close();
    }

    /** Runs whose panels have the same axes share one; each is drawn by itself below. */
    private void drawings(Markup out, Map<String, StudyDetail> chosen) {
        Map<String, AxesPanel> panels = new LinkedHashMap<>();
        chosen.keySet()
                .forEach(name -> shelf.glances(name, 0, 1).figures().stream()
                        .flatMap(figure -> figure.panels().stream())
                        .filter(AxesPanel.class::isInstance)
                        .findFirst()
                        .ifPresent(panel -> panels.put(name, (AxesPanel) panel)));
        int number = 0;
        for (Map<String, AxesPanel> group : Overlay.alike(panels)) {
            number++;
            if (group.size() > 1) {
                String what = group.values().iterator().next().y().name();
                StudyHtml.section(
                        out,
                        Figure.of(
                                "together-" + number,
                                "Together: " + what,
                                "The first run of each study.",
                                Arrangement.STACKED,
                                List.of(Overlay.of(what, group))));
            }
        }
        if (!panels.isEmpty()) {
            List<Panel> each = new ArrayList<>();
            panels.forEach((name, panel) ->
                    each.add(new AxesPanel(name, panel.x(), panel.y(), panel.series(), panel.marks(), panel.note())));
            StudyHtml.section(
                    out, Figure.of("each", "Each by itself", "The first run of each study.", Arrangement.SMALL, each));
        }
    }
}
