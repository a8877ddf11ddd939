package dev.onset.infra.cli;

import java.io.PrintWriter;
import java.util.List;

/**
 * Lines at the end of a terminal that are drawn over one another. A line that is wider than the terminal is cut by the terminal
 * itself, so that the block keeps its height whatever the width. Not safe for several threads.
 */
final class TerminalBlock {
    /** More would not fit on a small terminal, and what has left it cannot be drawn over. */
    private static final int MOST = 20;

    private static final String UP = "\u001b[%dA";
    private static final String REST = "\u001b[0J";
    private static final String CUT = "\u001b[?7l";
    private static final String WRAP = "\u001b[?7h";

    private final PrintWriter out;
    private int height;

    TerminalBlock(PrintWriter out) {
        this.out = out;
    }

    /** Draws the lines in place of those drawn last. */
    void draw(List<String> lines) {
        StringBuilder text = new StringBuilder(erased()).append(CUT);
        List<String> shown = lines.size() <= MOST ? lines : lines.subList(0, MOST - 1);
        shown.forEach(line -> text.append(line).append('\n'));
        height = shown.size();
        if (shown.size() < lines.size()) {
            text.append("  and ").append(lines.size() - shown.size()).append(" more lines\n");
            height++;
        }
        out.print(text.append(WRAP));
        out.flush();
    }

    /** Removes it, so that something else can be printed in its place. */
    void erase() {
        out.print(erased());
        out.flush();
        height = 0;
    }

    /** Leaves it where it is; what is drawn next comes below. */
    void leave() {
        height = 0;
    }

    private String erased() {
        return height == 0 ? "" : String.format(java.util.Locale.ROOT, UP, height) + "\r" + REST;
    }
}
