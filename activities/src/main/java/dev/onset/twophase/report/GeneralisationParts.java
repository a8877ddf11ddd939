package dev.onset.twophase.report;

import dev.onset.report.Numbers;

/** What a report says about which orders generalise. */
public final class GeneralisationParts {
    private GeneralisationParts() {}

    /**
     * Similarity of two sets of interactions by order: |min|_1 / |max|_1 of their sign-split effects, 0 to 1.
     *
     * @param name what was compared, in words
     * @param pairs pairs of effect vectors compared: classes, or samples
     * @param similarity by order, index order - 1
     * @param chance mean of the same with one side's coalitions permuted within their order
     * @param chanceHigh its 97.5 % quantile
     */
    public record Similarity(
            String name, long step, int pairs, double[] similarity, double[] chance, double[] chanceHigh) {
        public Similarity {
            Numbers.that(pairs > 0, "similarity " + name + " compares nothing");
            Numbers.magnitudes("similarity " + name, similarity);
            Numbers.magnitudes("similarity " + name + ": chance", chance);
            Numbers.magnitudes("similarity " + name + ": chanceHigh", chanceHigh);
            Numbers.length("similarity " + name + ": chance", chance.length, similarity.length);
            Numbers.length("similarity " + name + ": chanceHigh", chanceHigh.length, similarity.length);
        }
    }

    /**
     * Mean strength by order of a group of training samples, in units of mean |v(N) - v(empty)| over both groups.
     *
     * @param mislabelled whether the group's labels were corrupted on purpose
     * @param strength by order, index order - 1
     */
    public record LabelGroup(boolean mislabelled, int samples, long step, double[] strength) {
        public LabelGroup {
            Numbers.that(samples > 0, "a group of samples is empty");
            Numbers.magnitudes("label group", strength);
        }

        /** The group in words. */
        String words() {
            return samples + (mislabelled ? " mislabelled" : " clean") + (samples == 1 ? " sample" : " samples");
        }
    }
}
