package dev.onset.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.OnsetException;
import dev.onset.spectrum.MaskValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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
    void ofAnotherGame_nothingIsTakenUp_andTheGameIsSearchedFromNothing() {
        Recovery cold = recover(BEFORE, List.of());
        Recovery warm = recover(BEFORE, PlantedGame.of(PLAYERS, TERMS, 5, 0, 99).terms());
        assertThat(named(warm.interactions())).isEqualTo(named(cold.interactions()));
        assertThat(warm.passes()).isGreaterThan(PASSES / 4).isLessThan(PASSES);
    }

    /** A list that was fitted to masks explains those best: what starts from it learns from others. */
    @Test
    void whatStartsFromAList_drawsOtherMasksThanTheListWasFittedTo() {
        RecoverySpec first = new RecoverySpec(PASSES, 1, 5);
        RecoverySpec second = new RecoverySpec(PASSES, 1, 5, BEFORE.terms());
        RecoverySpec third = new RecoverySpec(PASSES, 1, 5, later().terms());
        assertThat(first.stream()).as("as ever from nothing").isEqualTo(5);
        assertThat(List.of(first.stream(), second.stream(), third.stream())).doesNotHaveDuplicates();
        assertThat(new RecoverySpec(PASSES, 1, 5, List.copyOf(BEFORE.terms())).stream())
                .isEqualTo(second.stream());
    }

    /** No sum of few terms: measuring its terms anew one by one explains less than the list as it was. */
    @Test
    void ofANetworkThatIsNoSumOfFewTerms_theListIsTakenAsItWas_scaled_andExplainsMore() {
        MaskValues before = network(1);
        MaskValues later = network(1.5);
        for (long seed = 0; seed < 3; seed++) {
            Recovery list = SparseRecovery.of(before, new RecoverySpec(2000, seed, 0));
            Recovery cold = SparseRecovery.of(later, new RecoverySpec(2000, seed, 0));
            Recovery warm = SparseRecovery.of(later, new RecoverySpec(2000, seed, 0, list.interactions()));
            assertThat(warm.way()).isEqualTo(Recovery.Way.CONTINUED);
            assertThat(warm.explained()).as("from nothing").isGreaterThan(cold.explained());
            assertThat(warm.explained()).as("the list before, of its own game").isGreaterThan(list.explained());
        }
    }

    /** Rectifiers of 64 players, what they have in common being multiplied. */
    private static MaskValues network(double times) {
        Random random = new Random(1);
        double[][] inner = new double[16][65];
        double[] outer = new double[16];
        for (int unit = 0; unit < 16; unit++) {
            outer[unit] = times * (random.nextGaussian() + 0.2 * (times - 1) * (unit % 3 - 1));
            for (int player = 0; player < 65; player++) {
                inner[unit][player] = random.nextGaussian() * (player % 64 < 20 ? 1 : 0.1);
            }
        }
        return new MaskValues() {
            @Override
            public int players() {
                return 64;
            }

            @Override
            public int outputs() {
                return 1;
            }

            @Override
            public void evaluate(long[] masks, int count, double[][] values) {
                for (int i = 0; i < count; i++) {
                    values[0][i] = 0;
                    for (int unit = 0; unit < 16; unit++) {
                        double sum = inner[unit][64];
                        for (int player = 0; player < 64; player++) {
                            sum += (masks[i] >>> player & 1) == 0 ? 0 : inner[unit][player];
                        }
                        values[0][i] += outer[unit] * Math.max(0, sum);
                    }
                }
            }
        };
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
