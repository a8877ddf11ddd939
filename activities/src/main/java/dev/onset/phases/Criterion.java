package dev.onset.phases;

/**
 * One test of the detector.
 *
 * @param value the number found
 * @param bound what it is held against
 * @param comparison {@code >} or {@code <}
 * @param words what the test asks, for a reader
 */
public record Criterion(String name, double value, double bound, String comparison, boolean passed, String words) {
    static Criterion above(String name, double value, double bound, String words) {
        return new Criterion(name, value, bound, ">", value > bound, words);
    }

    static Criterion below(String name, double value, double bound, String words) {
        return new Criterion(name, value, bound, "<", value < bound, words);
    }
}
