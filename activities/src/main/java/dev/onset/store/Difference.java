package dev.onset.store;

/**
 * One place in which two fingerprint documents differ.
 *
 * @param path dotted, such as {@code training.learningRate}
 * @param before the older value as canonical JSON, or {@code absent}
 * @param after the newer value, likewise
 */
public record Difference(String path, String before, String after) {
    @Override
    public String toString() {
        return path + ": " + before + " -> " + after;
    }
}
