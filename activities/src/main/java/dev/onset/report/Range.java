package dev.onset.report;

/** Two ends, the lower one first. */
public record Range(double low, double high) {
    public Range {
        Numbers.finite("range", low);
        Numbers.finite("range", high);
        Numbers.that(low <= high, "a range runs from " + low + " down to " + high);
    }
}
