package dev.onset.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.random.CounterRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Images moved by a few pixels. */
@Tag("unit")
final class RandomShiftsTest {
    private static final int EXAMPLES = 7;
    private static final List<Integer> COLOUR = List.of(2, 3, 4);

    /** Every value of every example is another one, and none is 0. */
    private static float[] rows() {
        float[] rows = new float[EXAMPLES * 24];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i + 1;
        }
        return rows;
    }

    private static float[] seen(long seed, int most, int row, long step) {
        float[] into = new float[24];
        Arrays.fill(into, Float.NaN);
        new RandomShifts(new CounterRandom(seed, 0), most, COLOUR).move(rows(), row, step, into);
        return into;
    }

    /** The image of an example as it is when moved, written down plainly. */
    private static float[] moved(int row, int down, int right) {
        float[] image = new float[24];
        for (int c = 0; c < 2; c++) {
            for (int y = Math.max(0, -down); y < Math.min(3, 3 - down); y++) {
                for (int x = Math.max(0, -right); x < Math.min(4, 4 - right); x++) {
                    image[12 * c + 4 * (y + down) + x + right] = 24 * row + 12 * c + 4 * y + x + 1;
                }
            }
        }
        return image;
    }

    @Test
    void everyImage_isTheExampleMovedByAtMostSoManyPixels_allChannelsAlike_eachWayAsOften() {
        int most = 1;
        Map<String, Integer> counts = new TreeMap<>();
        int steps = 900;
        for (long step = 0; step < steps; step++) {
            int row = (int) (step % EXAMPLES);
            float[] image = seen(3, most, row, step);
            int found = 0;
            for (int down = -most; down <= most; down++) {
                for (int right = -most; right <= most; right++) {
                    if (Arrays.equals(image, moved(row, down, right))) {
                        counts.merge(down + "," + right, 1, Integer::sum);
                        found++;
                    }
                }
            }
            assertThat(found).as("step %s", step).isEqualTo(1);
        }
        // a hundred of each, give or take four standard deviations
        assertThat(counts)
                .hasSize(9)
                .allSatisfy((way, count) -> assertThat(count).isBetween(60, 140));
    }

    @Test
    void whatAStepSees_isAFunctionOfSeedStepAndExample_whateverWasSeenBefore() {
        RandomShifts walked = new RandomShifts(new CounterRandom(3, 0), 2, COLOUR);
        float[] into = new float[24];
        int differs = 0;
        for (long step = 0; step < 40; step++) {
            for (int row = 0; row < EXAMPLES; row++) {
                walked.move(rows(), row, step, into);
                assertThat(into).isEqualTo(seen(3, 2, row, step));
                differs += Arrays.equals(into, seen(4, 2, row, step)) ? 0 : 1;
            }
        }
        assertThat(differs).as("negative control: another seed moves otherwise").isGreaterThan(200);
    }

    @Test
    void whatIsNoImage_isRefused() {
        assertThatThrownBy(() -> new RandomShifts(new CounterRandom(3, 0), 1, List.of(64)))
                .hasMessageContaining("no images");
    }
}
