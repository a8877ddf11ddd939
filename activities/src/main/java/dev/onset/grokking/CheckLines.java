package dev.onset.grokking;

import dev.onset.report.FigureReport.Line;
import dev.onset.report.FigureReport.Relation;
import java.util.List;
import java.util.Optional;

/** Checks as the report's lines. */
public final class CheckLines {
    private CheckLines() {}

    public static List<Line> of(List<GrokkingCheck> checks) {
        return checks.stream().map(CheckLines::line).toList();
    }

    private static Line line(GrokkingCheck check) {
        Relation relation = switch (check.relation()) {
            case WITHIN -> Relation.WITHIN;
            case AT_MOST -> Relation.AT_MOST;
            case AT_LEAST -> Relation.AT_LEAST;
        };
        Optional<Double> measured =
                Double.isFinite(check.measured()) ? Optional.of(check.measured()) : Optional.empty();
        return new Line(check.name(), check.expected(), check.tolerance(), relation, measured, check.pass());
    }

    /**
     * How many of some checks hold.
     *
     * @param of 0 where nothing was tested
     */
    public record Tally(long held, int of) {
        public static Tally of(List<GrokkingCheck> checks) {
            return new Tally(checks.stream().filter(GrokkingCheck::pass).count(), checks.size());
        }

        public boolean tested() {
            return of > 0;
        }

        public boolean agrees() {
            return tested() && held == of;
        }
    }

    public static String verdict(List<Line> lines) {
        return passed(lines) + " of " + lines.size() + " checks pass";
    }

    public static long passed(List<Line> lines) {
        return lines.stream().filter(Line::pass).count();
    }
}
