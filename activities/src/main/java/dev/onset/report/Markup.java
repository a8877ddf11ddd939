package dev.onset.report;

import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.commons.text.StringEscapeUtils;

/** Writes HTML and inline SVG. All text and attribute values are escaped; there is no way to write a string raw. */
public final class Markup {
    private final StringBuilder out = new StringBuilder(1 << 14);
    private final Deque<String> open = new ArrayDeque<>();

    /** Opens an element; attributes are name, value pairs. */
    public Markup open(String tag, String... attributes) {
        start(tag, attributes);
        out.append('>');
        open.push(tag);
        return this;
    }

    /** An element without content. */
    public Markup leaf(String tag, String... attributes) {
        start(tag, attributes);
        out.append("/>");
        return this;
    }

    /** An element that holds only text. */
    public Markup el(String tag, String text, String... attributes) {
        return open(tag, attributes).text(text).close();
    }

    public Markup text(String text) {
        out.append(escape(text));
        return this;
    }

    public Markup close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /** What another writer wrote, whole. */
    public Markup add(Markup other) {
        if (!other.open.isEmpty()) {
            throw new IllegalStateException("unclosed element: " + other.open.peek());
        }
        out.append(other.out);
        return this;
    }

    /** The content of a style or script element: our own resources only, never data. */
    Markup resource(String tag, String ownText) {
        if (ownText.contains("</")) {
            throw new IllegalStateException("a " + tag + " resource must not close an element");
        }
        out.append('<')
                .append(tag)
                .append('>')
                .append(ownText)
                .append("</")
                .append(tag)
                .append('>');
        return this;
    }

    /** Escapes the five special characters and drops what XML 1.0 cannot carry. */
    static String escape(String text) {
        return StringEscapeUtils.escapeXml10(text);
    }

    public String finish() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("unclosed element: " + open.peek());
        }
        return out.toString();
    }

    private void start(String tag, String... attributes) {
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ')
                    .append(attributes[i])
                    .append("=\"")
                    .append(escape(attributes[i + 1]))
                    .append('"');
        }
    }
}
