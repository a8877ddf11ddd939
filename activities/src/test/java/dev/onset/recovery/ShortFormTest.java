package dev.onset.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.recovery.Interaction.Kind;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A list of interactions that is written in fewer. */
@Tag("unit")
class ShortFormTest {
    private static Terms terms(Interaction... all) {
        Terms terms = new Terms();
        for (Interaction term : all) {
            terms.add(
                    term.kind(),
                    term.players().stream().mapToInt(player -> player).toArray(),
                    term.coefficient());
        }
        return terms;
    }

    private static Interaction and(double c, Integer... players) {
        return new Interaction(Kind.AND, List.of(players), c);
    }

    private static Interaction or(double c, Integer... players) {
        return new Interaction(Kind.OR, List.of(players), c);
    }

    private static List<List<Object>> named(Terms terms) {
        return terms.list().stream()
                .map(term -> List.<Object>of(term.kind(), term.players()))
                .toList();
    }

    @Test
    void anOrInPieces_isOneOr_besideWhatSharesItsPlayers() {
        Terms pieces = terms(
                and(1.02, 3),
                or(0.99, 1, 2),
                and(-1.01, 1, 3),
                and(-0.98, 2, 3),
                and(1, 1, 2, 3),
                and(-2, 2, 3, 4),
                and(0.7, 4, 5, 6));
        Terms fewer = ShortForm.of(pieces, 0.1);
        assertThat(named(fewer))
                .containsExactly(
                        List.of(Kind.AND, List.of(2, 3, 4)),
                        List.of(Kind.OR, List.of(1, 2, 3)),
                        List.of(Kind.AND, List.of(4, 5, 6)));
    }

    /** What halving made of 1.37 OR {20, 29} - 1.41 AND {1, 29}. */
    @Test
    void termsThatWereNamedInTwoForms_addUp() {
        Terms fewer = ShortForm.of(
                terms(and(-1.408, 1, 20, 29), or(-1.389, 1, 20), and(1.388, 20), or(1.373, 1, 20, 29)), 0.083);
        assertThat(named(fewer))
                .containsExactlyInAnyOrder(List.of(Kind.OR, List.of(20, 29)), List.of(Kind.AND, List.of(1, 29)));
    }

    /** Taken together they are an OR of {2, 7, 14, 29} at first sight, as another OR has two of its players. */
    @Test
    void whatSavesMostComesFirst_whereOrsShareTheirPlayers() {
        Terms pieces = terms(
                or(-1, 2, 7, 14, 29),
                and(1, 7),
                and(-1, 2, 7),
                and(-1, 7, 29),
                and(1, 2, 7, 29),
                and(1, 2, 7, 14),
                and(1, 7, 14, 29),
                and(-1, 2, 7, 14, 29),
                or(-1.5, 7, 13, 29, 40));
        assertThat(named(ShortForm.of(pieces, 0.1)))
                .containsExactlyInAnyOrder(
                        List.of(Kind.OR, List.of(2, 14, 29)),
                        List.of(Kind.AND, List.of(7, 14)),
                        List.of(Kind.OR, List.of(7, 13, 29, 40)));
    }

    @Test
    void aListThatCannotBeShorter_staysAsItIs() {
        Terms pair = terms(or(1, 1, 2), and(-1, 1), and(0.8, 3, 4), and(0.8, 3));
        assertThat(ShortForm.of(pair, 0.1)).isSameAs(pair);
        Terms large = terms(or(1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10), and(1, 1, 2));
        assertThat(ShortForm.of(large, 0.1)).isSameAs(large);
    }
}
