package dev.onset.interactions;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;

/**
 * How far an extraction goes.
 *
 * @param mode the method
 * @param tolerance relative gap between objective and lower bound at which {@link ExtractionMode#SPARSE} stops, above 0
 * @param maxIterations iterations after which the best result so far is returned with its gap, at least 1; there is no
 *     time limit, so that results do not depend on the machine's load
 * @param canonical whether {@link ExtractionMode#SPARSE} goes on to the sparsest effects of least Euclidean norm, which are
 *     unique: slower by one or two orders of magnitude; the other modes do not heed it
 */
public record ExtractionSettings(ExtractionMode mode, double tolerance, int maxIterations, boolean canonical) {
    /** Sparse extraction to a certified gap of one in a thousand. */
    public static final ExtractionSettings DEFAULT = new ExtractionSettings(ExtractionMode.SPARSE, 1e-3, 20_000, false);

    public ExtractionSettings {
        if (!(tolerance > 0) || Double.isInfinite(tolerance)) {
            throw new OnsetException(
                    ErrorCode.STUDY_INVALID,
                    "tolerance is " + tolerance + ": give a relative gap above 0, such as 0.001");
        }
        if (maxIterations < 1) {
            throw new OnsetException(
                    ErrorCode.STUDY_INVALID, "maxIterations is " + maxIterations + ": give at least one iteration");
        }
    }

    /** Any of the sparsest effects, whichever the method comes upon. */
    public ExtractionSettings(ExtractionMode mode, double tolerance, int maxIterations) {
        this(mode, tolerance, maxIterations, false);
    }

    public ExtractionSettings withMode(ExtractionMode other) {
        return new ExtractionSettings(other, tolerance, maxIterations, canonical);
    }

    public ExtractionSettings withTolerance(double other) {
        return new ExtractionSettings(mode, other, maxIterations, canonical);
    }

    public ExtractionSettings withMaxIterations(int other) {
        return new ExtractionSettings(mode, tolerance, other, canonical);
    }

    public ExtractionSettings withCanonical(boolean other) {
        return new ExtractionSettings(mode, tolerance, maxIterations, other);
    }
}
