package dev.onset.interactions;

/**
 * Where Halpern's iteration stands since its anchor, and when to set the anchor anew: once the step has shrunk enough, or no
 * longer shrinks, or the run has become a large part of the whole (as in restarted Halpern methods for linear programs,
 * arXiv 2407.16144).
 */
final class RestartRule {
    private static final double SUFFICIENT_DECREASE = 0.2;
    private static final double NECESSARY_DECREASE = 0.7;
    private static final double LONGEST_RUN = 0.36;

    private int sinceAnchor;
    private double anchorLength = Double.NaN;
    private double lastLength = Double.POSITIVE_INFINITY;

    /** Whether to restart, from the present length of the step; asked every few iterations. */
    boolean due(int iteration, double length) {
        if (Double.isNaN(anchorLength)) {
            anchorLength = length;
        }
        boolean due = sinceAnchor > 0
                && (length <= SUFFICIENT_DECREASE * anchorLength
                        || (length <= NECESSARY_DECREASE * anchorLength && length > lastLength)
                        || sinceAnchor >= LONGEST_RUN * iteration);
        lastLength = length;
        return due;
    }

    /** The anchor was set to the present point. */
    void restarted() {
        sinceAnchor = 0;
        anchorLength = Double.NaN;
        lastLength = Double.POSITIVE_INFINITY;
    }

    /** Weight of the anchor in the coming step, which is counted. */
    double next() {
        return 1.0 / (sinceAnchor++ + 2);
    }
}
