package dev.onset.infra.serve;

import dev.onset.report.Markup;
import java.util.List;
import java.util.Optional;

/** What every page stands in: its links, its notice, and where its news comes from. */
final class Shell {
    /** Seconds after which a page without script is asked for again. */
    private static final String AGAIN = "15";

    /**
     * A part that is replaced when it changes.
     *
     * @param id by which events name it
     * @param url where it is fetched
     * @param html as it is now
     */
    record Part(String id, String url, String html) {}

    private Shell() {}

    /** A page that does not change. */
    static String page(String title, String html) {
        return around(title, Optional.empty(), "", html);
    }

    /**
     * A page that changes.
     *
     * @param events where its news comes from
     * @param changing whether it is worth asking again without them
     * @param trouble what is wrong with the store
     */
    static String page(
            String title, String events, boolean changing, Optional<String> trouble, String before, List<Part> parts) {
        StringBuilder main = new StringBuilder(before);
        main.append(notice(trouble));
        for (Part part : parts) {
            Markup open = new Markup();
            // the part's own text is whole already: it stands between the two halves of an empty element
            String element =
                    open.el("div", "", "id", part.id(), "data-part", part.url()).finish();
            int middle = element.length() - "</div>".length();
            main.append(element, 0, middle).append(part.html()).append(element, middle, element.length());
        }
        return around(title, Optional.of(events), changing ? AGAIN : "", main.toString());
    }

    private static String around(String title, Optional<String> events, String again, String main) {
        Markup head = new Markup().open("head").leaf("meta", "charset", "utf-8");
        head.leaf("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        head.leaf("meta", "name", "color-scheme", "content", "light dark").el("title", title);
        head.leaf("link", "rel", "stylesheet", "href", "/assets/report.css");
        head.leaf("link", "rel", "stylesheet", "href", "/assets/serve.css");
        if (!again.isEmpty()) {
            head.open("noscript")
                    .leaf("meta", "http-equiv", "refresh", "content", again)
                    .close();
        }
        head.close();
        Markup foot = new Markup().el("div", "", "id", "tip", "aria-hidden", "true");
        foot.el("script", "", "src", "/assets/report.js");
        if (events.isPresent()) {
            foot.el("script", "", "src", "/assets/serve.js");
        }
        String body = events.map(
                        url -> new Markup().el("main", "", "data-events", url).finish())
                .orElse("<main></main>");
        int middle = body.length() - "</main>".length();
        return "<!doctype html>\n<html lang=\"en\">" + head.finish() + "<body>" + body.substring(0, middle) + main
                + body.substring(middle) + foot.finish() + "</body></html>\n";
    }

    /** A heading and a paragraph. */
    static String words(String heading, String text) {
        return links().finish()
                + new Markup().el("h1", heading).el("p", text, "class", "lede").finish();
    }

    /** The links above every page. */
    static Markup links() {
        return new Markup()
                .open("nav", "class", "top")
                .el("a", "All studies", "href", "/")
                .close();
    }

    /** Something that is wrong with what is shown; empty and hidden while nothing is. */
    private static String notice(Optional<String> trouble) {
        Markup out = new Markup();
        String text =
                trouble.map(words -> "What you see may be old: " + words + ".").orElse("");
        if (trouble.isPresent()) {
            out.el("p", text, "id", "notice", "class", "notice", "role", "status");
        } else {
            out.el("p", text, "id", "notice", "class", "notice off", "role", "status");
        }
        return out.finish();
    }
}
