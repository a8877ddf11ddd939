package dev.onset.report;

import java.util.List;

/**
 * A frame with two axes.
 *
 * @param title names what stands along y, with its unit
 * @param marks named places
 * @param note stands at the right above the panel; may be empty
 */
public record AxesPanel(String title, Scale x, Scale y, List<Series> series, List<Mark> marks, String note)
        implements Panel {
    public AxesPanel {
        series = List.copyOf(series);
        marks = List.copyOf(marks);
        Numbers.that(!series.isEmpty(), "panel " + title + " has no series");
        if (y.logarithmic()) {
            y.range().ifPresent(r -> Numbers.that(r.low() > 0, "panel " + title + " begins at " + r.low()));
            series.forEach(s -> positive(title, s));
        }
    }

    public static AxesPanel of(
            String title, Scale x, Scale y, List<? extends Series> series, List<? extends Mark> marks) {
        return new AxesPanel(title, x, y, List.copyOf(series), List.copyOf(marks), "");
    }

    /** With words at the right above the panel. */
    public AxesPanel noted(String words) {
        return new AxesPanel(title, x, y, series, marks, words);
    }

    private static void positive(String title, Series series) {
        double[] least = series instanceof Series.Spread spread ? spread.low() : ((Series.Curve) series).y();
        for (double value : least) {
            Numbers.that(value > 0, "panel " + title + ": " + value + " has no place on a logarithmic axis");
        }
    }

    /** The upright marks that have a name. */
    List<Mark.Upright> named() {
        return marks.stream()
                .filter(Mark.Upright.class::isInstance)
                .map(Mark.Upright.class::cast)
                .filter(m -> !m.label().isEmpty())
                .toList();
    }
}
