package dev.onset.phases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.onset.contracts.OnsetException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class RankCorrelationTest {
    private static final double[] UP = {1, 2, 3, 4, 5, 6, 7, 8};
    private static final double[] CURVED = {1, 4, 9, 16, 25, 36, 49, 64};
    private static final double[] MIXED = {3, 1, 4, 1, 5, 9, 2, 6};

    @Test
    void anyRisingFunctionCorrelatesFully_andAnyOtherLess() {
        Interval full = RankCorrelation.of(UP, CURVED, 200, 1).orElseThrow();
        assertThat(full.value()).isCloseTo(1, within(1e-12));
        assertThat(full.low()).isCloseTo(1, within(1e-12));
        Interval mixed = RankCorrelation.of(UP, MIXED, 200, 1).orElseThrow();
        assertThat(mixed.value()).isBetween(0.3, 0.9);
        assertThat(mixed.low()).isNegative();
        assertThat(RankCorrelation.of(UP, MIXED, 200, 1)).contains(mixed);
    }

    @Test
    void whatDoesNotVary_orIsTooLittle_hasNone() {
        assertThat(RankCorrelation.of(UP, new double[8], 200, 1)).isEmpty();
        assertThat(RankCorrelation.of(new double[] {1, 2}, new double[] {1, 2}, 200, 1))
                .isEmpty();
        assertThatThrownBy(() -> RankCorrelation.of(UP, new double[3], 200, 1)).isInstanceOf(OnsetException.class);
    }
}
