package dev.onset.report;

import dev.onset.report.ReportParts.Provenance;
import dev.onset.report.ReportParts.StageLine;
import java.util.List;
import java.util.Optional;

/**
 * A report made of figures, checks and notes: what any study says whose page needs no drawing of its own. Numbers must be
 * finite; what does not exist is empty, never NaN. Arrays are taken as they are.
 *
 * @param identity which study this is
 * @param verdict a short name of the outcome
 * @param verdictWords the outcome in words, one sentence
 * @param lede a sentence or two of main numbers
 * @param keyFigures what stands at the top
 * @param figures charts in order
 * @param checks what the study must show; a check that fails stays
 * @param notes sections of prose: limits, corrections
 * @param stages what was reused and what computed
 * @param provenance versions, machine, digests
 */
public record FigureReport(
        Identity identity,
        String verdict,
        String verdictWords,
        String lede,
        List<KeyFigure> keyFigures,
        List<Figure> figures,
        List<Line> checks,
        List<Notes> notes,
        @Unmeasured List<StageLine> stages,
        @Unmeasured Provenance provenance) {

    public FigureReport {
        keyFigures = List.copyOf(keyFigures);
        figures = List.copyOf(figures);
        checks = List.copyOf(checks);
        notes = List.copyOf(notes);
        stages = List.copyOf(stages);
        Check.that(
                figures.stream().map(Figure::id).distinct().count() == figures.size(), "two figures have the same id");
    }

    /** The same numbers as a report of a study: with its name, what was reused, and where they come from. */
    public FigureReport with(Identity study, List<StageLine> newStages, Provenance newProvenance) {
        return new FigureReport(
                study, verdict, verdictWords, lede, keyFigures, figures, checks, notes, newStages, newProvenance);
    }

    /**
     * Which study this is.
     *
     * @param kind what kind of study, in words
     * @param evidence false for a first look whose settings cannot support a claim
     */
    public record Identity(
            String study, String kind, String description, String fingerprint, long seed, boolean evidence) {}

    /** A number at the top of the page, as text. */
    public record KeyFigure(String name, String value, String note) {}

    /** How the panels of a figure lie. */
    public enum Arrangement {
        /** One over the other, sharing the x axis of the first. */
        STACKED,
        /** Side by side, two in a row. */
        SIDE_BY_SIDE
    }

    /**
     * A chart.
     *
     * @param id name of its CSV file, lower case with dashes
     */
    public record Figure(String id, String title, String caption, Arrangement arrangement, List<Panel> panels) {
        public Figure {
            Check.that(id.matches("[a-z0-9-]+"), "a figure's id is '" + id + "'");
            Check.that(!panels.isEmpty(), "figure " + id + " has no panel");
            panels = List.copyOf(panels);
        }
    }

    /** A frame with two axes. */
    public record Panel(String title, Scale x, Scale y, List<Series> series, List<Mark> marks) {
        public Panel {
            series = List.copyOf(series);
            marks = List.copyOf(marks);
            Check.that(!series.isEmpty(), "panel " + title + " has no series");
        }
    }

    /**
     * An axis.
     *
     * @param name with its unit; printed for x, the panel's title names y
     * @param logarithmic for positive values; 0 stands at 0.5
     * @param range lowest and highest value shown; from the data where absent
     */
    public record Scale(String name, boolean logarithmic, Optional<Range> range) {
        public static Scale linear(String name) {
            return new Scale(name, false, Optional.empty());
        }

        public static Scale logarithmic(String name) {
            return new Scale(name, true, Optional.empty());
        }

        public Scale from(double low, double high) {
            return new Scale(name, logarithmic, Optional.of(new Range(low, high)));
        }
    }

    /** Ends of an axis. */
    public record Range(double low, double high) {
        public Range {
            Check.finite("range", low);
            Check.finite("range", high);
        }
    }

    /** What a series is drawn as. */
    public enum Mode {
        LINE,
        /** Dots with whiskers of one standard error where errors are given. */
        POINTS,
        LINE_AND_POINTS,
        /** Steps filled down to 0; x are the middles of equal bins. */
        BARS
    }

    /** Colours that stay apart in print and for the colour-blind, with dashes where lines only accompany. */
    public enum Colour {
        BLUE("out0"),
        ORANGE("test"),
        GREEN("out1"),
        VIOLET("out2"),
        GREY("control dash0"),
        GREY_DOTTED("control dash1");

        final String style;

        Colour(String style) {
            this.style = style;
        }
    }

    /**
     * Numbers of one name.
     *
     * @param name for the key; series of one name share their colour
     * @param error one standard error of each y; empty where there is none
     */
    public record Series(String name, Colour colour, Mode mode, double[] x, double[] y, double[] error) {
        public Series {
            Check.finite(name + ": x", x);
            Check.finite(name + ": y", y);
            Check.magnitudes(name + ": error", error);
            Check.length(name + ": y", y.length, x.length);
            Check.that(error.length == 0 || error.length == x.length, name + ": errors do not fit");
        }

        public static Series line(String name, Colour colour, double[] x, double[] y) {
            return new Series(name, colour, Mode.LINE, x, y, new double[0]);
        }
    }

    /** A vertical mark with its name. */
    public record Mark(double x, String label) {
        public Mark {
            Check.finite("mark " + label, x);
        }
    }

    /** How a measured value must lie to the expected one. */
    public enum Relation {
        WITHIN("\u00b1"),
        AT_MOST("\u2264"),
        AT_LEAST("\u2265");

        final String sign;

        Relation(String sign) {
            this.sign = sign;
        }
    }

    /**
     * A check.
     *
     * @param expected the value, or the bound of a one-sided check
     * @param tolerance largest deviation; 0 for a one-sided check
     * @param measured empty when there was nothing to measure, which never passes
     */
    public record Line(
            String name,
            double expected,
            double tolerance,
            Relation relation,
            Optional<Double> measured,
            boolean pass) {
        public Line {
            Check.finite("check " + name, expected);
            Check.finite("check " + name, tolerance);
            measured.ifPresent(m -> Check.finite("check " + name, m));
            Check.that(measured.isPresent() || !pass, "check " + name + " passes without a measurement");
        }
    }

    /** A section of prose. */
    public record Notes(String id, String title, List<String> items) {
        public Notes {
            items = List.copyOf(items);
        }
    }
}
