package dev.onset.grokking.cubic;

/**
 * What one network showed since burn-in.
 *
 * @param samples measurements; 0 during burn-in, when b and c are those of the present parameters
 * @param b mean discrepancy along H1
 * @param c mean discrepancy along H3
 * @param testError noise-free mean squared error of the posterior mean on fresh inputs; 0 samples: of f = 0
 * @param overlaps overlaps of all neurons at all measurements
 */
public record MemberObservation(long samples, double b, double c, double testError, OverlapHistogram overlaps) {}
