package dev.onset.numeric;

import java.util.Locale;
import java.util.zip.CRC32;

/**
 * What decides the bits of a computation in plain Java. Arithmetic and {@link StrictMath} are the same on every machine since
 * Java 17; {@link Math} is not, since a virtual machine may replace its functions. So the profile names what those give.
 */
public final class JavaProfile {
    private static final int POINTS = 4_096;
    private static final String CURRENT = "java;math=" + probe();

    private JavaProfile() {}

    /** The profile of this process. */
    public static String current() {
        return CURRENT;
    }

    private static String probe() {
        CRC32 sum = new CRC32();
        for (int i = 1; i <= POINTS; i++) {
            double x = i * 0.37 / (1 + i % 7);
            for (double y : new double[] {
                Math.exp(-x), Math.log(x), Math.log10(x), Math.pow(x, 1.7), Math.sin(x), Math.cos(x), Math.hypot(x, 0.7)
            }) {
                long bits = Double.doubleToRawLongBits(y);
                for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
                    sum.update((int) (bits >>> shift));
                }
            }
        }
        return String.format(Locale.ROOT, "%08x", sum.getValue());
    }
}
