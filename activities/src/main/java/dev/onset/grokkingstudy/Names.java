package dev.onset.grokkingstudy;

import java.math.BigDecimal;

/** Names of grid points. */
final class Names {
    private Names() {}

    /** A positive number as a name may hold it: {@code 0.05} is {@code 0p05}. */
    static String number(double value) {
        return new BigDecimal(Double.toString(value))
                .stripTrailingZeros()
                .toPlainString()
                .replace('.', 'p');
    }
}
