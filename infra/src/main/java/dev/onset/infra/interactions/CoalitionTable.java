package dev.onset.infra.interactions;

import dev.onset.contracts.OnsetException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.Function;

/** Values that come with their coalitions, in any order: each once, none left out. */
final class CoalitionTable {
    private static final int MOST = 1 << GameFile.MAX_PLAYERS;

    private final Function<String, OnsetException> refusal;
    private final BitSet seen = new BitSet();
    private double[] values = new double[1 << 10];

    CoalitionTable(Function<String, OnsetException> refusal) {
        this.refusal = refusal;
    }

    void put(double number, double value, String where) {
        if (number != Math.rint(number) || number < 0 || number >= MOST) {
            throw refusal.apply(where + ": coalition " + text(number) + " is no whole number within 0.." + (MOST - 1)
                    + ", the coalitions of " + GameFile.MAX_PLAYERS + " players");
        }
        int coalition = (int) number;
        if (seen.get(coalition)) {
            throw refusal.apply(where + ": coalition " + coalition + " comes twice");
        }
        seen.set(coalition);
        if (coalition >= values.length) {
            values = Arrays.copyOf(values, Integer.highestOneBit(coalition) << 1);
        }
        values[coalition] = value;
    }

    private static String text(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }

    /** By coalition. */
    double[] values() {
        if (seen.cardinality() != seen.length()) {
            throw refusal.apply("lacks coalition " + seen.nextClearBit(0));
        }
        return Arrays.copyOf(values, seen.cardinality());
    }
}
