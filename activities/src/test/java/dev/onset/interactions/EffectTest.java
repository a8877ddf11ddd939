package dev.onset.interactions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
final class EffectTest {
    @Test
    void theStrongestComeFirst_byMagnitude_andThoseOfZeroAreNone() {
        double[] and = {0, 1, -3, 0};
        double[] or = {0, 0, 0, 2};
        List<Effect> two = Effect.strongest(and, or, 2);
        assertThat(two).hasSize(2);
        assertThat(two.get(0).value()).isEqualTo(-3);
        assertThat(two.get(0).players()).containsExactly(1);
        assertThat(two.get(1).and()).isFalse();
        assertThat(two.get(1).players()).containsExactly(0, 1);
        assertThat(Effect.strongest(and, or, 9)).hasSize(3);
        assertThat(two.get(1).among(new int[] {4, 17}).players()).containsExactly(4, 17);
    }
}
