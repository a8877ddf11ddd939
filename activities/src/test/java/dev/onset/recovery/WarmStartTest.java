package dev.onset.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.OnsetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A recovery that starts from what was recovered of another checkpoint. */
@Tag("unit")
class WarmStartTest {
    private static final int PLAYERS = 300;
    private static final int TERMS = 40;
    private static final int PASSES = 4_500;

    private static final PlantedGame BEFORE = PlantedGame.of(PLAYERS, TERMS, 5, 1e-3, 1);

    private static Recovery recover(PlantedGame game, List<Interaction> start) {
        return SparseRecovery.of(game, new RecoverySpec(PASSES, 1, 0, start));
    }

    private static Set<List<Object>> named(List<Interaction> terms) {
        return terms.stream()
                .map(term -> List.<Object>of(term.kind(), term.players()))
                .collect(Collectors.toSet());
    }

    /** The game some steps later: every coefficient has moved, some terms are gone, some are new. */
    private static PlantedGame later() {
        List<Interaction> terms = new ArrayList<>();
        for (int i = 3; i < TERMS; i++) {
            Interaction term = BEFORE.terms().get(i);
            terms.add(new Interaction(term.kind(), term.players(), term.coefficient() * (1 + 0.1 * (i % 5 - 2))));
        }
        terms.addAll(PlantedGame.of(PLAYERS, 3, 4, 0, 77).terms());
        return new PlantedGame(PLAYERS, terms, BEFORE.noise(), 2);
    }

    @Test
    void ofTheSameGame_everyTermIsNamedWithAFractionOfThePasses() {
        Recovery cold = recover(BEFORE, List.of());
        Recovery warm = recover(BEFORE, cold.interactions());
        assertThat(named(warm.interactions())).isEqualTo(named(BEFORE.terms()));
        assertThat(warm.bound()).isGreaterThan(0.999);
        assertThat(warm.passes()).isLessThan(cold.passes() * 4 / 5);
    }

    @Test
    void ofTheCheckpointBefore_whatMovedCameAndWentIsFound_withFewerPasses() {
        PlantedGame later = later();
        Recovery cold = recover(later, List.of());
        Recovery warm = recover(later, recover(BEFORE, List.of()).interactions());
        assertThat(named(warm.interactions())).isEqualTo(named(later.terms()));
        assertThat(warm.bound()).isGreaterThan(0.999);
        assertThat(warm.passes()).isLessThan(cold.passes() * 4 / 5);
        assertThat(recover(later, recover(BEFORE, List.of()).interactions()))
                .as("the same start gives the same list to the last bit")
                .isEqualTo(warm);
    }

    @Test
    void ofAnotherGame_nothingIsTakenUp_andWhatItCostToMeasureIsLost() {
        Recovery cold = recover(BEFORE, List.of());
        Recovery warm = recover(BEFORE, PlantedGame.of(PLAYERS, TERMS, 5, 0, 99).terms());
        assertThat(warm.interactions()).isEqualTo(cold.interactions());
        assertThat(warm.passes()).isBetween(cold.passes(), cold.passes() + 32 * TERMS);
    }

    /** The smaller ones stand first, and would use up what there is to measure with; then the game would be searched from nothing. */
    @Test
    void moreTermsThanCanBeMeasured_areCutToTheLargest() {
        List<Interaction> many = new ArrayList<>();
        for (int player = 0; player + 5 < PLAYERS; player++) {
            many.add(new Interaction(
                    Interaction.Kind.AND, List.of(player, player + 1, player + 2, player + 3, player + 4), 0.3));
        }
        many.addAll(BEFORE.terms());
        Recovery warm = recover(BEFORE, many);
        assertThat(named(warm.interactions())).isEqualTo(named(BEFORE.terms()));
        assertThat(warm.passes()).isLessThan(PASSES);
        Recovery smallest = recover(BEFORE, many.subList(0, PLAYERS - 5));
        assertThat(smallest.passes())
                .as("negative control: the small ones alone are no start")
                .isGreaterThan(warm.passes());
    }

    @Test
    void playersThatAreNone_areRefused() {
        List<Interaction> start = List.of(new Interaction(Interaction.Kind.AND, List.of(3, PLAYERS), 1));
        assertThatThrownBy(() -> recover(BEFORE, start))
                .isInstanceOf(OnsetException.class)
                .hasMessageContaining("[3, 300] among 300 players");
    }
}
