package dev.onset.numeric;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * What decides the bits of a computation in plain Java. Arithmetic, {@link Math#sqrt} and {@link StrictMath} are the same on
 * every machine since Java 17; the other functions of {@link Math} may be off by an ulp either way, and a virtual machine
 * replaces them by its own. So the profile is made of what those give that Onset's code calls. Which Java it is, and on what
 * processor, changes nothing else and is no part of it.
 */
public final class JavaProfile {
    private static final int POINTS = 4_096;

    /** Functions whose last bit a virtual machine may choose, as far as Onset calls them: a test holds that nothing else is. */
    private static final List<DoubleUnaryOperator> FUNCTIONS = List.of(
            x -> Math.exp(-x),
            Math::exp,
            Math::log,
            Math::log10,
            x -> Math.pow(x, 1.7),
            x -> Math.pow(0.31, x),
            x -> Math.pow(10, Math.rint(x / 16)),
            Math::sin,
            Math::cos,
            x -> Math.hypot(x, 0.7));

    private static final Profile CURRENT = new Profile(identity(), Machine.words());

    private JavaProfile() {}

    /** The profile of this process; a few milliseconds the first time. */
    public static Profile current() {
        return CURRENT;
    }

    private static String identity() {
        Bits bits = new Bits();
        for (int i = 1; i <= POINTS; i++) {
            double x = i * 0.37 / (1 + i % 7);
            for (DoubleUnaryOperator function : FUNCTIONS) {
                bits.add(function.applyAsDouble(x));
            }
        }
        return "java;math=" + bits.hex();
    }
}
