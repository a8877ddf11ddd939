package dev.onset.grokking;

/**
 * One line of the table that says whether a study shows what it should. A failed check stays in the table.
 *
 * @param name what is compared, with its place
 * @param expected the value, or the bound of a one-sided check
 * @param tolerance largest deviation; 0 for a one-sided check
 * @param relation how measured must relate to expected
 * @param measured what the study gave
 */
public record GrokkingCheck(String name, double expected, double tolerance, Relation relation, double measured) {
    /** How the measured value must lie. */
    public enum Relation {
        WITHIN,
        AT_MOST,
        AT_LEAST
    }

    public static GrokkingCheck within(String name, double expected, double tolerance, double measured) {
        return new GrokkingCheck(name, expected, tolerance, Relation.WITHIN, measured);
    }

    public static GrokkingCheck atMost(String name, double bound, double measured) {
        return new GrokkingCheck(name, bound, 0, Relation.AT_MOST, measured);
    }

    public static GrokkingCheck atLeast(String name, double bound, double measured) {
        return new GrokkingCheck(name, bound, 0, Relation.AT_LEAST, measured);
    }

    /** Whether the check holds; a measured value that is not a number never passes. */
    public boolean pass() {
        return switch (relation) {
            case WITHIN -> Math.abs(measured - expected) <= tolerance;
            case AT_MOST -> measured <= expected;
            case AT_LEAST -> measured >= expected;
        };
    }
}
