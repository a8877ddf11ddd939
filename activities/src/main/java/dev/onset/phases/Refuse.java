package dev.onset.phases;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;

/** What the detector refuses to decide on. */
final class Refuse {
    private Refuse() {}

    static void unless(boolean holds, String what) {
        if (!holds) {
            throw refused(what);
        }
    }

    /** A table with the given number of rows, all of one length, every entry finite and at least {@code least}. */
    static void unlessTable(String name, double[][] table, int rows, double least) {
        if (table.length != rows) {
            throw refused(name + " has " + table.length + " rows; " + rows + " are expected");
        }
        for (int i = 0; i < rows; i++) {
            if (table[i].length != table[0].length) {
                throw refused(
                        name + "[" + i + "] has " + table[i].length + " entries; the first row has " + table[0].length);
            }
            unlessAll(name, i, table[i], least);
        }
    }

    private static void unlessAll(String name, int row, double[] values, double least) {
        for (int j = 0; j < values.length; j++) {
            if (!(values[j] >= least && Double.isFinite(values[j]))) {
                throw refused(name + "[" + row + "][" + j + "] is " + values[j] + "; it must be finite"
                        + (least == 0 ? " and not negative" : ""));
            }
        }
    }

    static void unlessFinite(String name, double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw refused(name + "[" + i + "] is " + values[i] + "; it must be finite");
            }
        }
    }

    static OnsetException refused(String what) {
        return new OnsetException(
                ErrorCode.INTERNAL, "phases: " + what + "; nothing was decided and the observations are untouched");
    }
}
