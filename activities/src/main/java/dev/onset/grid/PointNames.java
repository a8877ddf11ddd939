package dev.onset.grid;

import java.math.BigDecimal;

/** Parts of the names of grid points. */
public final class PointNames {
    private PointNames() {}

    /** A positive number as a name may hold it: {@code 0.05} is {@code 0p05}. */
    public static String number(double value) {
        return new BigDecimal(Double.toString(value))
                .stripTrailingZeros()
                .toPlainString()
                .replace('.', 'p');
    }
}
