package dev.onset.report;

/** What a panel with axes shows, for those who cannot see it. */
final class AxesWords {
    private AxesWords() {}

    static String of(AxesPanel panel) {
        StringBuilder words = new StringBuilder(panel.title()).append(":");
        String separator = " ";
        for (Series s : panel.series()) {
            String said = said(s, panel.y());
            if (!said.isEmpty()) {
                words.append(separator).append(s.name()).append(said);
                separator = "; ";
            }
        }
        words.append('.');
        for (Mark.Upright mark : panel.named()) {
            words.append(" Marked at ")
                    .append(Fmt.found(mark.x()))
                    .append(": ")
                    .append(mark.label())
                    .append('.');
        }
        return words.toString();
    }

    private static String said(Series s, Scale y) {
        if (s.x().length == 0) {
            return "";
        }
        if (s instanceof Series.Curve c) {
            return " from " + y.print(c.y()[0]) + " to " + y.print(c.y()[c.y().length - 1]);
        }
        Series.Spread boxes = (Series.Spread) s;
        if (boxes.look() != Series.Look.BOXES && boxes.look() != Series.Look.LIGHT_BOXES) {
            return "";
        }
        int most = 0;
        for (int i = 1; i < boxes.x().length; i++) {
            most = boxes.high()[i] - boxes.low()[i] > boxes.high()[most] - boxes.low()[most] ? i : most;
        }
        return " at most " + y.print(boxes.high()[most] - boxes.low()[most]) + " at " + Fmt.found(boxes.x()[most]);
    }
}
