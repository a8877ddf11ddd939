package dev.onset.report;

import dev.onset.store.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/**
 * What every page stands in: its content security policy allows nothing but its own style and script, named by their hashes,
 * so nothing is ever loaded and nothing in a study's texts can run.
 */
public final class PageShell {
    private PageShell() {}

    /** A whole page around its main part. */
    static String around(String title, Markup main) throws IOException {
        String style = style();
        String script = script();
        Markup out = new Markup().open("html", "lang", "en").open("head").leaf("meta", "charset", "utf-8");
        out.leaf(
                "meta",
                "http-equiv",
                "Content-Security-Policy",
                "content",
                "default-src 'none'; style-src " + hash(style) + "; script-src " + hash(script)
                        + "; base-uri 'none'; form-action 'none'");
        out.leaf("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        out.leaf("meta", "name", "color-scheme", "content", "light dark")
                .leaf("meta", "name", "referrer", "content", "no-referrer");
        out.el("title", title).resource("style", style).close();
        out.open("body").open("main").add(main).close();
        out.el("div", "", "id", "tip", "aria-hidden", "true")
                .resource("script", script)
                .close()
                .close();
        return "<!doctype html>\n" + out.finish() + "\n";
    }

    /** The style of every page. */
    public static String style() throws IOException {
        return resource("report.css");
    }

    /** The script of every page: switches and tips. */
    public static String script() throws IOException {
        return resource("report.js");
    }

    /** How a content security policy names a text that stands in the page itself. */
    public static String hash(String text) {
        byte[] sha = HexFormat.of().parseHex(Digest.sha256(text));
        return "'sha256-" + Base64.getEncoder().encodeToString(sha) + "'";
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = PageShell.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("the program's own file " + name + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
