package dev.onset.interactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.OnsetException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class OrderStrengthsTest {
    private static final double[] AND = {9, 1, -2, 4, 0.5, 0, 0, -8};
    private static final double[] OR = {9, 0, 0, -3, 0, 6, 0.9, 0};

    @Test
    void salientEffects_areSummedByOrderAndSign_withoutTheEmptySet() {
        OrderStrengths s = OrderStrengths.of(AND, OR, 1);
        assertThat(s.andPositive()).containsExactly(0, 1, 4, 0);
        assertThat(s.andNegative()).containsExactly(0, 2, 0, 8);
        assertThat(s.orPositive()).containsExactly(0, 0, 6, 0);
        assertThat(s.orNegative()).containsExactly(0, 0, 3, 0);
        assertThat(s.salient()).containsExactly(0, 2, 3, 1);
        assertThat(s.salientCount()).isEqualTo(6);
        assertThat(s.total()).containsExactly(0, 3, 13, 8);
    }

    @Test
    void effectsExactlyAtTheThreshold_count_andZerosNever() {
        assertThat(OrderStrengths.of(AND, OR, 8).andNegative()).containsExactly(0, 0, 0, 8);
        assertThat(OrderStrengths.of(AND, OR, 0).salientCount()).isEqualTo(8);
    }

    @Test
    void centroidAndHighOrderShare_weighOrdersByStrength() {
        OrderStrengths s = OrderStrengths.of(AND, OR, 1);
        assertThat(s.centroid()).isEqualTo((3 + 26 + 24) / 24.0);
        assertThat(s.highOrderShare(3)).isEqualTo(8 / 24.0);
        assertThat(OrderStrengths.none(3).centroid()).isNaN();
    }

    @Test
    void meansOverSamples_areSumsScaled() {
        OrderStrengths mean =
                OrderStrengths.of(AND, OR, 1).plus(OrderStrengths.none(3)).times(0.5);
        assertThat(mean.total()).containsExactly(0, 1.5, 6.5, 4);
        assertThat(mean.salientCount()).isEqualTo(3);
        assertThatThrownBy(() -> mean.plus(OrderStrengths.none(4))).isInstanceOf(OnsetException.class);
    }
}
