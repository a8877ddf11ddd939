package dev.onset.interactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class OrderSimilarityTest {
    @Test
    void equalEffects_areFullyAlike_andOrdersWithoutEffectCountAsNothing() {
        double[] effects = {9, 1, -2, 0, 0.5, 0, 0, 0};
        assertThat(new OrderSimilarity(3).add(effects, effects).byOrder()).containsExactly(1, 0, 0);
    }

    @Test
    void oppositeSigns_shareNothing() {
        double[] effects = {0, 1, -2, 3};
        double[] opposite = {0, -1, 2, -3};
        assertThat(new OrderSimilarity(2).add(effects, opposite).byOrder()).containsExactly(0, 0);
    }

    @Test
    void partialAgreement_isCommonOverAll_pooledOverPairs() {
        double[] a = {0, 1, -2, 4};
        double[] b = {0, 3, 2, 1};
        // order 1: common 1, all 3 + (2 + 2); order 2: common 1, all 4
        double[] once = new OrderSimilarity(2).add(a, b).byOrder();
        assertThat(once[0]).isCloseTo(1.0 / 7, within(1e-15));
        assertThat(once[1]).isEqualTo(0.25);
        double[] twice = new OrderSimilarity(2).add(a, b).add(a, a).byOrder();
        assertThat(twice[0]).isCloseTo(4.0 / 10, within(1e-15));
        assertThat(twice[1]).isEqualTo(5.0 / 8);
    }
}
