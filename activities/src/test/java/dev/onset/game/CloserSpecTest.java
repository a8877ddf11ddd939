package dev.onset.game;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which checkpoints are looked at. */
@Tag("unit")
class CloserSpecTest {
    private static List<Long> steps(int earlier, int checkpoints) {
        return new CloserSpec(1, 0, 600, earlier)
                .steps(LongStream.range(0, checkpoints).boxed().toList());
    }

    @Test
    void theLastAlone_orEarlierOnesEvenlySpreadToo() {
        assertThat(steps(0, 23)).containsExactly(22L);
        assertThat(steps(1, 10)).containsExactly(4L, 9L);
        assertThat(steps(4, 10)).containsExactly(1L, 3L, 5L, 7L, 9L);
        assertThat(steps(31, 3)).as("all there are").containsExactly(0L, 1L, 2L);
    }

    @ParameterizedTest
    @CsvSource({"1,2", "5,7", "22,23", "22,230", "31,1000", "3,3"})
    void asManyAsAreAsked_ascending_theLastAmongThem(int earlier, int checkpoints) {
        List<Long> steps = steps(earlier, checkpoints);
        assertThat(steps)
                .hasSize(Math.min(earlier + 1, checkpoints))
                .doesNotHaveDuplicates()
                .isSorted()
                .endsWith((long) checkpoints - 1);
    }
}
