package dev.onset.report;

import java.util.Set;

/** Numbered sections of a page, and figures with their caption and links to their numbers. */
final class Sections {
    private final Markup out;
    private final Set<String> filled;
    private final Set<String> running;
    private int number;

    /**
     * @param filled names of the CSV files that hold at least one row
     * @param running sections that may run over a page break: lists and tables, not drawings
     */
    Sections(Markup out, Set<String> filled, Set<String> running) {
        this.out = out;
        this.filled = filled;
        this.running = running;
    }

    /** Opens a section; the caller closes it. */
    void open(String title, String id) {
        number++;
        out.open("section", "id", id, "class", running.contains(id) ? "long" : "")
                .open("h2")
                .el("span", Integer.toString(number))
                .text(title)
                .close();
    }

    void figure(String title, Markup content, String caption, String... csv) {
        open(title, "s-" + csv[0]);
        out.add(content).open("p", "class", "caption").text(caption.isBlank() ? "" : caption.strip() + " ");
        out.open("span", "class", "numbers");
        String before = "Numbers: ";
        for (String name : csv) {
            if (filled.contains(name)) {
                out.text(before).el("a", name + ".csv", "href", "csv/" + name + ".csv");
                before = ", ";
            }
        }
        out.text(before.equals(", ") ? "." : "").close().close().close();
    }
}
