package dev.onset.game;

import dev.onset.contracts.FieldException;
import dev.onset.data.Legend;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The words of a text that can be players: each with all its pieces; stop words, marks and fillers stay. */
final class TextWords {
    /** Words that carry little of a text's meaning and are kept in every coalition, as the papers do. */
    private static final Set<String> STOP = Set.of(
            ("a an the this that these those of in on at to for from by with about as into than then and or but nor so if is are"
                            + " was were be been being am do does did has have had having i you he she it we they me him her us"
                            + " them my your his its our their who whom which what there here 's 're 've 'll 'd n't 'm")
                    .split(" "));

    private TextWords() {}

    /**
     * Positions of each such word, in the order of the text.
     *
     * @param row token numbers
     */
    static List<int[]> of(float[] row, Legend legend) {
        List<int[]> words = new ArrayList<>();
        for (int at = 0; at < row.length; ) {
            int end = at + 1;
            while (end < row.length && legend.token((int) row[end]).startsWith("##")) {
                end++;
            }
            boolean whole = end == at + 1; // a word in pieces is none of the short ones
            if (!whole || counts((int) row[at], legend)) {
                int[] positions = new int[end - at];
                for (int i = 0; i < positions.length; i++) {
                    positions[i] = at + i;
                }
                words.add(positions);
            }
            at = end;
        }
        return words;
    }

    private static boolean counts(int number, Legend legend) {
        String token = legend.token(number).toLowerCase(Locale.ROOT);
        return !legend.isSpecial(number)
                && !STOP.contains(token)
                && token.codePoints().anyMatch(Character::isLetterOrDigit);
    }

    /** The first words of a text, or some drawn by a number. */
    static PlayerGroups players(ObservationSpec.Words rule, float[] row, Legend legend) {
        List<int[]> words = of(row, legend);
        if (words.size() < rule.count()) {
            throw new FieldException(
                    "players",
                    "asks for " + rule.count() + " words, and a text has " + words.size()
                            + " beside stop words; choose longer texts with lists of row numbers, or fewer words");
        }
        return PlayerGroups.some(words, rule.count(), rule.seed());
    }
}
