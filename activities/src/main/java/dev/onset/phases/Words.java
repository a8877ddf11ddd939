package dev.onset.phases;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers in sentences, the same in every locale. */
final class Words {
    private Words() {}

    /** Three significant digits, no exponent, no trailing zeros. */
    static String number(double value) {
        BigDecimal rounded = new BigDecimal(value, new MathContext(3, RoundingMode.HALF_EVEN)).stripTrailingZeros();
        return rounded.signum() == 0 ? "0" : rounded.toPlainString();
    }

    /** Two decimals. */
    static String fixed(double value) {
        return new BigDecimal(value).setScale(2, RoundingMode.HALF_EVEN).toPlainString();
    }
}
