package dev.onset.phases;

/**
 * One test of the detector.
 *
 * @param value the number found; 0 where it does not exist, which the words then say
 * @param comparison how the value must compare to the bound, such as {@code >}
 * @param passed whether it does
 * @param words what the value is
 */
public record Criterion(String name, double value, double bound, String comparison, boolean passed, String words) {
    public Criterion {
        Refuse.unless(
                Double.isFinite(value) && Double.isFinite(bound),
                "criterion " + name + " compares " + value + " to " + bound);
    }
}
