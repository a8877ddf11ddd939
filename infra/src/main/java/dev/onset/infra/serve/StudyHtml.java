package dev.onset.infra.serve;

import dev.onset.infra.study.Drawn;
import dev.onset.infra.study.Glimpse;
import dev.onset.infra.study.Glimpse.Progress;
import dev.onset.infra.study.ReportFiles;
import dev.onset.infra.study.StudyDetail;
import dev.onset.infra.study.StudyShelf;
import dev.onset.report.Figure;
import dev.onset.report.FigureDrawing;
import dev.onset.report.Fmt;
import dev.onset.report.Markup;
import dev.onset.stages.Standing;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One study: its report so far, and the report itself once there is one. */
final class StudyHtml {
    private static final int PANELS = 24;
    private static final int MOST = 1_000_000;
    private static final String MAIN = "<main>";

    private final StudyShelf shelf;

    StudyHtml(StudyShelf shelf) {
        this.shelf = shelf;
    }

    String page(StudyDetail study, Request request) {
        Glimpse at = study.glimpse();
        String home = "/studies/" + at.study() + "/";
        int from = from(request, study);
        return Shell.page(
                at.study() + ": " + Words.state(at.state()),
                home + "events",
                at.running(),
                shelf.last().trouble(),
                links(at).finish(),
                List.of(
                        new Shell.Part("now", home + "now", now(study)),
                        new Shell.Part("figures", home + "figures", figures(study)),
                        new Shell.Part("more", home + "more?from=" + from, more(study, from))));
    }

    private Markup links(Glimpse at) {
        Markup out = new Markup().open("nav", "class", "top").el("a", "All studies", "href", "/");
        out.el("a", "Compare", "href", "/compare?study=" + at.study());
        shelf.temporalPage(at).ifPresent(page -> out.el("a", "In Temporal", "href", page, "rel", "noreferrer"));
        return out.close();
    }

    /** Where it stands. */
    String now(StudyDetail study) {
        Glimpse at = study.glimpse();
        Markup out = new Markup();
        if (at.done()) {
            out.open("p", "class", "study").add(Words.stateMark(at.state()));
            at.ended().ifPresent(ended -> out.text(" \u00b7 " + Words.time(ended)));
            out.text(" \u00b7 ")
                    .el("a", "the report as a page of its own", "href", "/studies/" + at.study() + "/report/");
            out.text(" \u00b7 ")
                    .el("a", "outcome.json", "href", "/studies/" + at.study() + "/outcome.json")
                    .close();
            return out.finish();
        }
        out.open("header").open("p", "class", "study").el("b", at.study());
        if (!study.kind().isEmpty()) {
            out.text(" \u00b7 " + study.kind() + " \u00b7 " + study.dataset() + " \u00b7 seed " + study.seed());
        }
        out.text(" \u00b7 ").add(Words.stateMark(at.state()));
        if (!study.evidence()) {
            out.text(" \u00b7 ").el("strong", "a first look, no evidence");
        }
        out.close().el("h1", sentence(study));
        at.failure().ifPresent(failure -> out.el("p", failure, "class", "caution"));
        strip(out, at);
        if (!study.description().isBlank()) {
            out.el("p", study.description(), "class", "about");
        }
        return out.close().finish();
    }

    private static String sentence(StudyDetail study) {
        Glimpse at = study.glimpse();
        return switch (at.state()) {
            case "running" -> study.standsIn().map(StudyHtml::capital).orElseGet(() -> soFar(at.progress()));
            case "paused" -> "Paused; what is committed stays.";
            case "waiting-for-operator" -> "Waits for an operator.";
            case "failed" -> "Failed; what is committed stays.";
            case "unreadable" -> "This study cannot be read.";
            case "unknown" -> "Being looked at.";
            default -> "Stopped on the way; run again, it goes on from what is committed.";
        };
    }

    private static String soFar(Progress progress) {
        return progress.observed() == 0
                ? "Nothing is observed yet."
                : progress.observed() + " of " + progress.checkpoints() + " checkpoints are observed.";
    }

    private static String capital(String words) {
        String text = words.strip();
        return text.isEmpty()
                ? text
                : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + (text.endsWith(".") ? "" : ".");
    }

    private static void strip(Markup out, Glimpse at) {
        Progress progress = at.progress();
        if (progress.checkpoints() == 0) {
            return;
        }
        out.add(Words.bar(progress));
        out.open("div", "class", "figures");
        figure(
                out,
                "trained",
                Words.percent(progress.trained()),
                "step " + Fmt.step(progress.steps()) + " of " + Fmt.step(progress.lastSteps()));
        figure(
                out,
                "observed",
                Words.percent(progress.seen()),
                progress.observed() + " of " + progress.checkpoints() + " checkpoints");
        figure(
                out,
                "committed",
                Integer.toString(progress.committed()),
                progress.runs() == 1 ? "checkpoints, one run" : "checkpoints, " + progress.runs() + " runs");
        figure(
                out,
                "left",
                at.running() ? Words.left(at.secondsLeft()) : Fmt.NONE,
                at.running() ? "about, at the present pace" : "nobody works on it");
        figure(out, "phase", Words.orNone(at.phase()), "as far as it is observed");
        out.close();
    }

