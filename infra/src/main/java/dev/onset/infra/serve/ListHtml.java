package dev.onset.infra.serve;

import dev.onset.infra.study.Glimpse;
import dev.onset.infra.study.StudyShelf;
import dev.onset.report.Fmt;
import dev.onset.report.Markup;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** All studies: what runs first, then the newest. */
final class ListHtml {
    private static final int PAGE = 1_000;
    private static final int MOST = 1_000_000;
    private static final Comparator<Glimpse> ORDER = Comparator.comparing((Glimpse one) -> !isOpen(one))
            .thenComparing(Glimpse::began, Comparator.reverseOrder())
            .thenComparing(Glimpse::study);

    private final StudyShelf shelf;

    ListHtml(StudyShelf shelf) {
        this.shelf = shelf;
    }

    private static boolean isOpen(Glimpse study) {
        return !study.done()
                && !study.state().equals("failed")
                && !study.state().equals("stopped");
    }

    String page(Request request) {
        StudyShelf.Look look = shelf.last();
        String asked = asked(request);
        int from = from(request);
        Markup before = new Markup().open("header").el("h1", "Studies");
        before.open("form", "class", "find", "role", "search", "action", "/");
        before.el("label", "Find", "for", "q");
        before.leaf(
                "input",
                "id",
                "q",
                "type",
                "search",
                "name",
                "q",
                "value",
                asked,
                "autocomplete",
                "off",
                "maxlength",
                "80",
                "placeholder",
                "name, state, phase or verdict");
        before.el("button", "Find", "type", "submit").close().close();
        String url = "/list?from=" + from + (asked.isEmpty() ? "" : "&q=" + encoded(asked));
        return Shell.page(
                "Studies",
                "/events",
                true,
                look.trouble(),
                before.finish(),
                List.of(new Shell.Part("list", url, rows(look, asked, from))));
    }

    String part(Request request) {
        return rows(shelf.last(), asked(request), from(request));
    }

    private static String asked(Request request) {
        String asked = request.parameter("q").orElse("").strip();
        return asked.substring(0, Math.min(80, asked.length()));
    }

    private static int from(Request request) {
        return request.number("from", 0, MOST);
    }

    static String encoded(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
    }

    private String rows(StudyShelf.Look look, String asked, int from) {
        List<Glimpse> all = look.studies().stream()
                .filter(one -> means(asked, one))
                .sorted(ORDER)
                .toList();
        Markup out = new Markup();
        out.el("p", summary(look, asked, all), "class", "about");
        if (all.isEmpty()) {
            return out.finish();
        }
        List<Glimpse> shown = all.subList(Math.min(from, all.size()), Math.min(from + PAGE, all.size()));
        out.open("form", "action", "/compare", "class", "list");
        out.open("div", "class", "scroll")
                .open("table", "class", "studies")
                .open("thead")
                .open("tr");
        out.el("th", "", "aria-label", "compare");
        for (String column : List.of("Study", "State", "Progress", "Left", "Phase", "Verdict", "Began")) {
            out.el("th", column);
        }
        out.close().close().open("tbody");
        shown.forEach(one -> row(out, one));
        out.close().close().close();
        out.open("p", "class", "actions")
                .el("button", "Compare the chosen studies", "type", "submit")
                .close()
                .close();
        pages(out, all.size(), from, asked);
        return out.finish();
    }

    private static boolean means(String asked, Glimpse one) {
        String words = (one.study() + " " + Words.state(one.state()) + " "
                        + one.phase().orElse("") + " " + one.verdict().orElse(""))
                .toLowerCase(Locale.ROOT);
        return words.contains(asked.toLowerCase(Locale.ROOT));
    }

    private String summary(StudyShelf.Look look, String asked, List<Glimpse> all) {
        String where = shelf.where();
        if (!look.there()) {
            return "There is no store yet (" + where
                    + "). It is shown here as soon as a study is run there, for example: infra/onset run digits-quick.";
        }
        if (look.studies().isEmpty()) {
            return "The store has no studies yet (" + where + "). They are shown here as soon as one is run.";
        }
        long running = all.stream().filter(Glimpse::running).count();
        String found =
                asked.isEmpty() ? "" : " of " + Fmt.step(look.studies().size()) + " match \u201c" + asked + "\u201d";
        return Fmt.step(all.size()) + (all.size() == 1 ? " study" : " studies") + found + ", " + running + " running ("
                + where + ").";
    }

    private void row(Markup out, Glimpse one) {
        out.open("tr", "class", one.state());
        out.open("td", "class", "choose").open("label");
        out.leaf(
                "input",
                "type",
                "checkbox",
                "name",
                "study",
                "value",
                one.study(),
                "aria-label",
                "compare " + one.study());
        out.close().close();
        out.open("td", "class", "name")
                .el("a", one.study(), "href", "/studies/" + one.study() + "/")
                .close();
        out.open("td", "data-name", "State").add(Words.stateMark(one.state())).close();
        boolean going = !one.done() && one.progress().checkpoints() > 0;
        out.open("td", "data-name", "Progress", "class", going ? "going" : "going none");
        if (going) {
            out.add(Words.bar(one.progress()));
            out.el(
                    "small",
                    one.progress().observed() + " of " + one.progress().checkpoints() + " checkpoints observed");
        } else {
            out.text(Fmt.NONE);
        }
        out.close();
        cell(out, "Left", Words.left(one.secondsLeft()));
        cell(out, "Phase", Words.orNone(one.phase()));
        cell(out, "Verdict", Words.orNone(one.verdict()));
        out.open("td", "data-name", "Began")
                .el("time", Words.time(one.began()), "datetime", one.began())
                .close();
        out.close();
    }

    /** A phone leaves out what says nothing. */
    private static void cell(Markup out, String name, String value) {
        out.el("td", value, "data-name", name, "class", value.equals(Fmt.NONE) ? "none" : "");
    }

    private static void pages(Markup out, int all, int from, String asked) {
        if (all <= PAGE) {
            return;
        }
        out.open("p", "class", "actions");
        String query = asked.isEmpty() ? "" : "&q=" + encoded(asked);
        if (from > 0) {
            out.el("a", "Newer", "href", "/?from=" + Math.max(0, from - PAGE) + query);
        }
        if (from + PAGE < all) {
            out.text(" ").el("a", "Older", "href", "/?from=" + (from + PAGE) + query);
        }
        out.close();
    }
}
