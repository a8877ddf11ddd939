package dev.onset.twophase.report;

import dev.onset.report.Numbers;

/**
 * Mean strength J of salient interactions by checkpoint and order, absolute, split AND/OR and by sign. All four arrays are
 * [checkpoint][order - 1] and hold magnitudes: a negative effect's strength is positive here.
 */
public record Strengths(double[][] andPositive, double[][] andNegative, double[][] orPositive, double[][] orNegative) {
    public Strengths {
        double[][][] all = {andPositive, andNegative, orPositive, orNegative};
        String[] names = {"andPositive", "andNegative", "orPositive", "orNegative"};
        Numbers.that(andPositive.length > 0, "strengths is empty");
        for (int k = 0; k < all.length; k++) {
            Numbers.length("strengths." + names[k], all[k].length, andPositive.length);
            for (int t = 0; t < all[k].length; t++) {
                Numbers.magnitudes("strengths." + names[k] + "[" + t + "]", all[k][t]);
                Numbers.length("strengths." + names[k] + "[" + t + "]", all[k][t].length, andPositive[0].length);
            }
        }
    }

    int checkpoints() {
        return andPositive.length;
    }

    int orders() {
        return andPositive[0].length;
    }

    /** Strength of one order over both kinds and signs. */
    double of(int checkpoint, int order) {
        int k = order - 1;
        return andPositive[checkpoint][k]
                + andNegative[checkpoint][k]
                + orPositive[checkpoint][k]
                + orNegative[checkpoint][k];
    }

    /** Strength over all orders. */
    double total(int checkpoint) {
        double sum = 0;
        for (int order = 1; order <= orders(); order++) {
            sum += of(checkpoint, order);
        }
        return sum;
    }
}
