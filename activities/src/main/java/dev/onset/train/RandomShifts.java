package dev.onset.train;

import dev.onset.random.CounterRandom;
import java.util.List;

/**
 * Images moved by a few pixels. By how many is a pure function of (random, step, example), so a resumed training sees the same
 * images as the uninterrupted one.
 */
final class RandomShifts {
    private final CounterRandom random;
    private final int most;
    private final int channels;
    private final int height;
    private final int width;

    /** @param shape of an example, [channels, height, width] */
    RandomShifts(CounterRandom random, int most, List<Integer> shape) {
        if (shape.size() != 3) {
            throw new IllegalArgumentException("examples of shape " + shape + " are no images that could be moved");
        }
        this.random = random;
        this.most = most;
        channels = shape.get(0);
        height = shape.get(1);
        width = shape.get(2);
    }

    /**
     * The image that a step sees of an example.
     *
     * @param rows all examples, row by row, channel by channel
     * @param into of the size of one example; all of it is written
     */
    void move(float[] rows, int row, long step, float[] into) {
        CounterRandom ofStep = random.stream(step);
        int down = drawn(ofStep, 2L * row);
        int right = drawn(ofStep, 2L * row + 1);
        int from = row * into.length;
        for (int c = 0; c < channels; c++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int oldY = y - down;
                    int oldX = x - right;
                    boolean inside = oldY >= 0 && oldY < height && oldX >= 0 && oldX < width;
                    into[(c * height + y) * width + x] = inside ? rows[from + (c * height + oldY) * width + oldX] : 0;
                }
            }
        }
    }

    private int drawn(CounterRandom ofStep, long counter) {
        return ofStep.below(2 * most + 1, counter) - most;
    }
}