    private static void figure(Markup out, String name, String value, String note) {
        out.open("div").el("span", name).el("b", value).el("small", note).close();
    }

    /** What is observed so far or, once it is there, the report. */
    String figures(StudyDetail study) {
        Glimpse at = study.glimpse();
        if (at.done()) {
            return shelf.report(at.study())
                    .flatMap(StudyHtml::main)
                    .orElseGet(() -> new Markup()
                            .el("p", "The report cannot be shown here.", "class", "caution")
                            .finish());
        }
        if (at.state().equals("unreadable")) {
            return "";
        }
        Drawn drawn = shelf.figures(at.study());
        Markup out = new Markup();
        drawn.trouble()
                .ifPresent(words -> out.el("p", "The newest figures could not be drawn: " + words, "class", "caution"));
        drawn.figures().forEach(figure -> section(out, figure));
        return out.finish();
    }

    /** The main part of a report's page, written by the same code when the study ended. */
    private static Optional<String> main(ReportFiles report) {
        return report.file("index.html").flatMap(bytes -> {
            String page = new String(bytes, StandardCharsets.UTF_8);
            int begin = page.indexOf(MAIN);
            int end = page.lastIndexOf("</main>");
            return begin < 0 || end < begin
                    ? Optional.empty()
                    : Optional.of(page.substring(begin + MAIN.length(), end));
        });
    }

    static void section(Markup out, Figure figure) {
        out.open("section", "id", "s-" + figure.id()).el("h2", figure.title());
        out.add(new FigureDrawing(figure).draw());
        if (!figure.caption().isBlank()) {
            out.el("p", figure.caption(), "class", "caption");
        }
        out.close();
    }

    private static int from(Request request, StudyDetail study) {
        return request.number("from", 0, Math.max(0, Math.min(MOST, study.runs().size() - 1))) / PANELS * PANELS;
    }

    String more(StudyDetail study, Request request) {
        return more(study, from(request, study));
    }

    private String more(StudyDetail study, int from) {
        Markup out = new Markup();
        runs(out, study, from);
        if (!study.events().isEmpty()) {
            out.open("section", "id", "s-events").el("h2", "Events").open("ul", "class", "events");
            for (StudyDetail.Event event : study.events()) {
                out.open("li");
                event.at().ifPresent(time -> out.add(Words.moment(time)).text(" "));
                out.text(event.words()).close();
            }
            out.close().close();
        }
        if (!study.glimpse().done() && !study.stages().isEmpty()) {
            stages(out, study);
        }
        return out.finish();
    }

    private void runs(Markup out, StudyDetail study, int from) {
        List<Standing> runs = study.runs();
        if (runs.isEmpty()) {
            return;
        }
        int to = Math.min(runs.size(), from + PANELS);
        out.open("section", "id", "s-runs", "class", "long")
                .el("h2", runs.size() == 1 ? "The run" : Fmt.step(runs.size()) + " runs");
        if (runs.size() > 1) {
            shelf.glances(study.glimpse().study(), from, to)
                    .figures()
                    .forEach(figure -> out.add(new FigureDrawing(figure).draw()));
        }
        out.open("div", "class", "scroll").open("table").open("thead").open("tr");
        for (String column : List.of("Run", "Step", "Committed", "Observed", "Last commit", "A kill costs at most")) {
            out.el("th", column);
        }
        out.close().close().open("tbody");
        for (Standing run : runs.subList(from, to)) {
            out.open("tr").el("td", run.point());
            out.el("td", Fmt.step(run.step()) + " of " + Fmt.step(run.lastStep()));
            out.el("td", run.committed() + " of " + run.checkpoints());
            out.el("td", run.observed() + " of " + run.checkpoints());
            out.open("td");
            run.committedAt().ifPresentOrElse(at -> out.add(Words.when(at)), () -> out.text(Fmt.NONE));
            out.close()
                    .el("td", Fmt.seconds(run.boundSeconds()) + " and a commit")
                    .close();
        }
        out.close().close().close();
        pages(out, study, from, to);
        out.close();
    }

    private static void pages(Markup out, StudyDetail study, int from, int to) {
        if (study.runs().size() <= PANELS) {
            return;
        }
        String home = "/studies/" + study.glimpse().study() + "/?from=";
        out.open("p", "class", "actions")
                .text("Runs " + (from + 1) + " to " + to + " of " + study.runs().size() + ". ");
        if (from > 0) {
            out.el("a", "Before", "href", home + Math.max(0, from - PANELS) + "#s-runs")
                    .text(" ");
        }
        if (to < study.runs().size()) {
            out.el("a", "Next", "href", home + to + "#s-runs");
        }
        out.close();
    }

    private static void stages(Markup out, StudyDetail study) {
        out.open("section", "id", "s-stages", "class", "long").el("h2", "There when it began");
        out.open("div", "class", "scroll").open("table").open("thead").open("tr");
        List.of("Stage", "There", "Why").forEach(column -> out.el("th", column));
        out.close().close().open("tbody");
        study.stages().stream()
                .limit(PANELS * 4L)
                .forEach(stage -> out.open("tr")
                        .el("td", stage.name())
                        .el("td", stage.done() + " of " + stage.total())
                        .el("td", stage.reason())
                        .close());
        out.close().close().close().close();
    }
}
