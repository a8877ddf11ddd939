package dev.onset.evaluate.process;

import dev.onset.contracts.Require;
import dev.onset.numeric.Profile;

/**
 * What an evaluator says of itself, first of all.
 *
 * @param framework what computes, with its version, such as {@code torch 2.15.0}
 * @param device where, such as {@code cpu} or {@code cuda}
 * @param bits what else decides the last bits of its answers: threads, batch, processor or card
 * @param words for people; empty for the above
 * @param rows that it takes in one request at most; {@value #ROWS} where it says nothing
 */
record Hello(String framework, String device, String bits, String words, Integer rows) {
    private static final int LONGEST = 120;
    private static final int ROWS = 1_024;
    private static final int MOST_ROWS = 1 << 16;

    Hello {
        Require.text("framework", framework, LONGEST);
        Require.text("device", device, LONGEST);
        bits = bits == null ? "" : bits;
        Require.that(bits.length() <= 4_000, "bits", bits.length() + " characters", "must be 4000 at most");
        words = words == null || words.isBlank() ? framework + " on " + device : words;
        rows = rows == null ? ROWS : rows;
        Require.within("rows", rows, 1, MOST_ROWS);
        words = words.length() <= LONGEST ? words : words.substring(0, LONGEST);
    }

    /** How many rows are asked about at once may decide bits of a program that takes them as one batch. */
    private String decides() {
        return rows == ROWS ? bits : bits + ";rows=" + rows;
    }

    /** The profile that it adds to that of whoever asks it. */
    Profile profile() {
        String identity = framework + ";" + device + ";" + decides();
        return new Profile(
                identity.length() <= LONGEST
                        ? identity
                        : framework + ";" + device + ";"
                                + new dev.onset.numeric.Bits().add(decides()).hex(),
                words);
    }
}
