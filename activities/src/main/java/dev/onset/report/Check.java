package dev.onset.report;

import java.util.List;
import java.util.Optional;

/**
 * One line of the table that says whether a study shows what it should. A failed check stays in the table.
 *
 * @param name what is compared, with its place
 * @param words what the number is, in small print; may be empty
 * @param expected the value, or the bound of a one-sided check
 * @param tolerance largest deviation; 0 for a one-sided check
 * @param relation how measured must lie to expected
 * @param measured empty when there was nothing to measure, which never passes
 * @param pass what was decided; a rule may ask for more than the comparison
 */
public record Check(
        String name,
        String words,
        double expected,
        double tolerance,
        Relation relation,
        Optional<Double> measured,
        boolean pass) {

    /** How a measured value must lie to the expected one. */
    public enum Relation {
        WITHIN("\u00b1"),
        AT_MOST("\u2264"),
        AT_LEAST("\u2265"),
        BELOW("<"),
        ABOVE(">");

        private final String sign;

        Relation(String sign) {
            this.sign = sign;
        }

        /** As it is printed. */
        public String sign() {
            return sign;
        }

        /**
         * The relation that is printed so.
         *
         * @throws dev.onset.contracts.OnsetException INTERNAL for another text
         */
        public static Relation of(String sign) {
            for (Relation relation : values()) {
                if (relation.sign.equals(sign)) {
                    return relation;
                }
            }
            throw Numbers.refused("a check compares by '" + sign + "'");
        }
    }

    public Check {
        Numbers.finite("check " + name, expected);
        Numbers.finite("check " + name, tolerance);
        measured.ifPresent(m -> Numbers.finite("check " + name, m));
        Numbers.that(measured.isPresent() || !pass, "check " + name + " passes without a measurement");
    }

    public static Check within(String name, double expected, double tolerance, double measured) {
        return decided(name, expected, tolerance, Relation.WITHIN, measured);
    }

    public static Check atMost(String name, double bound, double measured) {
        return decided(name, bound, 0, Relation.AT_MOST, measured);
    }

    public static Check atLeast(String name, double bound, double measured) {
        return decided(name, bound, 0, Relation.AT_LEAST, measured);
    }

    /** With small print. */
    public Check worded(String smallPrint) {
        return new Check(name, smallPrint, expected, tolerance, relation, measured, pass);
    }

    /** What is not a number was not measured. */
    private static Check decided(String name, double expected, double tolerance, Relation relation, double measured) {
        Optional<Double> found = Double.isFinite(measured) ? Optional.of(measured) : Optional.empty();
        boolean pass = found.isPresent()
                && switch (relation) {
                    case WITHIN -> Math.abs(measured - expected) <= tolerance;
                    case AT_MOST -> measured <= expected;
                    case AT_LEAST -> measured >= expected;
                    case BELOW -> measured < expected;
                    case ABOVE -> measured > expected;
                };
        return new Check(name, "", expected, tolerance, relation, found, pass);
    }

    /**
     * How many of some checks hold.
     *
     * @param of 0 where nothing was tested
     */
    public record Tally(long held, int of) {
        public static Tally of(List<Check> checks) {
            return new Tally(checks.stream().filter(Check::pass).count(), checks.size());
        }

        public boolean tested() {
            return of > 0;
        }

        public boolean agrees() {
            return tested() && held == of;
        }

        /** A verdict that only counts. */
        public String words() {
            return held + " of " + of + " checks pass";
        }
    }
}
