package dev.onset.infra.serve;

import dev.onset.infra.study.Glimpse;
import dev.onset.infra.study.StudyDetail;
import dev.onset.infra.study.StudyShelf;
import dev.onset.report.PageShell;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which page a path means. Everything is made from what the last look saw. */
final class Pages {
    /** A study, and what of it: a name never holds a slash. */
    private static final Pattern STUDY = Pattern.compile("/studies/([a-z0-9][a-z0-9._-]*)(/(.*))?");

    private static final String EVENTS = "events";

    private final StudyShelf shelf;
    private final Lookout lookout;
    private final StudyHtml studies;
    private final ListHtml list;
    private final CompareHtml comparison;

    Pages(StudyShelf shelf, Lookout lookout) {
        this.shelf = shelf;
        this.lookout = lookout;
        this.list = new ListHtml(shelf);
        this.studies = new StudyHtml(shelf);
        this.comparison = new CompareHtml(shelf);
    }

    /** The versions of a page's parts, where the path is that of its events. */
    Optional<Supplier<Map<String, String>>> events(String path) {
        if (path.equals("/" + EVENTS)) {
            return Optional.of(() -> Map.of("list", lookout.listVersion(), "trouble", trouble()));
        }
        Matcher study = STUDY.matcher(path);
        if (!study.matches()
                || !EVENTS.equals(study.group(3))
                || shelf.last().study(study.group(1)).isEmpty()) {
            return Optional.empty();
        }
        String name = study.group(1);
        return Optional.of(() -> {
            Map<String, String> versions = new TreeMap<>();
            versions.put("now", lookout.studyVersion(name));
            versions.put("figures", lookout.figuresVersion(name));
            versions.put("more", versions.get("now"));
            versions.put("trouble", trouble());
            return versions;
        });
    }

    private String trouble() {
        return shelf.last().trouble().orElse("");
    }

    Answer answer(Request request) throws IOException {
        String path = request.path();
        switch (path) {
            case "/":
                return Answer.html(200, list.page(request));
            case "/list":
                return Answer.html(200, list.part(request));
            case "/compare":
                return Answer.html(200, comparison.page(request));
            case "/assets/report.css":
                return asset("text/css", PageShell.style());
            case "/assets/report.js":
                return asset("text/javascript", PageShell.script());
            case "/assets/serve.css":
                return asset("text/css", resource("serve.css"));
            case "/assets/serve.js":
                return asset("text/javascript", resource("serve.js"));
            default:
                Matcher study = STUDY.matcher(path);
                return study.matches()
                        ? study(request, study.group(1), study.group(2) == null ? null : study.group(3))
                        : missing();
        }
    }

    private Answer study(Request request, String name, @org.jspecify.annotations.Nullable String part)
            throws IOException {
        Optional<Glimpse> known = shelf.last().study(name);
        if (known.isEmpty()) {
            return missing();
        }
        if (part == null) {
            return Answer.redirect("/studies/" + name + "/");
        }
        switch (part) {
            case "":
                return detail(name)
                        .map(at -> Answer.html(200, studies.page(at, request)))
                        .orElseGet(this::missing);
            case "now":
                return detail(name).map(at -> Answer.html(200, studies.now(at))).orElseGet(this::missing);
            case "figures":
                return detail(name)
                        .map(at -> Answer.html(200, studies.figures(at)))
                        .orElseGet(this::missing);
            case "more":
                return detail(name)
                        .map(at -> Answer.html(200, studies.more(at, request)))
                        .orElseGet(this::missing);
            case "report/":
                return file(name, "index.html");
            default:
                return file(name, part.startsWith("report/") ? part.substring("report/".length()) : part);
        }
    }

    private Optional<StudyDetail> detail(String name) {
        return shelf.detail(name);
    }

    /** A file of the report, by the path under which it was stored. */
    private Answer file(String name, String path) throws IOException {
        Optional<byte[]> file = shelf.report(name).flatMap(report -> report.file(path));
        if (file.isEmpty()) {
            return missing();
        }
        if (path.endsWith(".html")) {
            // the page as it is passed on: its own style, and of scripts only the one that this version knows
            return Answer.of(200, "text/html; charset=utf-8", file.get())
                    .with(
                            "Content-Security-Policy",
                            "default-src 'none'; style-src 'unsafe-inline'; script-src "
                                    + PageShell.hash(PageShell.script())
                                    + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        }
        String type = path.endsWith(".csv")
                ? "text/csv; charset=utf-8"
                : path.endsWith(".json") ? "application/json" : "application/octet-stream";
        return Answer.of(200, type, file.get());
    }

    private Answer missing() {
        return Answer.html(
                404,
                Shell.page(
                        "Not here",
                        Shell.words("There is no such page.", "It may be of a study that this store does not have.")));
    }

    private static Answer asset(String type, String text) {
        return Answer.of(200, type + "; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Pages.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("the program's own file " + name + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
